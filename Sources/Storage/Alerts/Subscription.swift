package import ObservatoryModel

/// Who is told, where, of what, and how often.
package struct Subscription: Hashable, Sendable {
    /// How messages reach the subscriber.
    package enum Channel: Hashable, Sendable {
        /// JSON by POST, signed as Standard Webhooks wants it with this secret (24 to 64 bytes).
        case webhook(secret: [UInt8])
        /// A status by Mastodon's API.
        ///
        /// - Parameters:
        ///   - token: An access token with the right `write:statuses`.
        ///   - visibility: `public`, `unlisted`, `private` or `direct`.
        ///   - length: Characters that the instance allows.
        case mastodon(token: String, visibility: String, length: Int)
        /// Plain text by POST with a title, a priority and tags in headers, as ntfy takes it. The token is sent as
        /// `Authorization: Bearer` when there is one.
        case plain(token: String?)
    }

    /// `sub-` and 16 hexadecimal digits.
    package var id: String
    /// For the operators who read the list.
    package var name: String
    package var created: Timestamp
    /// Where messages are sent: an `https` URL, or the address of a Mastodon instance.
    package var address: String
    package var channel: Channel
    /// Whether its messages are read by the public: an editor or the country's policy must let them pass.
    package var isPublic: Bool
    /// Whether nothing is sent for now; what happens meanwhile is not sent later.
    package var isPaused: Bool
    /// BCP 47.
    package var language: String
    package var filter: AlertFilter
    package var quietHours: QuietHours?
    /// The least time between two messages about one incident; what is decided meanwhile becomes one message.
    package var gap: Interval
    /// Messages within an hour, at most; beyond it, what happens is gathered in one.
    package var perHour: Int

    package init(
        id: String, name: String, created: Timestamp, address: String, channel: Channel, isPublic: Bool = false,
        isPaused: Bool = false, language: String = "en", filter: AlertFilter = AlertFilter(),
        quietHours: QuietHours? = nil, gap: Interval = .minutes(5), perHour: Int = 12
    ) {
        self.id = id
        self.name = name
        self.created = created
        self.address = address
        self.channel = channel
        self.isPublic = isPublic
        self.isPaused = isPaused
        self.language = language
        self.filter = filter
        self.quietHours = quietHours
        self.gap = gap
        self.perHour = perHour
    }
}

/// Which revisions a subscriber wants; an empty list lets all pass.
package struct AlertFilter: Hashable, Sendable {
    package var countries: [CountryCode]
    package var networks: [ASN]
    package var platforms: [PlatformID]
    package var statuses: [IncidentStatus]

    package init(
        countries: [CountryCode] = [], networks: [ASN] = [], platforms: [PlatformID] = [],
        statuses: [IncidentStatus] = []
    ) {
        self.countries = countries
        self.networks = networks
        self.platforms = platforms
        self.statuses = statuses
    }

    /// Whether a revision is wanted.
    ///
    /// An incident of the whole world concerns every country, one without platforms (a network that is dark) every
    /// platform, and one that names no network every network of its country.
    package func passes(_ revision: IncidentRevision) -> Bool {
        (statuses.isEmpty || statuses.contains(revision.status)) && concerns(revision)
    }

    /// The same whatever the status.
    package func concerns(_ revision: IncidentRevision) -> Bool {
        let country = revision.country
        guard countries.isEmpty || country == .unknown || countries.contains(country) else { return false }
        guard platforms.isEmpty || revision.platforms.isEmpty || revision.platforms.contains(where: platforms.contains)
        else { return false }
        return networks.isEmpty || revision.networks.isEmpty
            || revision.networks.contains { networks.contains($0.asn) }
    }
}

/// A daily stretch in which nothing is sent; what happens meanwhile is told in one message afterwards.
package struct QuietHours: Hashable, Sendable {
    /// A time zone of tzdata: `Asia/Karachi`.
    package var zone: String
    /// Minutes of the local day, 0..<1440; the stretch runs over midnight when it ends before it begins.
    package var from: Int
    /// Exclusive; equal to `from` never happens.
    package var to: Int

    package init(zone: String, from: Int, to: Int) {
        self.zone = zone
        self.from = from
        self.to = to
    }
}
