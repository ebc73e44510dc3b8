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

    package init(index: Int, name: String, isMobile: Bool, country: String = "PK") {
        precondition((1...250).contains(index), "a provider's index is 1...250")
        self.index = index
        self.name = name
        self.isMobile = isMobile
        self.country = country
    }

    /// The router's address in the home's network, which is the home's resolver too.
    var gateway: String { "11.2.\(index).1" }
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
