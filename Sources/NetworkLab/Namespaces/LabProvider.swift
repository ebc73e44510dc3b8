/// One access provider of the namespace lab: a router that may censor, and a home behind it.
package struct LabProvider: Hashable, Sendable {
    /// 1...250; its addresses and the names of its namespaces follow from it.
    package let index: Int
    package let name: String
    /// A number for private use (RFC 6996).
    package var asn: UInt32 { 64_511 + UInt32(index) }
    package let isMobile: Bool
    /// Two letters.
    package let country: String
    /// What its homes have together in quiet times; `nil` for as fast as the machine.
    package let kilobits: Int?

    package init(index: Int, name: String, isMobile: Bool, country: String = "PK", kilobits: Int? = nil) {
        precondition((1...250).contains(index), "a provider's index is 1...250")
        self.index = index
        self.name = name
        self.isMobile = isMobile
        self.country = country
        self.kilobits = kilobits
    }

    /// The device of the router that leads to the homes.
    var down: String { "h\(index)" }
    /// The router's address in the home's network, which is the home's resolver too.
    package var gateway: String { "11.2.\(index).1" }
    var home: String { "11.2.\(index).10" }
    var homeNetwork: String { "11.2.\(index).0/24" }
    /// The ends of the link to the world.
    var worldEnd: String { "11.3.\(index).1" }
    var routerEnd: String { "11.3.\(index).2" }
}

/// A web host of the namespace lab's world.
package struct LabWebHost: Hashable, Sendable {
    package let name: String
    package let address: String

    package init(name: String, address: String) {
        self.name = name
        self.address = address
    }
}
