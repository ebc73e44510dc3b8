/// English, which other languages are translated from. The syntax is that of `Messages.init(catalogue:)`.
let english = """
    @language en
    @autonym English
    @direction ltr
    @reviewed yes
    @plural one-other

    ; Numbers, lists, times
    number.decimal = .
    number.group = ,
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
    """
