/// English, which other languages are translated from. The syntax is that of `Messages.init(catalogue:)`.
///
/// All that is said in a language is in one file, so that adding one is adding one file: the list of languages is made from
/// the names in this folder (`Plugins/LanguageList`).
let english = """
    @language en
    @autonym English
    @direction ltr
    @reviewed yes
    @plural one-other

    ; Numbers, lists, times
    number.decimal = .
    number.group = ,
    sentence.stop = .
    list.pair = {first} and {rest}
    list.more = {first}, {rest}
    list.clauses = {first}; {rest}
    month.1 = January
    month.2 = February
    month.3 = March
    month.4 = April
    month.5 = May
    month.6 = June
    month.7 = July
    month.8 = August
    month.9 = September
    month.10 = October
    month.11 = November
    month.12 = December
    time.date = {day} {month} {year}
    time.day = {day} {month}
    time.moment = {date}, {clock} ({zone})
    duration.margin = {count} min
    duration.minutes = {count, plural, one {# minute} other {# minutes}}
    duration.hours = {count, plural, one {# hour} other {# hours}}
    duration.days = {count, plural, one {# day} other {# days}}

    ; Words for states
    status.suspected = suspected
    status.confirmed = confirmed
    status.restoring = recovering
    status.restored = restored
    status.retracted = retracted
    verdict.ok = reachable
    verdict.slow = slow
    verdict.blocked = unreachable
    verdict.platformDown = down everywhere
    verdict.dark = no connection
    verdict.insufficient = not enough data

    ; Where
    where.national = across {country}
    where.most.users = for most users in {country}
    where.many.users = for many users in {country}
    where.most.networks = on most networks in {country}
    where.country = in {country}
    where.regional = in {regions}, {country}
    where.networks = on {networks} in {country}
    where.networks.unnamed = on some networks in {country}
    where.mobile = on mobile networks in {country}
    where.fixed = on fixed-line networks in {country}
    where.global = in many countries
    network.named = {name} ({asn})
    networks.and.others = {networks} and {count, plural, one {# other network} other {# other networks}}
    platforms.unnamed = some platforms
    platforms.and.others = {platforms} and {count, plural, one {# other platform} other {# other platforms}}

    ; When. `clocks` is utc, one (the country has one time zone) or several.
    onset.point = about {clock} {clocks, select, utc {UTC} one {local time} other {local time in the capital}} on {date}
     {clocks, select, utc {(± {margin})} other {({utc}, ± {margin})}}
    onset.clocks = some time between {from} and {to}
     {clocks, select, utc {UTC} one {local time} other {local time in the capital}} on {date}
    onset.moments = some time between {from} on {fromDate} and {to} on {toDate}
     {clocks, select, utc {(UTC)} one {(local time)} other {(local time in the capital)}}
    onset.days = some time between {days}
    days.within.month = {from} and {to} {month} {year}
    days.across = {from} and {to}
    utc.same.day = {clock} UTC
    utc.other.day = {clock} UTC on {day}
    end.point = about {clock}{clocks, select, utc { UTC} other {}} on {date}{clocks, select, utc {} other { ({utc})}}

    ; The claim, by status and verdict
    lead.suspected.blocked = Suspected: {platforms} {count, plural, one {appears} other {appear}} to have been unreachable
     {where} since {onset}.
    lead.suspected.slow = Suspected: {platforms} {count, plural, one {appears} other {appear}} to have been slow {where}
     since {onset}.
    lead.suspected.platformDown = Suspected: {platforms} {count, plural, one {appears} other {appear}} to have been failing
     in many countries at once since {onset}, for reasons of {count, plural, one {its} other {their}} own.
    lead.suspected.dark = Suspected: Internet access appears to have been down {where} since {onset}.
    lead.suspected.disrupted = Suspected: {platforms} {count, plural, one {appears} other {appear}} to have been disrupted
     {where} since {onset}.
    lead.confirmed.blocked = Confirmed: {platforms} {count, plural, one {has} other {have}} been unreachable {where} since
     {onset}.
    lead.confirmed.slow = Confirmed: {platforms} {count, plural, one {has} other {have}} been slow {where} since {onset}.
    lead.confirmed.platformDown = Confirmed: {platforms} {count, plural, one {has} other {have}} been failing in many
     countries at once since {onset}; the fault lies with the {count, plural, one {platform itself} other {platforms
     themselves}}, not with networks in one country.
    lead.confirmed.dark = Confirmed: Internet access has been down {where} since {onset}.
    lead.confirmed.disrupted = Confirmed: {platforms} {count, plural, one {has} other {have}} been disrupted {where} since
     {onset}.
    lead.restoring.blocked = Recovering: {platforms} {count, plural, one {is} other {are}} becoming reachable again
     {where}, after being unreachable since {onset}.
    lead.restoring.slow = Recovering: {platforms} {count, plural, one {is} other {are}} getting faster again {where},
     after being slow since {onset}.
    lead.restoring.platformDown = Recovering: {platforms} {count, plural, one {is} other {are}} beginning to work again,
     after failing in many countries since {onset}.
    lead.restoring.dark = Recovering: Internet access is coming back {where}, after being down since {onset}.
    lead.restoring.disrupted = Recovering: {platforms} {count, plural, one {is} other {are}} returning to normal {where},
     after being disrupted since {onset}.
    lead.restored.blocked = Restored: {platforms} can be reached again {where}. {count, plural, one {It was} other {They
     were}} unreachable from {onset} until {end}.
    lead.restored.slow = Restored: {platforms} {count, plural, one {is} other {are}} back to normal speed {where}.
     {count, plural, one {It was} other {They were}} slow from {onset} until {end}.
    lead.restored.platformDown = Restored: {platforms} {count, plural, one {works} other {work}} again. {count, plural, one
     {It was} other {They were}} failing in many countries from {onset} until {end}.
    lead.restored.dark = Restored: Internet access is back {where}. It was down from {onset} until {end}.
    lead.restored.disrupted = Restored: {platforms} {count, plural, one {is} other {are}} back to normal {where}.
     {count, plural, one {It was} other {They were}} disrupted from {onset} until {end}.
    lead.unobserved = No longer observed: {claim}, since {onset}. Nothing has been measured since {end}, so that nobody knows
     here whether it goes on.
    lead.retracted.blocked = Retracted: we said that {platforms} had been unreachable {where} since {onset}.
    lead.retracted.slow = Retracted: we said that {platforms} had been slow {where} since {onset}.
    lead.retracted.platformDown = Retracted: we said that {platforms} had been failing in many countries since {onset}.
    lead.retracted.dark = Retracted: we said that Internet access had been down {where} since {onset}.
    lead.retracted.disrupted = Retracted: we said that {platforms} had been disrupted {where} since {onset}.

    ; Why a statement was withdrawn
    retraction.not-sustained = We withdraw this: the evidence did not last.
    retraction.new-normal = We withdraw this: it was never confirmed, and has lasted so long that it now counts as usual.
    retraction.merged = We withdraw this as a statement of its own: it proved to be a part of incident {incident}.
    retraction.platform-down = We withdraw this: the platform itself was failing everywhere.
    retraction.network-outage = We withdraw this: the networks as a whole were failing, not the platform alone.
    retraction.probe-fault = We withdraw this: the probes themselves were at fault.
    retraction.own-fault = We withdraw this: the observatory itself was at fault.
    retraction.contested = We withdraw this after a review.
    retraction.stated = We withdraw this. Stated reason: {reason}.
    retraction.unstated = We withdraw this.

    ; Headlines
    title.suspected = Suspected: {claim}
    title.confirmed = Confirmed: {claim}
    title.restoring = Recovering: {claim}
    title.restored = Restored: {claim}
    title.unobserved = No longer observed: {claim}
    title.retracted = Retracted: {claim}
    claim.blocked = {platforms} unreachable {where}
    claim.slow = {platforms} slow {where}
    claim.platformDown = {platforms} failing in many countries
    claim.dark = Internet access down {where}
    claim.disrupted = {platforms} disrupted {where}
    recovering.blocked = {platforms} becoming reachable again {where}
    recovering.slow = {platforms} getting faster again {where}
    recovering.platformDown = {platforms} beginning to work again
    recovering.dark = Internet access coming back {where}
    recovering.disrupted = {platforms} returning to normal {where}
    ended.blocked = {platforms} reachable again {where}
    ended.slow = {platforms} back to normal speed {where}
    ended.platformDown = {platforms} working again
    ended.dark = Internet access back {where}
    ended.disrupted = {platforms} back to normal {where}

    ; What the claim rests on
    duration.whole = It lasted about {duration}.
    duration.periods = It lasted about {duration} from first to last, in {count, plural, one {# period} other {# separate
     periods}}.
    periods.open = So far this makes {count} separate periods.
    sample.probes = Measured by {probes, plural, one {# probe} other {# probes}} on {networks, plural, one {# network}
     other {# networks}} ({sessions, plural, one {# session} other {# sessions}}, {window}).
    sample.ooni = Based on {sessions, plural, one {# OONI measurement} other {# OONI measurements}} on {networks, plural,
     one {# network} other {# networks}} ({window}).
    sample.mixed = Measured by {probes, plural, one {# probe} other {# probes}} and by OONI on {networks, plural, one {#
     network} other {# networks}} ({sessions, plural, one {# measurement} other {# measurements}} in all, {window}).
    sample.outside = Based on {families} ({window}); no probe of this observatory measured it.
    sample.none = No probe of this observatory measured it.
    window.day = {from} to {to} UTC on {date}
    window.days = {from} UTC on {fromDate} to {to} UTC on {toDate}
    families.further = Further evidence: {families}.
    family.probes = probes
    family.ooni = OONI measurements
    family.reports = user reports
    family.traffic = traffic volumes
    family.bgp = routing data (BGP)
    family.other = other outside measurements
    mechanism.observed = Observed: {mechanisms}.
    mechanism.with.path = {words} ({path})
    slowdown.factor = Transfers took about {factor} times as long as those of comparison sites on the same networks
     ({low} to {high} times).
    slowdown.cap = Speeds settled at about {cap} kbit/s, as they do under a fixed limit.
    networks.affected = Networks found affected: {networks}.
    networks.slow = Slow rather than unreachable on {networks}.
    also.slow.open = {platforms} {count, plural, one {opens} other {open}} but {count, plural, one {is} other {are}}
     slow on {networks}.
    also.slow.over = {platforms} opened but {count, plural, one {was} other {were}} slow on {networks}.
    also.blocked.open = {platforms} {count, plural, one {is} other {are}} also unreachable on {networks}.
    also.blocked.over = {platforms} {count, plural, one {was} other {were}} also unreachable on {networks}.
    also.some = some networks
    networks.blocked = Unreachable rather than slow on {networks}.
    networks.dark = No connection at all on {networks}.
    share.range = An estimated {low}–{high} % of the country’s Internet users were affected.
    share.point = An estimated {high} % of the country’s Internet users were affected.
    share.upto = An estimated {high} % of the country’s Internet users at most were affected.
    share.below = By estimate fewer than 1 % of the country’s Internet users were affected.
    share.range.open = An estimated {low}–{high} % of the country’s Internet users are affected.
    share.point.open = An estimated {high} % of the country’s Internet users are affected.
    share.upto.open = An estimated {high} % of the country’s Internet users at most are affected.
    share.below.open = By estimate fewer than 1 % of the country’s Internet users are affected.
    share.uncovered = Not covered: {uncovered} % of users, on networks that were not measured.
    share.covered = Nearly all users are on networks that were measured.
    share.estimated = How many users each network has is not known; it was estimated from the measurements themselves.
    confidence = Confidence {percent} %.
    confidence.above = Confidence above {percent} %.
    cause = Measurements show what happened, not who or what caused it.
    provenance = Incident {incident}, revision {revision}, rules {rules}.
    provenance.link = Evidence: {link}

    ; Timing beside a dated event, which is never told as a cause
    timing.before = The disruption began {duration} before “{event}” was due to begin. This is a remark on timing; it says
     nothing about a cause.
    timing.after = The disruption began {duration} after “{event}” was due to begin. This is a remark on timing; it says
     nothing about a cause.

    ; Feeds, alerts, exports
    feed.title = {name}: disruptions of Internet access
    feed.title.country = {name}: disruptions of Internet access in {country}
    feed.description = Disruptions of platforms and networks as measured, with what is not known, and with every correction.
    synthetic.title = Synthetic example: {title}
    synthetic.notice = This is a reconstruction made by software to show how the observatory works; it was not measured.
    event.blocked = Platform unreachable
    event.slow = Platform slow
    event.platformDown = Platform down
    event.dark = Internet access down
    event.disrupted = Platform disrupted
    dataset.name = Measurements behind incident {incident}
    dataset.description = Every revision of this incident with its evidence, sample and scope: {title}.
    citation = {name}: “{title}”. Incident {incident}, revision {revision} of {date}, {clock} UTC. {link}

    ; Mechanisms of DETECTION §6, as they look from the probe
    mechanism.dns = failures to look up the site’s name (DNS)
    mechanism.dns.nxdomain = resolvers answering that the site’s name does not exist
    mechanism.dns.refused = resolvers refusing to answer for the site’s name
    mechanism.dns.servfail = resolvers answering with an error for the site’s name
    mechanism.dns.timeout = no answer from resolvers for the site’s name
    mechanism.dns.injection = DNS answers with false addresses
    mechanism.dns.injection.blockpage = DNS answers that lead to a block page
    mechanism.dns.injection.bogon = DNS answers with addresses that no public site can have
    mechanism.dns.injection.other = DNS answers with addresses that are not the site’s
    mechanism.tcp = failures to connect to the site’s addresses
    mechanism.tcp.reset = connections to the site’s addresses reset at once
    mechanism.tcp.timeout = no answer from the site’s addresses
    mechanism.tcp.refused = connections to the site’s addresses refused
    mechanism.ip = no way through to the site’s addresses
    mechanism.ip.unreachable = routers reporting the site’s addresses as unreachable
    mechanism.ip.prefix_null_route = the site’s whole address range routed nowhere
    mechanism.tls = failures while encryption is set up
    mechanism.tls.reset = connections reset while encryption is set up
    mechanism.tls.reset.sni = connections reset as soon as the site’s name is sent
    mechanism.tls.reset.other = connections reset while encryption is set up, whatever name is sent
    mechanism.tls.timeout = no answer while encryption is set up
    mechanism.tls.timeout.sni = no answer once the site’s name is sent
    mechanism.tls.timeout.other = no answer while encryption is set up, whatever name is sent
    mechanism.tls.mitm = certificates that are not the site’s
    mechanism.tls.mitm.self_signed = self-signed certificates in place of the site’s
    mechanism.tls.mitm.ca_signed = certificates of another authority in place of the site’s
    mechanism.tls.throttle = slow transfers over encrypted connections
    mechanism.tls.throttle.sni = slow transfers once the site’s name has been sent
    mechanism.quic = failures of the QUIC protocol
    mechanism.quic.timeout = no answer over QUIC (UDP port 443)
    mechanism.quic.reset = QUIC connections cut off
    mechanism.http = failures of web requests
    mechanism.http.blockpage = a block page in place of the site
    mechanism.http.redirect = redirects to another site
    mechanism.http.error = error answers in place of the site
    mechanism.http.geofence = the platform itself refusing visitors from the country (HTTP 451 or 403)
    mechanism.http.timeout = no answer to web requests
    mechanism.http.reset = connections reset upon a plain web request
    mechanism.http.reset.host = connections reset upon a plain web request that names the site
    mechanism.http.throttle = slow plain web transfers
    mechanism.http.throttle.host = slow plain web transfers when the site is named

    ; Alerts, beside statements
    alert.digest = {count, plural, one {# incident changed} other {# incidents changed}}
    alert.digest.more = and {count, plural, one {# other} other {# others}}
    alert.correction = Correction: {text}
    alert.note = Note: {text}
    alert.about = This is about: {claim}
    alert.test = Test of the subscription “{name}”. Nothing happened.

    ; The pages
    ; Frame
    page.skip = Skip to content
    page.nav = Main
    page.language = Language
    page.footer = About
    page.menu.now = Now
    page.menu.countries = Countries
    page.menu.incidents = Incidents
    page.menu.report = Report a problem
    page.menu.methodology = How we know
    page.footer.targets = What we test
    page.footer.corrections = Corrections
    page.footer.health = Observatory health
    page.footer.feed = Feed
    page.footer.api = API
    page.footer.calendar = Calendar
    page.footer.state = State of {moment}.
    page.footer.versions = {software} · rules {rules} · reference data {reference}.
    page.licence = Signals from others keep their own licences.
    page.licence.own = Measurements of this observatory: {licence}.
    page.live.updated = Updated just now.
    page.notice.example = Incidents marked “synthetic example” are a reconstruction made by the project, not measurements.
     This page shows how things stood on {moment}.
    page.notice.playback = A synthetic example is being played, {speed} times faster than real time. It is a
     reconstruction made by the project, not measurements.
    page.notice.offline = This observatory’s own vantage point is offline: it has no network. It makes no claims of its
     own until that changes.
    page.notice.offline.since = This observatory’s own vantage point is offline: it lost its network {ago}. It makes no
     claims of its own until that changes.
    page.legend.watch = something is being watched
    page.notice.unreviewed = Unreviewed translation: no speaker has checked this language yet.
    page.example.tag = synthetic example

    ; Common words
    page.absent = not known
    page.now = just now
    page.ago = {duration} ago
    page.ahead = in {duration}
    page.age.minutes = {count} min
    page.age.hours = {count} h
    page.age.days = {count} d
    page.today = {clock} today
    page.moment.utc = {date}, {clock} UTC
    page.day.clock = {day}, {clock}
    page.over = over {value}
    page.people = People affected
    page.people.millions = {count} million
    page.people.range.millions = about {mid} million ({low} to {high} million)
    page.people.range = about {mid} ({low} to {high})
    page.people.source = {share}. The country has about {users} Internet users ({source}, {year}).
    page.people.unknown = How many people use the Internet in this country is not known here.
    page.share = Share of users
    page.share.unit = of users
    page.share.whole = {share} of users
    page.share.uncovered = {share} of users ({uncovered} not covered)
    page.share.global = People in many countries; not counted.
    page.share.label = Affected: at least {low}, most likely {mid}, at most {high} of users. Not covered by
     measurements: {uncovered}.
    page.sure = How sure
    page.network = Network
    page.platform = Platform
    page.incident = Incident
    page.verdict = Verdict
    page.source = Source
    page.filter = Filter by status
    page.older = Older
    page.col.when.local = When, local time
    page.col.when.utc = When, UTC
    page.col.what = What
    page.col.lasted = Lasted
    page.col.share = Share
    page.col.status = Status
    page.col.sessions = Sessions
    page.col.failed = Failed
    page.col.worked = Worked
    page.col.expected = Expected
    page.col.evidence = Evidence
    page.period.open = Since {onset}, {lasted} so far
    page.period.over = {onset} to {end}, {lasted}
    page.period.utc = {onset} to {end}
    page.attention.reported = reported by users
    page.attention.watch = being watched
    page.attention.suspected = suspected
    page.attention.confirmed = confirmed
    page.attention.restoring = recovering

    ; Home
    page.home.title = What is disrupted now
    page.home.headline = {count, plural, one {# disruption} other {# disruptions}} now{countries, plural, =0 {}
     one {, in # country} other {, in # countries}}
    page.home.headline.none = No disruption known now
    page.home.people = About {people} people cannot use these platforms as they usually do.
    page.home.measured = {count, plural, =0 {No country has enough measurements to judge.} one {# country has enough
     measurements to judge; where there are too few we say so.} other {# countries have enough measurements to judge;
     where there are too few we say so.}}
    page.home.now = Disrupted now
    page.home.ranked = Most people affected first.
    page.home.ranked.share = Largest share of a country’s users first.
    page.home.more = {count, plural, one {# more} other {# more}}
    page.home.calm = Nothing is known to be disrupted in the {count, plural, one {# country} other {# countries}} with
     enough measurements. Elsewhere we do not know.
    page.home.blind = There are not enough measurements to say anything about any country. That is not the same as all
     being well.
    page.home.latest = Latest incidents
    page.home.all = All incidents
    page.map.label = World map: the gravest verdict in each country
    page.map.all = All countries
    page.map.country = {country}: {verdict}
    page.map.country.platforms = {country}: {verdict} – {platforms}
    page.map.rule = Colour shows the gravest verdict of any platform in a country; plain grey has no data at all.
     Outlines are Natural Earth’s, which draw who holds the ground, not who claims it. Areas without an ISO code are
     never coloured.

    ; The observatory itself
    page.observatory = This observatory
    page.fact.newest = Newest record
    page.fact.sessions = Sessions in the last hour
    page.fact.probes = Probes in the last half hour
    page.fact.networks = Networks in the last day
    page.fact.countries = Countries in the last day
    page.fact.vantage = Its own vantage point
    page.vantage.measuring = measuring, {ago}
    page.vantage.offline = offline
    page.vantage.offline.since = offline, {ago}
    page.vantage.off = not measuring: the operator has not consented
    page.feed.fresh = up to date
    page.feed.late = late
    page.feed.failing = failing
    page.feed.off = off

    ; Country
    page.country.title = {country}: which platforms can be reached
    page.country.clock = Local time: {moment}
    page.country.report = Something does not work for me
    page.country.summary.trouble = {platforms}: {count, plural, one {disrupted} other {all disrupted}}. That is {count} of
     {total, plural, one {# platform} other {# platforms}} with enough measurements.
    page.country.summary.fine = {count, plural, one {The one platform with enough measurements can be reached.} other {All
     # platforms with enough measurements can be reached.}}
    page.country.summary.unknown = For {count, plural, one {# more platform} other {# more platforms}} there is not enough
     data.
    page.country.summary.blind = There is not enough data to say what can be reached here. That is not the same as all
     being well.
    page.country.nothing = No measurement has come from here yet.
    page.country.incidents = Past incidents
    page.matrix.title = Now, platform by network
    page.matrix.networks = Now, network by network
    page.matrix.note = Sessions of the last 30 minutes: failed / all, and the age of the newest. A question mark means too
     few to judge; it never means that all is well.
    page.matrix.whole = Whole country
    page.matrix.more = {count, plural, one {# more network has} other {# more networks have}} measurements; see the list of
     networks.
    page.timelines = Over time
    page.timelines.none = There are no measurements in this period.
    page.range = Period
    page.range.custom = Other dates
    page.range.from = From
    page.range.to = To ({clocks})
    page.range.show = Show
    page.range.24h = 24 hours
    page.range.7d = 7 days
    page.range.30d = 30 days
    page.chart.note = Height: share of sessions that failed, 0–100%.{band, select, yes { Band: usual, where nine in ten bins
     of the time before lay.} other {}} Hatched:
     nothing measured. ▼ onset, ▽ end, ◆ calendar event. Clocks: {clocks}.
    page.chart.summary = {sessions, plural, one {# session} other {# sessions}}, {share} failed, up to {worst} at a time
    page.chart.empty = nothing measured in this period
    page.chart.credit = Share of failed sessions{band, select, yes {; band: usual} other {}}; hatched: nothing measured. Clocks: {zone}. {site}, {moment}
    page.clocks = Clocks
    page.clock.local = {zone}, {place}
    page.regions = Regions
    page.region = Region
    page.regions.note = Sessions of the last 30 minutes, by the region that volunteers state; regions that fewer than five
     probes share are not kept. They are counts: a region has a verdict only where an incident names it.
    page.regions.failing = Failed / all, where many failed
    page.regions.unit = {count, plural, one {session} other {sessions}}
    page.regions.calm = nothing stands out
    page.regions.none = No measurement of the last 30 minutes states a region, or too few probes share one. In which parts of
     {country} something fails is then not known.
    page.calendar = Calendar events nearby
    page.calendar.note = Dated events that were known beforehand. They raise attention and are never evidence.
    page.calendar.timing = This is timing only; it says nothing about a cause.
    page.reports = User reports
    page.reports.note = What people told us, by platform. Reports alone never make an incident; small counts are withheld
     so that nobody can be singled out.
    page.reports.count = {count, plural, one {# report} other {# reports}}
    page.reports.few = some reports, too few to show how many
    page.reports.withheld = withheld
    page.reports.atLeast = {count, plural, one {# report} other {# reports}} or more; small counts withheld
    page.signals = Signals from others
    page.signals.note = Series made by others, shown as they came. A gap means that the source has no value.
    page.signals.title = {country}: signals from others
    page.signals.all = All series with charts and numbers
    page.signals.none = No series from others is held for this period.
    page.signals.chart = Each between its least and greatest value. Hatched: the source has none. ▼ onset and ▽ end of
     incidents. Clocks: {clocks}.
    page.signal.value = Value
    page.signal.gap = no value
    page.signal.newest = {value}, {ago}
    page.signal.none = no value in this period
    page.signal.credit = {publisher} · licence: {licence}
    page.licence.unknown = not stated
    page.networks = Networks
    page.networks.note = Networks with {covered} of the country’s users are measured.
    page.networks.note.unknown = {count, plural, one {# network is} other {# networks are}} known; how many users each has
     is not.
    page.network.share = Share of users
    page.network.state = Now
    page.network.unmeasured = not measured
    page.network.little = not enough data
    page.network.clear = no sign of it
    page.network.fine = {count, plural, one {the one platform with enough data can be reached} other {all # platforms with
     enough data can be reached}}
    page.network.trouble = {count} of {total, plural, one {# platform} other {# platforms}} disrupted
    page.network.in = In {country}
    page.network.alone = {platforms}: on this network and not in {country} as a whole. It looks like this network.
    page.network.shared = {platforms}: elsewhere in {country} as well. It does not look like this network alone.
    page.network.compare = The network against the country as a whole: is it this network, the country, or the platform?
    page.network.nothing = Nothing has been measured on this network yet.
    page.network.serves = Serves {share} of Internet users in {country}.
    page.network.serves.unknown = Serves users in {country}; their share is not known.
    page.data = Data
    page.link.status = Every cell now (JSON)
    page.link.feed = Atom feed
    page.link.jsonfeed = JSON feed
    page.link.calendar = Calendar (iCalendar)
    page.link.incidents = All incidents here
    page.link.csv = These numbers (CSV)
    page.link.json = These numbers (JSON)
    page.link.svg = The chart (SVG)
    page.link.png = The chart (PNG)
    page.link.report = Report a problem with it
    page.countryPlatform.title = {platform} in {country}
    page.cell.summary = {failures} of {votes, plural, one {# session} other {# sessions}} failed in the last 30 minutes, from
     {probes, plural, one {# probe} other {# probes}}.
    page.cell.none = Nothing was measured in the last 30 minutes.
    page.table = Table
    page.table.pairs = Failed of all sessions, newest first. Times without a session are left out; they are not zero.
    page.table.cut = The newest {count} of {all}; the source has the others.
    page.table.note = The numbers behind the chart, newest first. Times without a session are left out; they are not zero.
    page.platform.where = Where it can be reached
    page.platform.fine = {platform} can be reached in {total, plural, one {the one country} other {all # countries}} with
     enough measurements.
    page.platform.trouble = {platform} is disrupted in {count} of {total, plural, one {# country} other {# countries}} with
     enough measurements.
    page.platform.blind = There is not enough data to say where {platform} can be reached.
    page.countries.title = Countries
    page.countries.known = With measurements
    page.countries.unknown = Without
    page.countries.summary = There are measurements from {count, plural, one {# country} other {# countries}}. Having none is not
     the same as all being well.
    page.incidents.title = Incidents
    page.incidents.in = Incidents: {place}
    page.incidents.every = all
    page.incidents.none = No incident fits.

    ; Incident
    page.fact.since = Since
    page.fact.until = Until
    page.fact.lasting = Going on for
    page.fact.sample = Sample
    page.fact.slowdown = How slow
    page.onset.between = with 90% certainty between {from} and {to}
    page.status.note = Revision {number}, {ago} ({moment})
    page.incident.retracted = This claim was withdrawn. It stays here so that it can be seen.
    page.incident.contested = This result has been contested and is under review since {moment}.
    page.incident.merged = It turned out to be a part of
    page.chance.often = Noise alone would bring a claim this strong about {count, plural, one {once} other {# times}} a year
     for one platform in one country.
    page.chance.seldom = Noise alone would bring a claim this strong about once in {count, plural, one {# year} other {#
     years}} for one platform in one country.
    page.chance.never = Noise alone would bring a claim this strong less than once in {years} years for one platform in one
     country.
    page.sample = {sessions, plural, one {# session} other {# sessions}}, {probes, plural, one {# probe} other {# probes}},
     {networks, plural, one {# network} other {# networks}}
    page.sample.window = {from} to {to}
    page.slowdown.factor = {factor} times slower
    page.slowdown.range = between {low} and {high} times, against comparison sites on the same networks
    page.slowdown.cap = Speeds settle near {cap} kbit/s, as under a fixed limit.
    page.scope = Who is affected
    page.scope.past = Who was affected
    page.scope.national = At least {low}, most likely {mid} and at most {high} of Internet users in {country}: on networks
     across the country.
    page.scope.regional = At least {low}, most likely {mid} and at most {high} of Internet users in {country}: in some
     regions, not all over.
    page.scope.networks = At least {low}, most likely {mid} and at most {high} of Internet users in {country}: on some
     networks, not all over.
    page.scope.access = At least {low}, most likely {mid} and at most {high} of Internet users in {country}: on one kind of
     line, not all over.
    page.scope.global = Users in many countries: the platform itself fails.
    page.scope.word.national = the whole country
    page.scope.word.regional = some regions
    page.scope.word.networks = some networks
    page.scope.word.access = one kind of line
    page.scope.word.global = many countries
    page.scope.legend = Solid: surely affected. Paler: perhaps. Line: most likely. Hatched: not covered.
    page.scope.uncovered = {share} of users are on networks that were not measured; what holds for them is not known.
    page.scope.estimated = The users of each network are estimates themselves.
    page.course = How it went
    page.course.label = The incident’s phases along time
    page.mechanism = How it fails
    page.mechanism.none = The measurements do not tell how.
    page.contrasts.note = Experiments that change one thing at a time tell what is filtered.
    page.contrasts.none = No experiments that change one thing at a time were run.
    page.contrast = Experiment
    page.contrast.reading = What it shows
    page.contrast.mixed = No clear answer.
    page.contrast.rare = Too few sessions failed in this way to say.
    page.contrast.unit.worked = worked
    page.contrast.unit.failed = failed
    page.contrast.sni.neutral = Same address, harmless name
    page.contrast.sni.neutral.worked = The name is filtered, not the address.
    page.contrast.sni.neutral.failed = The address is filtered, whatever the name.
    page.contrast.sni.target@other = The platform’s name, our own address
    page.contrast.sni.target@other.worked = The name alone is not enough to be filtered.
    page.contrast.sni.target@other.failed = The name is filtered, wherever it goes.
    page.contrast.host.neutral = Plain HTTP, same address, harmless name
    page.contrast.host.neutral.worked = Filtered by the name in the request.
    page.contrast.host.neutral.failed = Not by the name in the request alone.
    page.contrast.dns.doh = Same question over encrypted DNS
    page.contrast.dns.doh.worked = The network’s resolver gives a false answer.
    page.contrast.dns.doh.failed = The resolver is not what fails.
    page.contrast.dns.udp.public = Same question to a public resolver
    page.contrast.dns.udp.public.worked = The network’s own resolver gives a false answer.
    page.contrast.dns.udp.public.failed = False answers are put in on the way.
    page.contrast.udp443.neutral = QUIC to the same address
    page.contrast.udp443.neutral.worked = QUIC as such is let through.
    page.contrast.udp443.neutral.failed = QUIC is stopped as such.
    page.contrast.transfer.paced = Slow transfer first, then full speed
    page.contrast.transfer.paced.worked = The line itself can carry more; speed is held down.
    page.contrast.transfer.paced.failed = The line itself is slow.
    page.evidence = Evidence
    page.evidence.note = In nats, each the greatest since the onset. Dashed lines: enough to suspect (13.2), and to confirm by
     probes alone (18.5).
    page.nats = {value} nats
    page.nats.none = none
    page.cause = This is what happened, not who did it or why. Measurements cannot tell.
    page.covered = Networks covered, and not
    page.covered.count = {count, plural, one {# network was} other {# networks were}} measured, {uncovered, plural, =0 {and no
     other is known by name} one {# more is known and was not} other {# more are known and were not}}.
    page.covered.rest = {share} of users are on networks that are not known by name here; none of those was measured.
    page.uncovered = Not covered
    page.revisions = Every revision
    page.revisions.note = What was said, and when. No revision is ever edited.
    page.revisions.more = {count, plural, one {# older revision (JSON)} other {# older revisions (JSON)}}
    page.change.first = {headline}; {sure} sure, {share} of users
    page.change.status = {old} → {new}
    page.change.verdict = {old} → {new}
    page.change.added = also {platforms}
    page.change.dropped = no longer {platforms}
    page.change.scope = scope: {scope}
    page.change.networks = also on {networks}
    page.change.over = over on {networks}
    page.change.share = share {old} → {new}
    page.change.onset = onset {onset}
    page.change.mechanism = mechanism {mechanism}
    page.change.end = over at {end}
    page.change.reopened = begins again
    page.change.numbers = newer numbers
    page.corrections = Corrections
    page.correction.retraction = Retraction
    page.correction.correction = Correction
    page.correction.merger = Merged
    page.correction.contested = Contested
    page.correction.note = Note
    page.context = What lies near it
    page.event.after = it began {duration} after the onset
    page.event.before = it began {duration} before the onset
    page.similar = Similar incidents before
    page.use = Use it
    page.use.bundle = Evidence bundle, replayable
    page.use.json = All revisions (JSON)
    page.use.csv = All revisions (CSV)
    page.use.svg = Card (SVG)
    page.use.png = Card (PNG)
    page.use.cap = Alert (CAP)
    page.cite = Cite as
    page.embed = Embed
    page.contest = Contest this
    page.contest.note = Anyone may. It opens a review, and what comes of it is published here.
    page.contest.title = Contest a result
    page.contest.explain = Tell us what is wrong and how you know. A person reviews it; what comes of it is published with the
     incident and in the corrections log.
    page.contest.claim = What is wrong, and how you know
    page.contest.contact = How to reach you (optional, never published)
    page.contest.example = This incident is a synthetic example. It claims nothing, so there is nothing to contest.
    page.contest.trap = Please leave this empty
    page.contest.send = Open a review
    page.contest.accepted = Thank you. A review is open; what comes of it will be published with the incident.
    page.card.sure = {sure} sure

    ; Report form
    page.report.title = Something does not work
    page.report.intro = Tell us what you cannot reach. It takes ten seconds, and helps to see what instruments miss.
    page.report.platform = What does not work?
    page.report.choose = Choose …
    page.report.problem = What happens?
    page.problem.unreachable = It does not open at all
    page.problem.slow = It is very slow
    page.problem.login = I cannot log in
    page.problem.other = Something else
    page.report.region = Where in {country}? (optional)
    page.report.noRegion = I would rather not say
    page.report.toward = Does it work for you, but people elsewhere do not answer there? In which country? (optional)
    page.report.noToward = No, it does not work for me
    page.report.send = Send
    page.report.place = Your connection looks like {country}.
    page.report.nowhere = We cannot tell which country your connection is in.
    page.report.privacy = We keep country and network, which we derive at once, and drop your address. One report counts for
     each device, platform and six hours.
    page.report.back = Back
    page.report.accepted = Thank you. Your report counts from the next five minutes on.
    page.report.again = Thank you. You already reported this within six hours, so it is counted once.
    page.report.tooMany = Many reports come from your network right now, so yours was not counted. Please try again later.
    page.report.invalid = “{field}” could not be read. Please choose again.

    ; About
    page.targets.title = What we test
    page.targets.intro = Every address that probes ask for, and why. Targets that could put a volunteer at risk stay off until
     a person turns them on.
    page.targets.address = Addresses
    page.targets.reason = Why
    page.targets.risky = off until turned on
    page.targets.controls = Controls
    page.targets.controls.note = Each session also asks for at least two of these harmless sites, so that a broken line is not
     taken for a blocked platform.
    page.targets.changes = Changes
    page.corrections.title = Corrections
    page.corrections.intro = What we said and had to change. Corrections go out by the same channels as claims; nothing that
     was published is edited.
    page.corrections.none = Nothing has been corrected so far.
    page.corrections.kind = Kind
    page.corrections.what = What was wrong
    page.health.title = Observatory health
    page.health.checks = Checks
    page.health.good = The observatory works as it should.
    page.health.bad = {count, plural, one {# part does not work as it should} other {# parts do not work as they should}}; claims
     may come late.
    page.health.ok = works
    page.health.fails = fails
    page.method.title = How we know
    page.method.intro = Parallax looks at the same platform from many places at once. What is wrong near one of them differs
     from what is wrong with the platform itself.
    page.method.measure.title = We measure with controls
    page.method.measure = Volunteers’ probes open each platform step by step – name, connection, encryption, page – and
     harmless sites in the same minute. When the harmless sites fail too, the line is broken, and that says nothing about the
     platform.
    page.method.decide.title = We add up evidence, not alarms
    page.method.decide = Every session is a vote for or against each explanation: blocked, slow, the platform down, the network
     dark, or our own fault. Votes of one probe, and of one network, count only so far, so that no single liar or broken device
     carries a claim.
    page.method.sure.title = We state how often we are wrong
    page.method.sure = A claim is “suspected” when noise would bring it about once a year for one platform in one country, and
     “confirmed” when that falls to about once in two centuries, with at least four probes on two networks, live controls and a
     working platform elsewhere.
    page.method.scope.title = We count people, and what we do not see
    page.method.scope = Networks are weighed by their users. The share affected is a range, and users on networks that nobody
     measured are shown as not covered, never as fine.
    page.method.not.title = What we do not do
    page.method.not = We do not say who did it or why. We keep no addresses. Visiting these pages tests nothing on your device.
     User reports and events raise attention, and never confirm anything alone.
    page.method.open.title = Check us
    page.method.open = The same records give the same sentences, byte for byte: “parallax replay” reads what “parallax export” writes.
     The full method, with formulas and the measured error rates, is in Docs/METHODOLOGY.md of the source.
    page.method.verdicts = Verdicts
    page.method.verdict.ok = Sessions succeed as they usually do.
    page.method.verdict.slow = It opens, but transfers are much slower than those of comparison sites on the same network.
    page.method.verdict.blocked = It fails here while harmless sites work here and the platform works elsewhere.
    page.method.verdict.platformDown = It fails in many countries at once: the platform itself has a fault.
    page.method.verdict.dark = Nothing works: the network, or the country, is cut off.
    page.method.verdict.insufficient = Too few measurements to say. Never to be read as fine.
    page.method.statuses = Statuses
    page.method.status.suspected = Strong evidence, not yet enough to rule everything else out.
    page.method.status.confirmed = All the written criteria are met.
    page.method.status.restoring = Evidence of recovery.
    page.method.status.restored = It is over.
    page.method.status.retracted = We were wrong, or the evidence did not last. The page says what was wrong.
    page.method.rules = Rules in force: {rules}.
    page.error.home = What is disrupted now
    page.error.missing.title = There is no such page
    page.error.missing = Nothing is at this address.
    page.error.missing.subject = We know nothing called “{subject}”.
    page.error.request.title = That could not be read
    page.error.request = The request is not one that we can answer.
    page.error.request.subject = We cannot read “{subject}”.
    page.error.busy.title = Too many requests
    page.error.busy = Please wait a minute and try again.
    page.error.busy.subject = Please wait a minute and try again: {subject}
    page.error.fault.title = Something broke on our side
    page.error.fault = It is not you. Measurements are still coming in and being kept; please try again in a minute.
    page.error.fault.subject = It is not you: {subject}. Please try again in a minute.

    ; Words for signals known by name
    page.signal.ioda.bgp = Visible routes (IODA BGP)
    page.signal.ioda.ping-slash24 = Answering address blocks (IODA probing)
    page.signal.ioda.telescope = Unsolicited traffic (IODA telescope)
    page.signal.ioda.gtr = Google traffic (IODA)
    page.signal.radar.traffic = Traffic (Cloudflare Radar)
    page.signal.bgp.visible24s = Visible /24 blocks (BGP)
    page.signal.ndt.download = Download speed (M-Lab NDT)
    page.signal.google.youtube = YouTube traffic (Google)
    page.signal.tor.users = Tor users
    """
