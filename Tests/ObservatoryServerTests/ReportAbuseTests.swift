import Crypto
import FoundationEssentials
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import ObservatoryModel
import SQLiteStorage
import Storage
import Testing
import WireFormats

@testable import ObservatoryServer

/// What people with ill will, or with too much of it, can do with reports.
@Suite struct ReportAbuseTests {
    let x = PlatformID("x")!
    let noon = Timestamp("2026-01-05T12:00:00Z")!
    let pakistan = Place("PK:17557")!

    /// How many of these reports pass a fresh gate.
    private func passing(
        _ reports: [(address: String, traits: String)], isProven: Bool = false, place: Place? = nil,
        gate: ReportGate = ReportGate(limits: .init()), at moment: Timestamp? = nil
    ) -> Int {
        reports.count { report in
            do throws(ReportGate.Refusal) {
                try gate.admit(
                    x, from: InternetAddress(report.address), traits: report.traits, place: place ?? pakistan,
                    isProven: isProven, at: moment ?? noon)
                return true
            } catch {
                return false
            }
        }
    }

    // MARK: One device, one block, one network

    @Test func `one device that changes its browser counts a few times, and more only with work`() {
        let reports = (0..<500).map { ("203.0.113.9", "Browser/\($0)") }
        #expect(passing(reports) == 5)
        #expect(passing(reports, isProven: true) == 50)
        #expect(passing((0..<500).map { _ in ("203.0.113.9", "Browser") }, isProven: true) == 1)
    }

    @Test func `an IPv6 device that changes its address stays one address`() {
        #expect(passing((0..<500).map { ("2001:db8:0:7::\(String($0, radix: 16))", "Browser/\($0)") }) == 5)
    }

    @Test func `rotating the addresses of one block or one network hits the limits of those`() {
        let block = (0..<250).map { ("203.0.113.\($0)", "Browser") }
        #expect(passing(block) == 20)
        #expect(passing(block, isProven: true) == 200)
        let network = (0..<4_000).map { ("203.\($0 / 250).113.\($0 % 250)", "Browser") }
        #expect(passing(network) == 60)
        #expect(passing(network, isProven: true) == 600)
        // Without data that names networks, /16 by /16.
        let unnamed = Place("PK")!
        #expect(passing((0..<4_000).map { ("203.0.\($0 / 250).\($0 % 250)", "Browser") }, place: unnamed) == 60)
        #expect(passing(network, place: unnamed) > 60)
    }

    @Test func `who has reported already uses up nothing of the network's room`() {
        let gate = ReportGate(limits: .init())
        #expect(passing((0..<10_000).map { _ in ("203.0.113.9", "Browser") }, gate: gate) == 1)
        #expect(passing([("203.0.113.10", "Browser"), ("203.0.114.1", "Browser")], gate: gate) == 2)
    }

    @Test func `who was refused for want of room may try again`() {
        let gate = ReportGate(limits: .init())
        #expect(passing((0..<100).map { ("203.0.\($0).1", "Browser") }, gate: gate) == 60)
        #expect(passing([("203.0.99.1", "Browser")], gate: gate) == 0)
        #expect(passing([("203.0.99.1", "Browser")], gate: gate, at: noon + .minutes(1)) == 1)
    }

    // MARK: Work

    /// A nonce that solves a challenge.
    private func solve(_ challenge: ProofOfWork.Challenge) -> String {
        for nonce in 0... {
            let hash = SHA256.hash(data: Data("\(challenge.text):\(nonce)".utf8))
            if ProofOfWork.zeroBits(hash) >= challenge.bits { return String(nonce) }
        }
        return ""
    }

    @Test func `a solved challenge is good once, in time, and where it was given`() {
        let work = ProofOfWork()
        let challenge = work.issue(at: noon)
        #expect(challenge.bits == ProofOfWork.quietBits && challenge.expires == noon + .minutes(10))
        let nonce = solve(challenge)
        let wrong = (0...).lazy.map { "w\($0)" }.first { nonce in
            ProofOfWork.zeroBits(SHA256.hash(data: Data("\(challenge.text):\(nonce)".utf8))) < challenge.bits
        }!
        #expect(!work.redeem(challenge.text, nonce: wrong, at: noon))
        #expect(!ProofOfWork().redeem(challenge.text, nonce: nonce, at: noon))
        #expect(!work.redeem(challenge.text, nonce: nonce, at: noon + .minutes(10)))
        #expect(work.redeem(challenge.text, nonce: nonce, at: noon + .minutes(9)))
        #expect(!work.redeem(challenge.text, nonce: nonce, at: noon + .minutes(9)))
    }

    @Test func `a challenge made easier, made longer, or made up is not taken`() {
        let work = ProofOfWork()
        let parts = work.issue(at: noon).text.split(separator: ".").map(String.init)
        for changed in [
            [parts[0], "0", parts[2], parts[3]], ["9999999999", parts[1], parts[2], parts[3]],
            [parts[0], parts[1], "ff", parts[3]], [parts[0], "0", parts[2]], ["", "", "", ""], ["-1", "-1", "a", "b"],
        ] {
            let challenge = changed.joined(separator: ".")
            for nonce in ["", "0", String(repeating: "9", count: 33), "\u{0}"] {
                #expect(!work.redeem(challenge, nonce: nonce, at: noon))
            }
        }
    }

