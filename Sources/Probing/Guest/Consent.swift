package import ObservatoryModel

/// What a person is told before the first measurement, and that the person agreed.
package enum Consent {
    /// Raised when the text says something new; consent given to an older text does not count.
    package static let version = 1

    /// The text to read before agreeing.
    ///
    /// - Parameters:
    ///   - risks: What measuring may bring, in general and then in the country, a paragraph each.
    ///   - isCautious: Whether contrasts that send a forbidden name elsewhere are off here.
    ///   - hosts: Every host that will be contacted.
    ///   - collectors: Where results go.
    package static func text(
        risks: [String], isCautious: Bool, hosts: [String], collectors: [String], budgetBytes: Int64
    ) -> String {
        var text = """
            Parallax measures whether platforms can be reached from your connection.

            What it does: every ten minutes or so it looks up, connects to and asks for the front pages of
              \(hosts.joined(separator: ", ")).
              It uses at most \(budgetBytes / 1_000_000) MB a day, and none on a metered line unless you say how much.
            What it sends: for each platform the steps, their times and errors, the addresses of the platform's
              servers and the fingerprints of their certificates; and the country, region and kind of line if you
              stated them. To: \(collectors.isEmpty ? "nobody, no collector is set" : collectors.joined(separator: ", ")).
            What it does not send: your address, your traffic, your files. The collector sees the address that you
              connect from, derives country and network from it, and drops it.
            What others can see: your network, and whoever watches it, can see that your machine contacts these hosts
              on a schedule, and that it talks to the collector.
            What is published: results, with a pseudonym that changes from incident to incident.
            You may stop at any time, see what is sent with `parallax probe --show`, and delete what was kept with
              `parallax probe forget`. Evidence bundles that are already published stay.

            """
        for risk in risks { text += "\n\(risk)\n" }
        if isCautious {
            text += "\nTests that send the name of a blocked platform to another address are off.\n"
        }
        return text
    }

    /// Whether consent to this version was given for the country.
    package static func isGiven(in folder: ProbeFolder, country: CountryCode) throws -> Bool {
        guard let bytes = try folder.read("consent") else { return false }
        let fields = String(decoding: bytes, as: UTF8.self).split(separator: " ")
        guard fields.count >= 2, let version = Int(fields[0]) else { return false }
        return version >= self.version && fields[1] == country.description
    }

    /// Writes down that the person agreed.
    package static func give(in folder: ProbeFolder, country: CountryCode, at time: Timestamp) throws {
        try folder.write(Array("\(version) \(country) \(time)\n".utf8), to: "consent")
    }
}
