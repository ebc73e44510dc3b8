package import Gazetteer
package import ObservatoryModel

/// What every page needs to know besides its own subject.
package struct PageContext: Sendable {
    /// The language to write in; one without page strings falls back to English, and says so in `lang`.
    package var language: Language
    /// Whether the reader chose the language by `?lang=`; links then carry it on.
    package var languageIsChosen: Bool
    /// Whether the reader chose UTC by `?tz=utc` instead of the clocks of each country; links then carry it on.
    package var usesUTC: Bool
    /// The observatory's clock: the wall clock in `serve`, the records' own time in a playback.
    package var now: Timestamp
    /// The address of this page, for the language switch and the canonical link.
    package var location: SiteURL
    package var observatory: ObservatoryState
    /// Names of networks that people know; those without one are called `AS17557`. Names that a page's own networks
    /// bring win.
    package var networkNames: [ASN: String]

    package init(
        language: Language = .english, languageIsChosen: Bool = false, usesUTC: Bool = false, now: Timestamp,
        location: SiteURL, observatory: ObservatoryState, networkNames: [ASN: String] = [:]
    ) {
        self.language = language
        self.languageIsChosen = languageIsChosen
        self.usesUTC = usesUTC
        self.now = now
        self.location = location
        self.observatory = observatory
        self.networkNames = networkNames
    }
}

/// How the observatory itself is doing, shown in the banner, on the home page and on `/about/health`.
package struct ObservatoryState: Sendable {
    /// What this observatory's own vantage point is doing.
    package enum VantagePoint: Hashable, Sendable {
        /// It measures; the moment of its newest session.
        case measuring(newest: Timestamp)
        /// It should measure but has no network; `nil` when it never had one since the start.
        case offline(since: Timestamp?)
        /// The operator has not consented to measuring from this machine.
        case notConsented
    }

    /// What not every observatory answers; pages link only to what is there.
    package enum Offer: Hashable, Sendable, CaseIterable {
        /// `/incidents/{id}/card.png`
        case cardPicture
        /// `/api/v1/incidents/{id}/bundle`
        case evidenceBundle
        /// `/incidents/{id}/contest`, which takes the form's POST as well.
        case contest
        /// `/openapi.json`
        case apiDescription
    }

    /// The operator's name for this observatory.
    package var name: String
    /// Scheme and authority for absolute links, without a final slash: `https://observatory.example`.
    package var origin: String
    package var vantagePoint: VantagePoint
    /// Whether the store holds the synthetic example; every page then says so.
    package var holdsExample: Bool
    /// How many times faster than the clock the example is being played; `nil` when it is not.
    package var playbackSpeed: Double?
    /// When the newest record of any kind was received; `nil` on an empty store.
    package var newestRecord: Timestamp?
    /// Counts of what came in lately: sessions of the last hour, probes of the last half hour, networks and countries of
    /// the last day; `nil` when not counted.
    package var sessionsLastHour: Int?
    package var probesLately: Int?
    package var networksLastDay: Int?
    package var countriesLastDay: Int?
    package var offers: Set<Offer>
    package var feeds: [FeedState]
    /// The licence of this observatory's own measurements, `CC BY 4.0`; `nil` when its operator has not chosen one.
    package var dataLicence: String?
    /// Versions of the detection rules, the reference data and the program.
    package var rules: String
    package var reference: String
    package var software: String

    package init(
        name: String = "Parallax", origin: String, vantagePoint: VantagePoint, holdsExample: Bool = false,
        playbackSpeed: Double? = nil, newestRecord: Timestamp? = nil, sessionsLastHour: Int? = nil,
        probesLately: Int? = nil, networksLastDay: Int? = nil, countriesLastDay: Int? = nil,
        offers: Set<Offer> = [.apiDescription],
        feeds: [FeedState] = [], dataLicence: String? = nil, rules: String, reference: String, software: String
    ) {
        self.name = name
        self.origin = origin
        self.vantagePoint = vantagePoint
        self.holdsExample = holdsExample
        self.playbackSpeed = playbackSpeed
        self.newestRecord = newestRecord
        self.sessionsLastHour = sessionsLastHour
        self.probesLately = probesLately
        self.networksLastDay = networksLastDay
        self.countriesLastDay = countriesLastDay
        self.offers = offers
        self.feeds = feeds
        self.dataLicence = dataLicence
        self.rules = rules
        self.reference = reference
        self.software = software
    }
}

/// One feed that the observatory follows.
package struct FeedState: Hashable, Sendable {
    package enum Condition: String, Hashable, Sendable, CaseIterable {
        case fresh, late, failing, off
    }

    /// `OONI`, `IODA`; not translated.
    package var name: String
    package var condition: Condition
    /// The newest record that it gave; `nil` when it gave none.
    package var newest: Timestamp?
    /// The licence of what it gives, `CC BY-NC-SA 4.0`; `nil` when unknown.
    package var licence: String?

    package init(name: String, condition: Condition, newest: Timestamp?, licence: String? = nil) {
        self.name = name
        self.condition = condition
        self.newest = newest
        self.licence = licence
    }
}
