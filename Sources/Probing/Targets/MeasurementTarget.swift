package import ObservatoryModel

/// One platform as the probe measures it, a plain value that a catalogue fills.
package struct MeasurementTarget: Hashable, Sendable {
    package var platform: PlatformID
    /// What is measured, the platform's front door first; a session takes one of them.
    package var urls: [MeasuredURL]
    /// What the transfer step fetches; `nil` when the platform has nothing that may be fetched.
    package var object: TransferObject?
    /// Hosts on the same hosting that nobody has a reason to block.
    package var siblings: [MeasuredURL]
    /// Whether the platform answers on UDP 443, so that silence there means something.
    package var speaksQUIC: Bool
    /// Whether asking for it may harm the volunteer; not measured until turned on by a person.
    package var isRisky: Bool

    package init(
        platform: PlatformID, urls: [MeasuredURL], object: TransferObject? = nil, siblings: [MeasuredURL] = [],
        speaksQUIC: Bool = false, isRisky: Bool = false
    ) {
        self.platform = platform
        self.urls = urls
        self.object = object
        self.siblings = siblings
        self.speaksQUIC = speaksQUIC
        self.isRisky = isRisky
    }
}

/// A neutral host: nobody has a reason to block it, and it tells the network's trouble from a platform's.
package struct NeutralHost: Hashable, Sendable {
    package var url: MeasuredURL
    /// Who runs it; no two of one operator are drawn for a session.
    package var operatorName: String
    /// What to compare transfers with.
    package var object: TransferObject?
    /// The country that it stands in, when that is known; one in the probe's own country is preferred.
    package var country: CountryCode?

    package init(
        url: MeasuredURL, operatorName: String, object: TransferObject? = nil, country: CountryCode? = nil
    ) {
        self.url = url
        self.operatorName = operatorName
        self.object = object
        self.country = country
    }
}

/// Where the bytes of a transfer come from, at least 500 kB (DETECTION §7).
package enum TransferObject: Hashable, Sendable {
    /// A file whose address does not change.
    case file(MeasuredURL)
    /// What a page links to and begins with one of the prefixes, in the page's order, until 500 kB have come.
    case linked(page: MeasuredURL, prefixes: [String])
}
