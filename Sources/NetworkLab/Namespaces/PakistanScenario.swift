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

    package static let providers = [
        LabProvider(index: 1, name: "fixed-one", isMobile: false),
        LabProvider(index: 2, name: "fixed-two", isMobile: false),
        LabProvider(index: 3, name: "fixed-three", isMobile: false),
        LabProvider(index: 4, name: "mobile-one", isMobile: true),
        LabProvider(index: 5, name: "mobile-two", isMobile: true),
        // Elsewhere everything works; without that nobody could tell a block from a platform that is down.
        LabProvider(index: 6, name: "abroad-one", isMobile: false, country: "DE"),
        LabProvider(index: 7, name: "abroad-two", isMobile: false, country: "KE"),
        LabProvider(index: 8, name: "abroad-three", isMobile: false, country: "BR"),
    ]

    /// Reset by name.
    package static let blocked = ["facebook", "instagram", "x", "youtube"]
    /// Throttled.
    package static let slowed = "tiktok"
    private static let platforms = blocked + [slowed]

    package static let hosts =
        platforms.enumerated().map { LabWebHost(name: "\($1).lab", address: "11.1.0.\(10 + $0)") }
        + [
            LabWebHost(name: "sibling.lab", address: "11.1.0.30"),
            LabWebHost(name: "neutral-one.lab", address: "11.1.0.40"),
            LabWebHost(name: "neutral-two.lab", address: "11.1.0.41"),
            LabWebHost(name: "neutral-three.lab", address: "11.1.0.42"),
            LabWebHost(name: "neutral-four.lab", address: "11.1.0.43"),
        ]

    /// When the first provider begins, and when all end.
    package static let onset = 120
    package static let end = 600
    /// When the lab stops looking.
    package static let last = 1080

    /// In order of time.
    package static let turns: [Turn] = [
        Turn(seconds: 0, text: "quiet; fixed-three is slow for everything") { world in
            try NamespaceCensor(world: world, provider: providers[2]).slowLine(kilobits: 2000)
        },
        Turn(seconds: onset, text: "fixed-one resets four platforms by name and throttles tiktok") { world in
            try block(world, providers[0], throttles: true)
        },
        Turn(seconds: onset + 20, text: "mobile-one resets them and throttles tiktok") { world in
            try block(world, providers[3], throttles: true)
        },
        Turn(seconds: onset + 40, text: "fixed-two resets them") { world in
            try block(world, providers[1], throttles: false)
        },
        Turn(seconds: onset + 60, text: "fixed-three resets them; mobile-two lets all pass") { world in
            try block(world, providers[2], throttles: false)
        },
        Turn(seconds: end, text: "all of it ends") { world in
            for provider in providers[..<4] { try NamespaceCensor(world: world, provider: provider).lift() }
        },
    ]

    private static func block(_ world: NamespaceWorld, _ provider: LabProvider, throttles: Bool) throws {
        let censor = NamespaceCensor(world: world, provider: provider)
        for platform in blocked { try censor.resetName("\(platform).lab") }
        if throttles { try censor.throttleName("\(slowed).lab", kilobits: 200) }
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
