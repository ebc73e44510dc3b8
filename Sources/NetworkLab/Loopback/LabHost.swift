package import ObservatoryModel

/// A host of the lab's Internet.
package struct LabHost: Hashable, Sendable {
    package var name: String
    package var address: InternetAddress
    /// Whether it answers on UDP.
    package var speaksQUIC: Bool
    /// Length of what it serves under `/object`.
    package var objectBytes: Int

    package init(name: String, address: InternetAddress, speaksQUIC: Bool = true, objectBytes: Int = 600_000) {
        self.name = name
        self.address = address
        self.speaksQUIC = speaksQUIC
        self.objectBytes = objectBytes
    }
}
