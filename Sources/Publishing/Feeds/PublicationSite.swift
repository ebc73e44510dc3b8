package import ObservatoryModel

/// The observatory as feeds and alerts name it: where it is, who answers for it, and its addresses.
package struct PublicationSite: Hashable, Sendable {
    /// Scheme and host, and a port where it is not the usual one; no slash at the end: `https://observatory.example.org`.
    package let origin: String
    package let name: String
    /// Where people reach the operator, as CAP's `sender`: `alerts@observatory.example.org`.
    package let contact: String
    /// A day on which the operator held the host's name (RFC 4151); never changes, for all ids hang on it.
    package let since: CivilDate
    /// The licence of what the observatory says, by name and address.
    package let licence: (name: String, url: String)

    package init(
        origin: String, name: String, contact: String? = nil, since: CivilDate,
        licence: (name: String, url: String) = ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/")
    ) {
        self.origin = origin.last == "/" ? String(origin.dropLast()) : origin
        self.name = name
        self.since = since
        self.licence = licence
        self.contact = contact ?? "alerts@\(Self.host(of: self.origin))"
    }

    /// The host without scheme and port.
    package var host: String { Self.host(of: origin) }

    private static func host(of origin: String) -> String {
        let rest = origin.split(separator: "/", omittingEmptySubsequences: true).dropFirst(
            origin.contains("://") ? 1 : 0)
        let authority = rest.first ?? Substring(origin)
        guard authority.first != "[" else { return String(authority.prefix { $0 != "]" }.dropFirst()) }
        return String(authority.prefix { $0 != ":" })
    }

    /// The id of an incident in Atom, RSS and JSON Feed alike; it never changes.
    package func tag(_ incident: String) -> String { "tag:\(host),\(since):incidents/\(incident)" }
    /// The id of a feed.
    func feedTag(_ country: CountryCode?) -> String {
        "tag:\(host),\(since):feeds/\(country?.description ?? "incidents")"
    }

    func page(_ incident: String) -> String { "\(origin)/incidents/\(incident)" }
    func embed(_ incident: String) -> String { "\(origin)/incidents/\(incident)/embed" }
    func card(_ incident: String) -> String { "\(origin)/incidents/\(incident)/card.png" }
    func cap(_ incident: String) -> String { "\(origin)/feeds/cap/\(incident).xml" }
    func data(_ incident: String) -> String { "\(origin)/api/v1/incidents/\(incident)" }
    func table(_ incident: String) -> String { "\(origin)/api/v1/incidents/\(incident)?format=csv" }
    func bundle(_ incident: String) -> String { "\(origin)/api/v1/incidents/\(incident)/bundle" }
    func feed(_ country: CountryCode?, _ format: String) -> String {
        "\(origin)/feeds/\(country?.description ?? "incidents").\(format)"
    }

    package static func == (left: PublicationSite, right: PublicationSite) -> Bool {
        left.origin == right.origin && left.name == right.name && left.contact == right.contact
            && left.since == right.since && left.licence == right.licence
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(origin)
        hasher.combine(name)
    }
}