    @Test func `the work grows with the rate of proofs, up to a bound`() {
        #expect(ProofOfWork.bits(perMinute: 0) == 16)
        #expect(ProofOfWork.bits(perMinute: 399) == 16)
        #expect(ProofOfWork.bits(perMinute: 400) == 17)
        #expect(ProofOfWork.bits(perMinute: 800) == 18)
        #expect(ProofOfWork.bits(perMinute: 1_000_000_000) == ProofOfWork.mostBits)
    }

    @Test func `a program that does the work may send more than the limits without`() async throws {
        struct Challenge: Decodable {
            var challenge: String
            var bits: Int
        }
        let site = try TestSite { configuration in
            configuration.place = Place("PK:17557")
            configuration.limits.reportBurst = 1
            configuration.limits.reportPerMinute = 1
        }
        try await site.run { client in
            let send = { @Sendable (platform: String, extra: String) in
                try await client.execute(
                    uri: "/api/v1/reports", method: .post, headers: [.contentType: "application/json"],
                    body: ByteBuffer(string: "{\"platform\":\"\(platform)\"\(extra)}"))
            }
            #expect(try await send("x", "").status == .ok)
            let refused = try await send("youtube", "")
            #expect(refused.problemCode == "rate-limited" && refused.headers[.retryAfter] == "180")
            #expect(refused.text.contains("/api/v1/reports/challenge"))
            let answer = try await client.execute(uri: "/api/v1/reports/challenge", method: .get)
            #expect(answer.headers[.cacheControl] == "no-store")
            let challenge = try answer.decoded(Challenge.self)
            let nonce = solve(.init(text: challenge.challenge, bits: challenge.bits, expires: noon))
            let proof = ",\"challenge\":\"\(challenge.challenge)\",\"nonce\":\"\(nonce)\""
            #expect(try await send("youtube", proof).status == .ok)
            // The same proof again is none.
            #expect(try await send("facebook", proof).problemCode == "rate-limited")
        }
    }

    // MARK: Other sites

    @Test func `a page of another site cannot make its visitors report`() async throws {
        let site = try TestSite { $0.place = Place("PK") }
        let name = HTTPField.Name("Sec-Fetch-Site")!
        try await site.run { client in
            for (headers, isTaken) in [
                ([name: "cross-site"], false), ([.origin: "https://elsewhere.example"], false),
                ([name: "same-origin"], true), ([.origin: "null"], true),
            ] as [(HTTPFields, Bool)] {
                var headers = headers
                headers[.contentType] = "application/x-www-form-urlencoded"
                headers[.userAgent] = "Browser/\(headers.count)\(isTaken)\(headers[.origin] ?? "")"
                let response = try await client.execute(
                    uri: "/api/v1/reports", method: .post, headers: headers, body: ByteBuffer(string: "platform=x"))
                #expect(response.status == (isTaken ? .ok : .forbidden))
                #expect(response.problemCode == (isTaken ? nil : "cross-site"))
            }
            let kind = try await client.execute(
                uri: "/api/v1/reports", method: .post, headers: [.contentType: "text/xml"],
                body: ByteBuffer(string: "<x/>"))
            #expect(kind.status == .unsupportedMediaType && kind.problemCode == "unsupported-media-type")
        }
    }

    // MARK: What a brigade comes to

    /// Reports of one minute each from so many people, as they are once they have passed the gate.
    private func reports(_ count: Int, minute: Timestamp, toward: CountryCode? = nil) -> [Record] {
        (0..<count).map { index in
            .report(
                UserReport(
                    id: "r-\(minute.seconds)-\(index)", at: minute, received: minute, country: CountryCode("PK")!,
                    asn: ASN(UInt32(17_000 + index % 40)), platform: x, problem: .unreachable, toward: toward))
        }
    }

    /// Two quiet days with a report every 20 minutes, then `perMinute` reports a minute for three hours; a heartbeat every
    /// minute.
    private func observed(
        perMinute: Int, toward: CountryCode? = nil, minutes: Int64 = 180
    ) async throws -> (site: TestSite, attention: Set<CellState.Attention>) {
        let site = try TestSite()
        let start = noon - .days(2)
        var records: [Record] = []
        for minute in 0..<2880 {
            let moment = start + .minutes(Int64(minute))
            if minute % 20 == 0 { records += reports(1, minute: moment) }
            records.append(.heartbeat(Heartbeat(at: moment, received: moment)))
        }
        _ = try await site.exhibits.live.accept(PipelineTests.entries(records))
        var seen: Set<CellState.Attention> = []
        for minute in 0..<minutes {
            let moment = noon + .minutes(minute)
            _ = try await site.exhibits.live.accept(
                PipelineTests.entries(
                    reports(perMinute, minute: moment, toward: toward) + [
                        .heartbeat(Heartbeat(at: moment, received: moment))
                    ]))
            for cell in await site.exhibits.live.cells(in: CountryCode("PK")) where cell.platform == x {
                seen.insert(cell.attention)
                #expect(cell.verdict != .blocked && cell.verdict != .ok)
            }
        }
        return (site, seen)
    }

