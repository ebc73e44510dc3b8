import Foundation

/// The evening of 7 January 2024 in minutes: four platforms reset by name, one provider after the other, a fifth
/// throttled on two, one provider slow for everything, one that lets all pass, and then the end of it.
package struct PakistanScenario: Sendable {
    /// What a line has in quiet times, and one that is slow for everything; enough that the probes' transfers, which run
    /// in every session here, do not fill it.
    private static let usual = 40_000
    private static let slowLine = 8_000
    /// What all connections to the throttled platform have together on a provider.
    private static let throttle = 800

    static let providers = [
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
    static let blocked = ["facebook", "instagram", "x", "youtube"]
    /// Throttled.
    static let slowed = "tiktok"
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
    static func probes(in provider: LabProvider, usual: Int) -> Int {
        throttling.contains(provider) ? 2 * usual + 1 : usual
    }

    static let hosts =
        platforms.enumerated().map { LabWebHost(name: "\($1).lab", address: "11.1.0.\(10 + $0)") }
        + [
            LabWebHost(name: "sibling.lab", address: "11.1.0.30"),
            LabWebHost(name: "neutral-one.lab", address: "11.1.0.40"),
            LabWebHost(name: "neutral-two.lab", address: "11.1.0.41"),
            LabWebHost(name: "neutral-three.lab", address: "11.1.0.42"),
            LabWebHost(name: "neutral-four.lab", address: "11.1.0.43"),
        ]

    /// When the first provider begins, in seconds.
    static let onset = 120
    /// Up to the end, in order of time.
    private static let turns: [LabScenario.Turn] = [
        LabScenario.Turn(seconds: 0, text: "quiet; fixed-three is slow for everything") { world in
            try NamespaceCensor(world: world, provider: slow).slowLine(kilobits: slowLine)
        },
        LabScenario.Turn(seconds: onset, text: "fixed-one resets four platforms by name and throttles tiktok") {
            world in
            try block(world, providers[0])
        },
        LabScenario.Turn(seconds: onset + 20, text: "mobile-one resets them and throttles tiktok") { world in
            try block(world, providers[3])
        },
        LabScenario.Turn(seconds: onset + 40, text: "fixed-two resets them") { world in
            try block(world, providers[1])
        },
        LabScenario.Turn(seconds: onset + 60, text: "fixed-three resets them; mobile-two lets all pass") { world in
            try block(world, providers[2])
        },
    ]

    private static func block(_ world: NamespaceWorld, _ provider: LabProvider) throws {
        let censor = NamespaceCensor(world: world, provider: provider)
        for platform in blocked { try censor.resetName("\(platform).lab") }
        if throttling.contains(provider) { try censor.throttleName("\(slowed).lab", kilobits: throttle) }
    }

    /// Ends all of it; the slow provider stays slow.
    private static func lift(_ world: NamespaceWorld) throws {
        for provider in blocking {
            let censor = NamespaceCensor(world: world, provider: provider)
            try censor.lift()
            if provider == slow { try censor.slowLine(kilobits: slowLine) }
        }
    }

    /// The target file of the lab's probes.
    private static var targetFile: String {
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

    /// As the lab plays it.
    package static let scenario = LabScenario(
        name: "pakistan", about: "the evening of 7 January 2024 in minutes",
        needs: [.namespaces, .filter, .reject, .marks, .shaping, .names, .web], providers: providers, hosts: hosts,
        probes: { probes(in: $0, usual: $1) }, targetFile: targetFile, turns: turns, onset: onset,
        earliestEnd: 420, latestEnd: 900, aftermath: 480, lift: { try lift($0) },
        during: { await checks(during: $0, onset: $1) }, after: { await checks(after: $0, end: $1) },
        delays: { sessions, seen, onset, end in
            let mine = sessions.filter { $0.country == "PK" }
            return blocked.map { platform in
                LabDelays.confirmation(
                    of: platform, in: mine.filter { $0.platform == platform }, seen: seen, onset: onset)
            } + [
                LabDelays.slowness(of: slowed, seen: seen, onset: onset), LabDelays.restoration(seen: seen, end: end),
            ]
        })
}
