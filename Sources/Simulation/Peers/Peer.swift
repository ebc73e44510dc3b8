import ObservatoryModel

/// A peer by name, with the settings that tuning tries.
package struct Peer: Sendable {
    package let name: String
    /// From the most to the least sensitive.
    package let settings: [Double]
    /// The peer's own setting where its makers give one; `nil` where only tuning can tell.
    package let published: Double?
    /// The setting whose false alarms are nearest to one per country-platform-year, as `PeerTuning` measured on
    /// `quiet` with seeds 500-508 (16 country-platform-years; the rate stands beside each in `all`).
    package let tuned: Double
    private let make: @Sendable (Double) -> any StreamDetector

    init(
        _ name: String, settings: [Double], published: Double? = nil, tuned: Double,
        make: @escaping @Sendable (Double) -> any StreamDetector
    ) {
        self.name = name
        self.settings = settings
        self.published = published
        self.tuned = tuned
        self.make = make
    }

    /// A fresh detector with a setting.
    package func detector(_ setting: Double) -> any StreamDetector { make(setting) }

    /// All peers, by the names that `score --against` takes.
    package static let all: [Peer] = [
        // .25 a year; at .6 it is 2.9.
        Peer("ooni", settings: [0.6, 0.8, 1, 1.2, 1.5, 1.9, 2.5, 3.5, 5], published: 3.5, tuned: 0.8) {
            OONIEventDetector(threshold: $0)
        },
        // None at any setting: the outside series of `quiet` fall with outages only, which it may call dark.
        Peer("ioda", settings: [0.7, 1, 1.3, 1.6, 2, 3], published: 1, tuned: 0.7) { IODADetector(depth: $0) },
        // 1.24 a year.
        Peer("focus", settings: [8, 12, 17, 25, 40, 60, 90, 130, 200, 300], tuned: 90) { FOCuSDetector(threshold: $0) },
        // 1.18 a year.
        Peer("thr15_c", settings: [0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.8], tuned: 0.6) {
            FailureShareDetector(threshold: $0)
        },
        // .81 a year.
        Peer("bcusum_c", settings: [6, 7, 8, 8.5, 9, 9.5, 10, 12, 14, 18], tuned: 8.5) {
            ControlledCUSUMDetector(threshold: $0)
        },
    ]

    /// The peer of a name; `nil` when there is none.
    package static func named(_ name: String) -> Peer? { all.first { $0.name == name } }
}

/// Finds each peer's setting for a wanted rate of false alarms.
package enum PeerTuning {
    /// What one setting did.
    package struct Trial: Sendable {
        package var setting: Double
        /// False alarms per country-platform-year, as `StreamScore.alarmsBesideWorldOutages` counts them.
        package var rate: Double
    }

    /// What tuning found for a peer.
    package struct Result: Sendable {
        package var peer: String
        package var trials: [Trial]
        /// The most sensitive setting within the wanted rate; the least sensitive one when none is.
        package var setting: Double
    }

    /// Runs all settings of all peers over a suite without events, in one pass.
    ///
    /// - Parameter rate: Wanted false alarms per country-platform-year.
    package static func tune(_ peers: [Peer], on suite: Suite, rate: Double = 1) -> [Result] {
        let settings = peers.flatMap { peer in peer.settings.map { (peer: peer, setting: $0) } }
        var counts = settings.map { _ in 0 }
        var years = 0.0
        _ = Benchmark.compare(
            settings.map { "\($0.peer.name) \($0.setting)" }, suite: suite, fedBack: false,
            each: { name, score, _ in
                guard let index = settings.firstIndex(where: { "\($0.peer.name) \($0.setting)" == name }) else {
                    return
                }
                if index == 0 { years += score.exposure.countryPlatformYears }
                counts[index] += score.alarmsBesideWorldOutages()
            },
            detectors: { _ in settings.map { $0.peer.detector($0.setting) } })
        return peers.map { peer in
            let trials = settings.indices.filter { settings[$0].peer.name == peer.name }.map {
                Trial(setting: settings[$0].setting, rate: Double(counts[$0]) / max(years, 1e-9))
            }
            let chosen = trials.first { $0.rate <= rate } ?? trials[trials.count - 1]
            return Result(peer: peer.name, trials: trials, setting: chosen.setting)
        }
    }
}
