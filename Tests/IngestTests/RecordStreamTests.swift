import ObservatoryModel
import Testing

@testable import Ingest

@Suite struct RecordStreamTests {
    /// A report received at so many minutes past midnight.
    private func report(_ id: String, _ minute: Int) -> String {
        let at = Timestamp("2024-01-07T00:00:00Z")! + .minutes(Int64(minute))
        return
            "{\"kind\":\"report\",\"id\":\"\(id)\",\"at\":\"\(at)\",\"received\":\"\(at)\",\"cc\":\"PK\",\"platform\":\"x\",\"problem\":\"slow\"}"
    }

    private func source(_ name: String, _ lines: [String]) -> InputSource {
        InputSource(name: name, place: .bytes(Array(lines.joined(separator: "\n").utf8)))
    }

    @Test func `inputs are merged by reception, then by argument, then by line`() throws {
        let records = try RealData.read([
            source("a", [report("a1", 1), report("a2", 3), report("a3", 3)]),
            source("b", [report("b1", 1), report("b2", 2), report("b3", 3)]),
        ]).records
        #expect(records.compactMap(\.id) == ["a1", "b1", "b2", "a2", "a3", "b3"])
    }

    @Test func `a record older than the clock counts as received now`() throws {
        let records = try RealData.read([source("a", [report("a1", 5), report("a2", 2), report("a3", 6)])]).records
        #expect(records.compactMap(\.id) == ["a1", "a2", "a3"])
        #expect(records[1].received == records[0].received)
        #expect(records[1].at == Timestamp("2024-01-07T00:02:00Z"))
    }

    @Test func `records at or after the limit stay unread`() throws {
        let limit = Timestamp("2024-01-07T00:03:00Z")!
        let input = source("a", [report("a1", 1), report("a2", 2), report("a3", 3), report("a4", 1)])
        let records = try RealData.read([input], until: limit).records
        #expect(records.compactMap(\.id) == ["a1", "a2"])
    }

    @Test func `a record that leaps into the future does not set the clock`() throws {
        let latest = Timestamp("2024-01-07T12:00:00Z")!
        let far = (2...4).map { report("far\($0)", 1_000_000 + $0) }
        let lines = [report("a1", 1)] + far[..<2] + ["no record", report("a2", 2)] + far[2...] + [report("a3", 3)]
        let stream = try RealData.read([source("a", lines)], latest: latest)
        #expect(stream.records.compactMap(\.id) == ["a1", "a2", "a3"])
        #expect(stream.records.last?.received == Timestamp("2024-01-07T00:03:00Z"))
        #expect(stream.problems.map(\.line) == [2, 3, 4, 6])
        #expect(stream.problems[0].reason.hasPrefix("“received” is 2025-12-01"))
    }

    @Test func `a stream may leap in the past, and may lie in the future as a whole`() throws {
        let leaping = [report("a1", 1), report("b1", 90_000), report("b2", 90_001), report("c1", 200_000)]
        let past = try RealData.read([source("a", leaping)], latest: Timestamp("2026-01-01T00:00:00Z")!)
        #expect(past.records.compactMap(\.id) == ["a1", "b1", "b2", "c1"] && past.problems.isEmpty)
        let ahead = try RealData.read(
            [source("a", [report("a1", 1), report("a2", 2)])], latest: Timestamp("2020-01-01T00:00:00Z")!)
        #expect(ahead.records.compactMap(\.id) == ["a1", "a2"] && ahead.problems.isEmpty)
    }

    @Test func `a foreign row from the future is reported and passed over`() throws {
        let table = source(
            "tor-data-pk.csv",
            ["date,country,users,lower,upper,frac", "2021-01-01,pk,1,1,2,86", "2099-01-01,pk,1,1,2,86"])
        let (records, problems) = try RealData.read([table], latest: Timestamp("2024-01-01T00:00:00Z")!)
        #expect(records.count == 1)
        #expect(problems.map(\.line) == [3])
    }

