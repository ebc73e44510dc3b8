import ObservatoryModel
import Testing

@testable import Simulation

struct PakistanScenarioTests {
    private func run(seed: UInt64) throws -> ScenarioRun {
        ScenarioRun(try #require(Scenario.named("pakistan")), seed: seed)
    }

    @Test func `records come in order of received and never happen later than that`() throws {
        var newest = Timestamp.distantPast
        var count = 0
        for record in try run(seed: 1) {
            #expect(record.received >= newest)
            if let at = record.at { #expect(at <= record.received) }
            newest = record.received
            count += 1
        }
        #expect((100_000...600_000).contains(count), "\(count) records")
    }

    @Test(arguments: [UInt64(1), 2])
    func `the same seed gives the same records`(seed: UInt64) throws {
        var first = try run(seed: seed)
        var second = try run(seed: seed)
        for _ in 0..<30_000 { #expect(first.next() == second.next()) }
    }

    @Test func `another seed gives other records`() throws {
        #expect(Array(try run(seed: 1).prefix(500)) != Array(try run(seed: 2).prefix(500)))
    }

    @Test func `a heartbeat comes at least every 5 minutes within a window`() throws {
        let run = try run(seed: 3)
        var last: Timestamp?
        var gaps = 0
        for case .heartbeat(let heartbeat) in run {
            if let last, heartbeat.received - last > .minutes(5) { gaps += 1 }
            last = heartbeat.received
        }
        #expect(gaps == run.plan.windows.count - 1)
    }

    @Test func `there is a quiet learning period of more than 26 hours before the first event`() throws {
        let plan = try run(seed: 1).plan
        let first = try #require(plan.labels.first)
        #expect(first.onset - plan.windows[0].lowerBound >= .hours(26))
    }

    @Test func `platforms fail in the evening on networks that are not exempt, and on no others`() throws {
        let run = try run(seed: 1)
        let evening = try #require(run.labels.dropFirst().first)
        let middle = evening.settled + .minutes(10)
        var failing: (inside: Int, of: Int, exempt: Int, ofExempt: Int, abroad: Int, ofAbroad: Int) = (0, 0, 0, 0, 0, 0)
        for case .session(let session) in run
        where evening.platforms.contains(session.platform) && session.at >= middle
            && session.at < evening.end - .minutes(15)
        {
            let failed = session.outcome == .failed ? 1 : 0
            if session.country != evening.country {
                failing.abroad += failed
                failing.ofAbroad += 1
            } else if evening.asns.contains(session.asn) {
                failing.inside += failed
                failing.of += 1
            } else {
                failing.exempt += failed
                failing.ofExempt += 1
            }
        }
        #expect(failing.of > 1_000 && failing.ofExempt > 50 && failing.ofAbroad > 500)
        #expect(abs(Double(failing.inside) / Double(failing.of) - 0.9) < 0.04)
        #expect(Double(failing.exempt) / Double(failing.ofExempt) < 0.1)
        #expect(Double(failing.abroad) / Double(failing.ofAbroad) < 0.1)
    }

    @Test func `the calendar knows of each rally before its evening begins`() throws {
        let run = try run(seed: 1)
        for label in run.labels {
            #expect(run.plan.calendar.contains { $0.received < label.onset && label.onset < $0.from })
        }
        #expect(run.labels.count == 3)
    }
}
