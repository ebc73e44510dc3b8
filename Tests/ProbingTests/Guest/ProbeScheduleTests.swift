import ObservatoryModel
import Probing
import Testing

@Suite struct `A probe's schedule` {
    static let start = Timestamp("2026-11-20T00:00:00Z")!
    static let platforms = ["x", "facebook", "youtube"].map { PlatformID($0)! }

    /// Plays a schedule second by second and returns what was due when.
    func play(
        _ schedule: inout ProbeSchedule, from: Timestamp = start, seconds: Int64, generator: inout SeededGenerator
    ) -> [(at: Timestamp, due: ProbeSchedule.Due)] {
        var played: [(Timestamp, ProbeSchedule.Due)] = []
        for second in 0..<seconds {
            let now = from + .seconds(second)
            played += schedule.due(at: now, using: &generator).map { (now, $0) }
        }
        return played
    }

    @Test func `a quiet day has 144 sessions of each platform, give or take, and they state ten minutes`() {
        var generator = SeededGenerator(state: 7)
        var schedule = ProbeSchedule(
            platforms: Self.platforms, quietEvery: 600, refused: [], at: Self.start, using: &generator)
        let played = play(&schedule, seconds: 86_400, generator: &generator)
        for platform in Self.platforms {
            let own = played.filter { $0.due.platform == platform }
            #expect((138...150).contains(own.count), "\(own.count)")
            #expect(own.allSatisfy { $0.due.every == 600 && $0.due.contrasts.isEmpty })
            let gaps = zip(own.dropFirst(), own).map { ($0.at - $1.at).milliseconds / 1000 }
            #expect(gaps.allSatisfy { (539...661).contains($0) }, "\(gaps)")
            // Jitter: a clock-work probe would be easy to see, and would beat in step with the network's own rhythms.
            #expect(Set(gaps).count > 20)
        }
    }

    @Test func `in quiet times one platform in rotation transfers every half hour`() {
        var generator = SeededGenerator(state: 8)
        var schedule = ProbeSchedule(
            platforms: Self.platforms, quietEvery: 600, refused: [], at: Self.start, using: &generator)
        let transfers = play(&schedule, seconds: 86_400, generator: &generator).filter(\.due.transfer)
        #expect((30...48).contains(transfers.count), "\(transfers.count)")
        for (before, after) in zip(transfers, transfers.dropFirst()) {
            #expect(before.due.platform != after.due.platform)
            #expect((after.at - before.at) >= .minutes(30))
        }
    }

    @Test func `nothing is due for a day in a network that asked not to be measured`() {
        var generator = SeededGenerator(state: 10)
        var schedule = ProbeSchedule(
            platforms: Self.platforms, quietEvery: 600, refused: [], at: Self.start, using: &generator)
        schedule.accept(
            ScheduleRequest(until: Self.start + .days(30), platforms: [:], isOptedOut: true), at: Self.start,
            using: &generator)
        let played = play(&schedule, seconds: 26 * 3600, generator: &generator)
        #expect(played.allSatisfy { $0.at >= Self.start + .hours(24) })
        #expect(Set(played.map(\.due.platform)).count == Self.platforms.count)
    }

    @Test func `a request is clamped, ends by itself and leaves other platforms alone`() {
        var generator = SeededGenerator(state: 9)
        var schedule = ProbeSchedule(
            platforms: Self.platforms, quietEvery: 600, refused: [.targetSNIElsewhere], at: Self.start,
            using: &generator)
        let request = ScheduleRequest(
            until: Self.start + .days(30),
            platforms: [
                Self.platforms[0]: .init(every: 1, contrasts: [.neutralSNI, .targetSNIElsewhere], transfer: true),
                PlatformID("elsewhere")!: .init(every: 60, contrasts: [], transfer: false),
            ])
        schedule.accept(request, at: Self.start, using: &generator)
        let played = play(&schedule, seconds: 4 * 3600, generator: &generator)
        let asked = played.filter { $0.due.platform == Self.platforms[0] && $0.at < Self.start + .hours(2) }
        #expect((110...130).contains(asked.count), "\(asked.count)")
        #expect(asked.allSatisfy { $0.due.every == 60 })
        #expect(asked.allSatisfy { $0.due.contrasts == [.neutralSNI] }, "a refused contrast was run")
        let thirds = Double(asked.filter(\.due.transfer).count) / Double(asked.count)
        #expect((0.2...0.47).contains(thirds), "\(thirds)")
        // Believed for two hours at most.
        let later = played.filter {
            $0.due.platform == Self.platforms[0] && $0.at >= Self.start + .hours(2) + .minutes(11)
        }
        #expect((9...13).contains(later.count) && later.allSatisfy { $0.due.every == 600 }, "\(later.count)")
        #expect(played.allSatisfy { Self.platforms.contains($0.due.platform) })
        let others = played.filter { $0.due.platform == Self.platforms[1] }
        #expect(others.allSatisfy { $0.due.every == 600 })
    }

    @Test func `the same request with every receipt does not make the cadence quicker than it says`() {
        var generator = SeededGenerator(state: 11)
        var schedule = ProbeSchedule(
            platforms: Self.platforms, quietEvery: 600, refused: [], at: Self.start, using: &generator)
        var sessions = 0
        for second in 0..<Int64(3600) {
            let now = Self.start + .seconds(second)
            if second % 2 == 0 {
                let wish = ScheduleRequest.Wish(every: 60, contrasts: [], transfer: false)
                schedule.accept(
                    .init(until: now + .minutes(10), platforms: [Self.platforms[0]: wish]), at: now, using: &generator)
            }
            sessions += schedule.due(at: now, using: &generator).filter { $0.platform == Self.platforms[0] }.count
        }
        #expect((54...66).contains(sessions), "\(sessions) sessions in an hour")
    }

    @Test func `waits after failures double up to a quarter of an hour, and a success forgets them`() {
        var generator = SeededGenerator(state: 10)
        var backoff = Backoff()
        let waits = (0..<12).map { _ in backoff.failed(using: &generator) }
        for (index, wait) in waits.enumerated() {
            let longest = min(Int64(5000) << Int64(index), 900_000)
            #expect((longest / 2...longest).contains(wait))
        }
        backoff.succeeded()
        #expect(backoff.failed(using: &generator) <= 5000)
    }

    @Test func `the budget sets a cadence that it can pay for`() {
        let day = DataBudget(bytesPerDay: 50_000_000, at: Self.start)
        #expect(day.quietInterval(platforms: 11) == 600)
        let small = DataBudget(bytesPerDay: 5_000_000, at: Self.start)
        let every = Int64(small.quietInterval(platforms: 11))
        #expect(11 * 86_400 / every * DataBudget.assumedSessionBytes <= 5_000_000)
        #expect(every > 600)
    }

    @Test func `the budget is the day's, survives a restart and starts anew at midnight`() async throws {
        try await withTemporaryFolder { folder in
            var budget = DataBudget(bytesPerDay: 1000, at: Self.start)
            budget.use(300, at: Self.start + .hours(3))
            try budget.save(in: folder)
            let again = try DataBudget(bytesPerDay: 1000, at: Self.start + .hours(4), folder: folder)
            #expect(again.left(at: Self.start + .hours(5)) == 700)
            budget.use(900, at: Self.start + .hours(6))
            #expect(budget.left(at: Self.start + .hours(6)) == 0)
            #expect(budget.left(at: Self.start + .hours(24)) == 1000)
            let tomorrow = try DataBudget(bytesPerDay: 1000, at: Self.start + .hours(25), folder: folder)
            #expect(tomorrow.left(at: Self.start + .hours(25)) == 1000)
        }
    }
}