    @Test func `the raw line is the line as it came, or the native line that a foreign row became`() throws {
        let line = report("a1", 1).replacing("\"problem\"", with: "\"later\":[1, 2],\"problem\"")
        let stream = try RecordStream([source("a", [line, line])])
        while case .record? = stream.next() {
            #expect(String(decoding: stream.rawLine(), as: UTF8.self) == line)
        }
        #expect(stream.position == nil)
        let table = source("tor-data-pk.csv", ["date,country,users,lower,upper,frac", "2021-01-01,pk,7154,1,2,86"])
        let foreign = try RecordStream([table])
        guard case .record(let record)? = foreign.next() else {
            Issue.record("no record")
            return
        }
        #expect(try parse(foreign.rawLine()) == record)
        #expect(foreign.position?.line == 2)
    }

    @Test func `an input that gives problems alone is named as barren`() throws {
        let stream = try RecordStream([
            source("good", [report("a", 1)]), source("bad", ["{\"kind\":1}", "{\"kind\":2}"]),
        ])
        while stream.next() != nil {}
        #expect(stream.barrenInputs == ["bad"])
        #expect(stream.counts == RecordStream.Counts(records: 1, problems: 2))
    }

    @Test(arguments: ["", "\n\n", " "]) func `an empty input is an empty stream`(_ text: String) throws {
        let stream = try RecordStream([source("empty", [text])])
        #expect(stream.next() == nil)
        #expect(stream.barrenInputs.isEmpty)
    }

    @Test func `what cannot be opened or is no text is refused in a sentence`() {
        #expect(throws: InputRefusal("Cannot open “/nowhere/at/all”: No such file or directory.")) {
            try RecordStream([InputSource(argument: "/nowhere/at/all")])
        }
        for format in [InputFormat.auto, .native, .ooni, .series] {
            let refusal = #expect(throws: InputRefusal.self) {
                try RecordStream(
                    [InputSource(name: "picture", place: .bytes([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13]))], format: format
                )
            }
            #expect(refusal?.description.contains("picture") == true)
        }
        #expect(throws: InputRefusal.self) {
            try RecordStream([source("poem", ["Roses are red", "Violets are blue"])])
        }
    }

    @Test func `a stray zero byte spoils its line alone`() throws {
        let (records, problems) = try RealData.read([
            source("a", [report("a", 1), report("b\u{0}", 2), report("c", 3)])
        ])
        #expect(records.compactMap(\.id) == ["a", "c"])
        #expect(problems.map(\.line) == [2])
    }

    @Test func `the format is told from the content, whatever comes first`() throws {
        let lines = ["{\"half\":", report("a", 1), report("b", 2)]
        #expect(try RealData.read([source("x.csv", lines)]).records.count == 2)
        let spaced = report("a", 1).replacing("{\"kind\":", with: "{ \"id2\": 1, \"kind\": ")
        #expect(try RealData.read([source("x", [spaced])]).records.count == 1)
    }
}

@Suite struct DeduplicatorTests {
    private func report(_ id: String, _ time: String, kind: String = "report") throws -> Record {
        try parse(
            "{\"kind\":\"\(kind)\",\"id\":\"\(id)\",\"at\":\"\(time)\",\"received\":\"\(time)\",\"step\":60,\"count\":1,\"cc\":\"PK\",\"platform\":\"x\",\"problem\":\"slow\"}"
        )
    }

    @Test func `an id of a kind counts once in seven days`() throws {
        var seen = Deduplicator()
        func insert(_ id: String, _ time: String, _ kind: String = "report") throws -> Bool {
            let record = try report(id, time, kind: kind)
            return seen.insert(record)
        }
        #expect(try insert("a", "2024-01-01T10:00:00Z"))
        #expect(try !insert("a", "2024-01-01T10:00:00Z"))
        #expect(try insert("a", "2024-01-01T10:00:00Z", "reports"))
        #expect(try insert("b", "2024-01-02T10:00:00Z"))
        #expect(try !insert("a", "2024-01-08T09:59:59Z"))
        #expect(try insert("a", "2024-01-08T10:00:00Z"))
        #expect(try !insert("a", "2024-01-15T09:59:59Z"))
    }

    @Test func `records that replace by key are never duplicates`() throws {
        var seen = Deduplicator()
        for line in [ContractLines.calendar, ContractLines.network, ContractLines.heartbeat] {
            let record = try parse(line)
            let (first, second) = (seen.insert(record), seen.insert(record))
            #expect(first && second)
        }
    }
}
