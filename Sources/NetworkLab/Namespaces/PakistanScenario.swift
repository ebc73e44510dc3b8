import Foundation

/// The evening of 7 January 2024 in minutes: four platforms reset by name, one provider after the other, a fifth
/// throttled on two, one provider slow for everything, one that lets all pass, and then the end of it.
package struct PakistanScenario: Sendable {
    /// Something that happens.
    package struct Turn: Sendable {
        /// Seconds after the probes began.
        package var seconds: Int
        package var text: String
        package var apply: @Sendable (NamespaceWorld) throws -> Void
    }

    /// What a line has in quiet times, and one that is slow for everything; enough that the probes' transfers, which run
    /// in every session here, do not fill it.
    private static let usual = 40_000
    private static let slowLine = 8_000
    /// What all connections to the throttled platform have together on a provider.
    private static let throttle = 800

    package static let providers = [
        LabProvider(index: 1, name: "fixed-one", isMobile: false, kilobits: usual),
        LabProvider(index: 2, name: "fixed-two", isMobile: false, kilobits: usual),
        LabProvider(index: 3, name: "fixed-three", isMobile: false, kilobits: usual),
        LabProvider(index: 4, name: "mobile-one", isMobile: true, kilobits: usual),
        LabProvider(index: 5, name: "mobile-two", isMobile: true, kilobits: usual),
        // Elsewhere everything works; without that nobody could tell a block from a platform that is down.
        LabProvider(index: 6, name: "abroad-one", isMobile: false, country: "DE", kilobits: usual),
        LabProvider(index: 7, name: "abroad-two", isMobile: false, country: "KE", kilobits: usual),
        LabProvider(index: 8, name: "abroad-three", isMobile: false, country: "BR", kilobits: usual),
    ]

    /// Reset by name.
    package static let blocked = ["facebook", "instagram", "x", "youtube"]
    /// Throttled.
    package static let slowed = "tiktok"
    static let platforms = blocked + [slowed]
    /// Providers that reset, those of them that throttle too, the one that is slow for everything, and the exempt one.
    static let blocking = [providers[0], providers[1], providers[2], providers[3]]
    static let throttling = [providers[0], providers[3]]
    static let slow = providers[2]
    static let exempt = providers[4]

    /// How many probes a provider's home holds.
    ///
    /// - Parameter usual: For all but the throttling providers. A single probe carries little of a claim, and a claim of
    ///   slowness weighs each network's transfers against those of networks where nothing is slow, so that the two which
    ///   throttle need more observers than the three that do not.
    package static func probes(in provider: LabProvider, usual: Int) -> Int {
        throttling.contains(provider) ? 2 * usual + 1 : usual
    }

    package static let hosts =
        platforms.enumerated().map { LabWebHost(name: "\($1).lab", address: "11.1.0.\(10 + $0)") }
        + [
            LabWebHost(name: "sibling.lab", address: "11.1.0.30"),
            LabWebHost(name: "neutral-one.lab", address: "11.1.0.40"),
            LabWebHost(name: "neutral-two.lab", address: "11.1.0.41"),
            LabWebHost(name: "neutral-three.lab", address: "11.1.0.42"),
            LabWebHost(name: "neutral-four.lab", address: "11.1.0.43"),
        ]

    /// When the first provider begins, in seconds.
    package static let onset = 120
    /// All ends once everything is shown that should be, but not before the one and not after the other.
    package static let earliestEnd = 420
    package static let latestEnd = 900
    /// How long the lab looks for the end to be seen, in seconds after it.
    package static let aftermath = 480

    /// Up to the end, in order of time.
    package static let turns: [Turn] = [
        Turn(seconds: 0, text: "quiet; fixed-three is slow for everything") { world in
            try NamespaceCensor(world: world, provider: slow).slowLine(kilobits: slowLine)
        },
        Turn(seconds: onset, text: "fixed-one resets four platforms by name and throttles tiktok") { world in
            try block(world, providers[0])
        },
        Turn(seconds: onset + 20, text: "mobile-one resets them and throttles tiktok") { world in
            try block(world, providers[3])
        },
        Turn(seconds: onset + 40, text: "fixed-two resets them") { world in
            try block(world, providers[1])
        },
        Turn(seconds: onset + 60, text: "fixed-three resets them; mobile-two lets all pass") { world in
            try block(world, providers[2])
        },
    ]

    private static func block(_ world: NamespaceWorld, _ provider: LabProvider) throws {
        let censor = NamespaceCensor(world: world, provider: provider)
        for platform in blocked { try censor.resetName("\(platform).lab") }
        if throttling.contains(provider) { try censor.throttleName("\(slowed).lab", kilobits: throttle) }
    }

    /// Ends all of it; the slow provider stays slow.
    package static func lift(_ world: NamespaceWorld) throws {
        for provider in blocking {
            let censor = NamespaceCensor(world: world, provider: provider)
            try censor.lift()
            if provider == slow { try censor.slowLine(kilobits: slowLine) }
        }
    }

    /// The target file of the lab's probes.
    package static var targetFile: String {
        let targets = platforms.map {
            "{\"platform\":\"\($0)\",\"urls\":[\"https://\($0).lab/\"],\"object\":\"https://\($0).lab/object\",\"siblings\":[\"https://sibling.lab/\"]}"
        }
        let neutrals = ["one", "two", "three", "four"].map {
            "{\"url\":\"https://neutral-\($0).lab/\",\"operator\":\"\($0)\",\"object\":\"https://neutral-\($0).lab/object\"}"
        }
        return """
            {"targets":[\(targets.joined(separator: ","))],"neutrals":[\(neutrals.joined(separator: ","))],
            "publicResolver":"\(NamespaceWorld.publicResolver)"}
            """
    }

    /// Address data by which the lab's collector knows the country and the networks.
    package static var countries: String {
        // 11.2.0.0 is 184,680,448.
        providers.map { "\(184_680_448 + 256 * $0.index),\(184_680_448 + 256 * $0.index + 255),\($0.country)\n" }
            .joined()
    }
    package static var networks: String {
        providers.map { "11.2.\($0.index).0/24\t\($0.asn)\n" }.joined()
    }

    /// What a scenario needs of a machine.
    package static let needs: [LabCapabilities.Part] = [
        .namespaces, .filter, .reject, .marks, .shaping, .names, .web,
    ]
}
