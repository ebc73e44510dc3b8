import ObservatoryModel
import Testing

@testable import Simulation

/// Small worlds with one thing happening, so that a stream can be looked at whole.
struct ScenarioRunTests {
    private let start = Timestamp(seconds: 1_750_000_000 / 86_400 * 86_400)

    private func plan(
        probes: Int = 20, hours: Int64 = 6, _ disturbances: [Disturbance] = []
    ) -> ScenarioPlan {
        var generator = SeededGenerator(seed: 77)
        var world = WorldDraw.world(probes: probes, using: &generator)
        for index in world.probes.indices {
            world.probes[index].hoursOff = 0.001
            world.probes[index].skew = Interval(milliseconds: 0)
        }
        return ScenarioPlan(
            world: world, disturbances: disturbances, windows: [start..<(start + .hours(hours))])
    }

    private func sessions(_ plan: ScenarioPlan) -> [Session] {
        ScenarioRun(plan: plan, scenario: "test", seed: 3).compactMap {
            if case .session(let session) = $0 { session } else { nil }
        }
    }

    @Test func `a quiet probe measures each platform every 10 minutes`() {
        let sessions = sessions(plan())
        var times: [String: [Timestamp]] = [:]
        for session in sessions where times["\(session.probe) \(session.platform)"]?.last != session.at {
            times["\(session.probe) \(session.platform)", default: []].append(session.at)
        }
        var counted = 0
        for (_, list) in times {
            let list = list.sorted()
            for (first, second) in zip(list, list.dropFirst()) {
                let gap = (second - first).inSeconds
                #expect(gap > 550)
                counted += gap < 650 ? 1 : 0
            }
        }
        #expect(Double(counted) > 0.97 * Double(times.values.reduce(0) { $0 + $1.count - 1 }))
        #expect(sessions.allSatisfy { $0.every == 600 && $0.contrasts.isEmpty })
        #expect(sessions.allSatisfy { $0.controls.filter { $0.role == .neutral }.count == 2 })
        #expect(sessions.allSatisfy { Set($0.controls.map(\.target)).count == 3 })
    }

    @Test func `what a detector asks reaches probes with their next upload, and only there`() throws {
        let plan = plan(hours: 3)
        let asked = start + .hours(1)
        let platform = plan.world.platforms[2].id
        let country = plan.world.countries[0].code
        var run = ScenarioRun(plan: plan, scenario: "test", seed: 3)
        var fast = 0
        while let record = run.next() {
            if record.received >= asked {
                run.cadence = [
                    CadenceRequest(
                        country: country, platform: platform, every: 90, contrasts: [.neutralSNI], transfer: true)
                ]
            }
            guard case .session(let session) = record else { continue }
            if session.every != 600 {
                fast += 1
                #expect(session.every == 90 && session.country == country && session.platform == platform)
                #expect(session.contrasts.map(\.name) == [.neutralSNI])
                #expect(session.at > asked)
            }
            if session.at > asked + .minutes(15), session.country == country, session.platform == platform {
                #expect(session.every == 90)
            }
        }
        // 20 probes for nearly 2 hours at 90 s.
        #expect((1_300...1_700).contains(fast), "\(fast)")
    }

    @Test func `in the dark nothing arrives, and what was kept arrives afterwards with its own time`() {
        let dark = Disturbance(
            from: start + .hours(2), to: start + .hours(4), reach: Reach(countries: [0]), platforms: 0,
            effect: .dark(kept: 1))
        let plan = plan([dark])
        let country = plan.world.countries[0].code
        let mine = sessions(plan).filter { $0.country == country }
        let within = mine.filter { $0.at >= dark.from && $0.at < dark.to }
        #expect(within.count > 900)
        #expect(within.allSatisfy { $0.received >= dark.to && $0.outcome == .failed && $0.lineFailed })
        #expect(!mine.contains { $0.received >= dark.from + .minutes(2) && $0.received < dark.to })
    }

    @Test func `a throttle slows the platform and not its controls`() {
        let plan = plan(
            probes: 40, hours: 12,
            [
                Disturbance(
                    from: start, to: start + .hours(12), reach: Reach(countries: [0]), platforms: ~0,
                    effect: .throttle(.tlsThrottleSNI, capKbps: 150, factor: 1))
            ])
        let country = plan.world.countries[0].code
        var here: [Double] = []
        var elsewhere: [Double] = []
        for session in sessions(plan) {
            guard let mine = session.transfer?.kilobitsPerSecond,
                let other = session.controls.compactMap({ $0.transfer?.kilobitsPerSecond }).first
            else { continue }
            if session.country == country { here.append(mine / other) } else { elsewhere.append(mine / other) }
        }
        #expect(here.count > 100 && elsewhere.count > 100)
        #expect(ScoreReport.quantile(here, 0.5) < 0.05)
        #expect(abs(ScoreReport.quantile(elsewhere, 0.5) - 1) < 0.15)
    }

    @Test func `while the collector is away there are no heartbeats, and uploads wait`() {
        let away = Disturbance(
            from: start + .hours(1), to: start + .hours(2), reach: Reach(), platforms: 0, effect: .collectorDown)
        let records = Array(ScenarioRun(plan: plan([away]), scenario: "test", seed: 3))
        let within = records.filter { $0.received >= away.from + .minutes(1) && $0.received < away.to }
        #expect(!within.contains { $0.kind == "heartbeat" || $0.kind == "session" })
        let late = records.filter { record in
            record.kind == "session" && record.received >= away.to
                && (record.at.map { $0 >= away.from && $0 < away.to } ?? false)
        }
        #expect(late.count > 500)
    }

    @Test func `failures of a network within a quarter of an hour are correlated`() {
        var plan = plan(probes: 60, hours: 48)
        for index in plan.world.countries[0].networks.indices {
            plan.world.countries[0].networks[index].correlation = 0.1
            plan.world.countries[0].networks[index].baseFailure = 0.05
        }
        let country = plan.world.countries[0].code
        var blocks: [String: (count: Int, failed: Int)] = [:]
        for session in sessions(plan) where session.country == country {
            let key = "\(session.asn) \(session.platform) \(session.at.milliseconds / 900_000)"
            blocks[key, default: (0, 0)].count += 1
            blocks[key, default: (0, 0)].failed += session.outcome == .failed ? 1 : 0
        }
        let rate =
            Double(blocks.values.reduce(0) { $0 + $1.failed }) / Double(blocks.values.reduce(0) { $0 + $1.count })
        var observed = 0.0
        var independent = 0.0
        for block in blocks.values where block.count > 1 {
            let count = Double(block.count)
            observed += (Double(block.failed) - rate * count) * (Double(block.failed) - rate * count)
            independent += count * rate * (1 - rate)
        }
        #expect(observed / independent > 1.3)
    }

    @Test func `a probe whose owner sleeps measures nothing until morning`() {
        var plan = plan(hours: 24)
        for index in plan.world.probes(in: 0) { plan.world.probes[index].sleep = 22..<29 }
        let country = plan.world.countries[0].code
        let hours = Set(
            sessions(plan).filter { $0.country == country }.map { ($0.at.milliseconds / 3_600_000) % 24 })
        #expect(hours == Set(5..<22))
    }
}
