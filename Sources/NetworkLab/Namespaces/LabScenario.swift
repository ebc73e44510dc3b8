package import ObservatoryModel

/// Something that happens to the probes of the namespace lab, and what the observatory must say of it.
package struct LabScenario: Sendable {
    /// Something that the lab does at a time.
    package struct Turn: Sendable {
        /// Seconds after the probes began.
        package var seconds: Int
        package var text: String
        package var apply: @Sendable (NamespaceWorld) throws -> Void
    }

    /// As it is called on the command line.
    package var name: String
    /// What happens, in a few words.
    package var about: String
    /// What it needs of a machine.
    package var needs: [LabCapabilities.Part]
    package var providers: [LabProvider]
    package var hosts: [LabWebHost]
    /// How many probes a provider's home holds, when the usual number is so many.
    package var probes: @Sendable (_ provider: LabProvider, _ usual: Int) -> Int
    /// The numbers of providers whose probes trust no certificate.
    package var untrusting: Set<Int> = []
    /// The target file of the lab's probes.
    package var targetFile: String
    /// Up to the end, in order of time.
    package var turns: [Turn]
    /// When it begins, in seconds.
    package var onset: Int
    /// It ends once everything is said that should be, but not before the one and not after the other.
    package var earliestEnd: Int
    package var latestEnd: Int
    /// How long the lab looks for the end to be seen, in seconds after it.
    package var aftermath: Int
    /// Ends it.
    package var lift: @Sendable (NamespaceWorld) throws -> Void
    /// What has to be so while it lasts.
    ///
    /// The time is when it began.
    package var during: @Sendable (ObservatoryReader, Timestamp) async -> [ScenarioCheck]
    /// What has to be so after it; the time is when it ended.
    package var after: @Sendable (ObservatoryReader, Timestamp) async -> [ScenarioCheck]
    /// How quick the observatory was; the times are those of the beginning and the end.
    package var delays: @Sendable ([LabSession], [LabDelays.Seen], Timestamp, Timestamp) -> [ScenarioCheck]

    /// All that can be played: the evening in Pakistan, one for each mechanism, and the nuisances.
    package static var all: [LabScenario] {
        [PakistanScenario.scenario] + BlockScenario.all.map(\.scenario) + NuisanceScenario.all.map(\.scenario)
    }

    /// What the namespace lab cannot show, and why; the lab on loopback shows all of it but the first.
    package static let unplayable: [(name: String, reason: String)] = [
        ("tcp.reset", "Linux reports a reset of a connection that is not open yet as a refusal"),
        ("dns.servfail", "dnsmasq does not say it of its own accord"),
        ("http.geofence, http.error", "the platform itself does it, not its network"),
        ("http.throttle.host, quic.timeout", "they fail no session; probes record them as steps"),
        ("clock-off", "programs have the machine's clock"),
    ]

    /// Address data by which the lab's collector knows the countries of the providers.
    package var countries: String {
        // 11.2.0.0 is 184,680,448.
        providers.map { "\(184_680_448 + 256 * $0.index),\(184_680_448 + 256 * $0.index + 255),\($0.country)\n" }
            .joined()
    }

    /// The same for networks.
    package var networks: String {
        providers.map { "11.2.\($0.index).0/24\t\($0.asn)\n" }.joined()
    }
}
