package import ObservatoryModel

/// A service that people use by name, and how the observatory looks at it.
package struct Platform: Hashable, Sendable {
    /// Where the bytes for the transfer step come from (DETECTION §7: at least 500 kB).
    package enum TransferObject: Hashable, Sendable {
        /// A file whose address does not change.
        case file(url: String)
        /// Scripts and pictures that a page links to, whose addresses change with each release: those that begin with
        /// one of the prefixes, in the page's order, one after the other until 500 kB have come.
        case linked(page: String, prefixes: [String])
    }

    package let id: PlatformID
    /// The English name, as the service writes itself.
    package let name: String
    /// The URLs that a session measures, the main one first.
    package let targets: [String]
    /// Names that belong to the platform; each stands for itself and for everything below it.
    package let domains: [String]
    package let transfer: TransferObject
    /// Hosts on the same servers or content network that nobody has a reason to block along with the platform. A block
    /// by name spares them, a block by address does not (DETECTION §2).
    package let siblings: [String]
    /// Whether the platform answers on UDP port 443, so that silence there means something; `false` when not known.
    package let speaksQUIC: Bool
    /// Whether asking for it may harm a volunteer, beyond what `RiskList` says of a country; such a platform is not
    /// measured until a person turns it on.
    package let isRisky: Bool
    /// OONI tests that speak of this platform alone, whatever their input: `whatsapp`.
    package let ooniTests: [String]
    /// Why the platform is on the list.
    package let reason: String
}
