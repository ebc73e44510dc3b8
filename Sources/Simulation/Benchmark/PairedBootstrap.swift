import ObservatoryModel

/// How two detectors differ on the same events, with intervals by resampling events.
package struct PairedBootstrap: Sendable {
    /// A mean difference (first less second) with its 95 % interval.
    package struct Difference: Hashable, Sendable {
        package var mean: Double
        package var low: Double
        package var high: Double
    }

    package let events: Int
    /// Of the share found (0...1), and of the minutes to detection, where a missed event counts its whole length.
    package let recall: Difference
    package let minutes: Difference

    /// Compares by `confirmed`, or by `suspected` where a detector knows that level.
    ///
    /// - Parameters:
    ///   - first: And `second`: reports over the same streams.
    ///   - draws: Resamples; the seed decides them.
    package init(
        _ first: ScoreReport, _ second: ScoreReport, confirmed: Bool = true, draws: Int = 2_000, seed: UInt64 = 1
    ) {
        let others = Dictionary(
            second.scoreable.map { ($0.label.id, $0) }, uniquingKeysWith: { earlier, _ in earlier })
        func delay(_ event: EventOutcome) -> Interval? { confirmed ? event.confirmedAfter : event.suspectedAfter }
        var found: [Double] = []
        var minutes: [Double] = []
        for event in first.scoreable {
            guard let other = others[event.label.id] else { continue }
            let length = (event.label.end - event.label.onset).inMinutes
            let mine = delay(event).map { min($0.inMinutes, length) } ?? length
            let theirs = delay(other).map { min($0.inMinutes, length) } ?? length
            found.append((delay(event) == nil ? 0 : 1) - (delay(other) == nil ? 0 : 1))
            minutes.append(mine - theirs)
        }
        events = found.count
        recall = Self.difference(found, draws: draws, seed: seed)
        self.minutes = Self.difference(minutes, draws: draws, seed: seed)
    }

    private static func difference(_ values: [Double], draws: Int, seed: UInt64) -> Difference {
        guard !values.isEmpty else { return Difference(mean: .nan, low: .nan, high: .nan) }
        var generator = SeededGenerator(seed: seed, 0x626f_6f74)
        let count = Double(values.count)
        var means: [Double] = []
        for _ in 0..<draws {
            var sum = 0.0
            for _ in values.indices { sum += values[Int(generator.next() % UInt64(values.count))] }
            means.append(sum / count)
        }
        means.sort()
        return Difference(
            mean: values.reduce(0, +) / count, low: means[draws * 25 / 1_000], high: means[draws * 975 / 1_000 - 1])
    }
}