    @Test func `fifty times the usual reports set a cell to reported, and no more`() async throws {
        let (site, seen) = try await observed(perMinute: 3)
        #expect(seen.contains(.reported))
        #expect(seen.isSubset(of: [.quiet, .reported]))
        #expect(try await site.store.incidents(IncidentQuery()).incidents.isEmpty)
        #expect(try await site.store.revisions(after: 0, limit: 10).isEmpty)
        // They ask for cadence, so that probes look.
        #expect(await site.exhibits.live.cadenceRequests.contains { $0.platform == x })
    }

    @Test func `a few people alone set nothing, however unusual they are`() async throws {
        let site = try TestSite()
        for minute in 0..<(3 * 60) {
            let moment = noon + .minutes(Int64(minute))
            var records: [Record] = [.heartbeat(Heartbeat(at: moment, received: moment))]
            if [120, 121, 126, 127].contains(minute) { records += reports(1, minute: moment) }
            _ = try await site.exhibits.live.accept(PipelineTests.entries(records))
            for cell in await site.exhibits.live.cells(in: CountryCode("PK")) { #expect(cell.attention == .quiet) }
        }
    }

    @Test func `who cannot reach somebody elsewhere does not count where they are`() async throws {
        let (site, seen) = try await observed(perMinute: 5, toward: CountryCode("KE"), minutes: 60)
        #expect(seen.isSubset(of: [.quiet]))
        let series = try await site.store.series(
            SeriesQuery(country: CountryCode("PK")!, platform: x, from: noon, to: noon + .hours(1), step: .hours(1)))
        #expect(series.lines.flatMap(\.bins).allSatisfy { $0.reports == 0 })
        let stored = try await site.store.records(
            from: 1, matching: RecordFilter(since: noon, kinds: ["report"]), limit: 1_000)
        #expect(stored.records.count == 300)
        #expect(stored.records.allSatisfy { String(decoding: $0.line, as: UTF8.self).contains("\"toward\":\"KE\"") })
        #expect(await site.exhibits.live.cells(in: CountryCode("KE")).isEmpty)
    }

    @Test func `the form takes whom it concerns`() async throws {
        let site = try TestSite { $0.place = Place("AE:5384") }
        try await site.run { client in
            let sent = try await client.execute(
                uri: "/api/v1/reports", method: .post, headers: [.contentType: "application/x-www-form-urlencoded"],
                body: ByteBuffer(string: "platform=whatsapp&toward=PK"))
            #expect(sent.status == .ok)
            let bad = try await client.execute(
                uri: "/api/v1/reports", method: .post, headers: [.contentType: "application/x-www-form-urlencoded"],
                body: ByteBuffer(string: "platform=whatsapp&toward=Pakistan"))
            #expect(bad.problemCode == "invalid-parameter")
            let page = try await site.store.records(from: 1, matching: .all, limit: 10)
            let line = String(decoding: page.records[0].line, as: UTF8.self)
            #expect(line.contains("\"cc\":\"AE\"") && line.contains("\"toward\":\"PK\""))
        }
    }

    // MARK: What is shown

    @Test func `a count is withheld until enough people are behind it`() {
        var bin = MeasurementBin(start: noon)
        #expect(bin.shownReports(step: .minutes(5)) == 0)
        for count in 1...4 as ClosedRange<Int64> {
            bin.reports = count
            #expect(bin.shownReports(step: .minutes(5)) == nil)
        }
        bin.reports = 5
        #expect(bin.shownReports(step: .minutes(5)) == 5 && bin.shownReports(step: .hours(6)) == 5)
        // In a day one device may count four times.
        #expect(bin.shownReports(step: .hours(7)) == nil)
        bin.reports = 19
        #expect(bin.shownReports(step: .days(1)) == nil)
        bin.reports = 20
        #expect(bin.shownReports(step: .days(1)) == 20)
    }

    @Test func `no interface shows a count of four`() async throws {
        let site = try TestSite()
        site.clock.now = noon + .minutes(30)
        _ = try await site.exhibits.live.accept(PipelineTests.entries(reports(4, minute: noon)))
        try await site.run { client in
            let from = (noon - .hours(1)).seconds
            for path in [
                "/api/v1/series?cc=PK&metric=reports", "/api/v1/series?cc=PK&metric=reports&step=3600",
                "/api/v1/signals/raw/country/PK?from=\(from)&until=\(from + 7_200)&datasource=reports",
            ] {
                let response = try await client.execute(uri: path, method: .get)
                #expect(response.text.contains("null"), "\(path)")
                #expect(!response.text.contains("\"reports\":4") && !response.text.contains("[4"), "\(path)")
                #expect(!response.text.contains(",4,"), "\(path)")
            }
            let table = try await client.execute(uri: "/api/v1/series?cc=PK&metric=reports&format=csv", method: .get)
            #expect(table.text.hasSuffix(",x,\n"))
        }
    }
}
