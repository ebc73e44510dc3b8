import CZlib
import CZstd
import ObservatoryModel
import Testing

@testable import Ingest

/// gzip of some bytes, one member.
func gzipped(_ bytes: [UInt8]) -> [UInt8] {
    var stream = z_stream()
    precondition(czlib_deflate_init_gzip(&stream, 6) == Z_OK)
    defer { deflateEnd(&stream) }
    var output = [UInt8](repeating: 0, count: bytes.count + bytes.count / 1000 + 64)
    var input = bytes
    let count = output.count
    input.withUnsafeMutableBufferPointer { input in
        output.withUnsafeMutableBufferPointer { output in
            stream.next_in = input.baseAddress
            stream.avail_in = UInt32(input.count)
            stream.next_out = output.baseAddress
            stream.avail_out = UInt32(count)
            precondition(deflate(&stream, Z_FINISH) == Z_STREAM_END)
        }
    }
    return Array(output.prefix(count - Int(stream.avail_out)))
}

/// zstd of some bytes, one frame.
func zstandard(_ bytes: [UInt8]) -> [UInt8] {
    var output = [UInt8](repeating: 0, count: ZSTD_compressBound(bytes.count))
    let count = ZSTD_compress(&output, output.count, bytes, bytes.count, 3)
    precondition(ZSTD_isError(count) == 0)
    return Array(output.prefix(count))
}

@Suite struct HostileInputTests {
    /// Line, and a word of the reason.
    struct Bad: Sendable, CustomTestStringConvertible {
        var line: String
        var reason: String
        var testDescription: String { String("\(reason): \(line)".prefix(120)) }
    }

    /// The report of the contract with one field changed.
    private static func report(_ field: String, _ value: String) -> String {
        let parts = [
            ("kind", "\"report\""), ("id", "\"r-1\""), ("at", "\"2024-01-07T13:02:00Z\""),
            ("received", "\"2024-01-07T13:02:01Z\""), ("cc", "\"PK\""), ("asn", "45595"), ("platform", "\"x\""),
            ("problem", "\"slow\""),
        ]
        return "{" + parts.map { "\"\($0.0)\":\($0.0 == field ? value : $0.1)" }.joined(separator: ",") + "}"
    }

    private static func session(_ changes: [(String, String)]) -> String {
        changes.reduce(ContractLines.session) { $0.replacing($1.0, with: $1.1) }
    }

    static let bad: [Bad] = [
        Bad(line: "hello", reason: "expected an object at byte 1"),
        Bad(line: "[]", reason: "expected an object"),
        Bad(line: "{}", reason: "missing “kind”"),
        Bad(line: "{\"kind\":\"party\"}", reason: "unknown kind “party”"),
        Bad(line: "{\"kind\":7}", reason: "“kind” needs a string, found 7"),
        Bad(line: report("kind", "\"report\"") + " {}", reason: "unexpected data after"),
        Bad(line: String(report("kind", "\"report\"").dropLast()), reason: "expected “,” or “}”"),
        Bad(line: report("id", "\"unclosed"), reason: "not closed"),
        Bad(line: report("id", "\"a\u{1}b\""), reason: "control character"),
        Bad(line: report("id", "\"\\x\""), reason: "bad escape"),
        Bad(line: report("id", "\"\\ud800\""), reason: "bad escape"),
        Bad(line: report("id", "\"\""), reason: "“id” needs a string of 1 to 256 bytes"),
        Bad(line: report("id", "17"), reason: "“id” needs a string, found 17"),
        Bad(line: report("cc", "\"XX\""), reason: "“cc” needs an ISO 3166-1 alpha-2 code"),
        Bad(line: report("cc", "\"pk\""), reason: "“cc” needs an ISO 3166-1 alpha-2 code"),
        Bad(line: report("cc", "\"Pakistan\""), reason: "“cc” needs"),
        Bad(line: report("at", "\"yesterday\""), reason: "“at” needs an RFC 3339 time"),
        Bad(line: report("at", "\"1969-07-20T20:17:40Z\""), reason: "from 1990 on"),
        Bad(line: report("at", "1704632520"), reason: "“at” needs"),
        Bad(line: report("received", "\"2024-02-30T00:00:00Z\""), reason: "“received” needs"),
        Bad(line: report("asn", "-1"), reason: "“asn” needs a whole number from 0 to 4294967295, found -1"),
        Bad(line: report("asn", "4294967296"), reason: "“asn” needs"),
        Bad(line: report("asn", "1e3"), reason: "“asn” needs"),
        Bad(line: report("asn", "NaN"), reason: "“asn” needs"),
        Bad(line: report("asn", "  \u{1}"), reason: "“asn” needs"),
        Bad(line: report("asn", "1,\"x\": \u{1}"), reason: "not a JSON number"),
        Bad(line: report("asn", "1,\"x\":\u{0}"), reason: "expected a value"),
        Bad(line: report("asn", "1,\"x\":tru"), reason: "“tru” is not a JSON number"),
        Bad(line: report("asn", "1,\"x\":1 2"), reason: "expected “,” or “}”"),
        Bad(line: report("asn", "1 \"x\":2"), reason: "expected “,” or “}”"),
        Bad(line: report("asn", "1,,\"x\":2"), reason: "expected a key"),
        Bad(line: report("asn", "1,\"x\":[1,]"), reason: "expected a value"),
        Bad(line: report("asn", "1,\"x\":[1 2]"), reason: "expected “,” or “]”"),
        Bad(line: report("asn", "1,\"x\":{\"a\"}"), reason: "expected “:”"),
        Bad(line: report("asn", "\"17557\""), reason: "“asn” needs"),
        Bad(line: report("asn", "{\"a\":1}"), reason: "“asn” needs"),
        Bad(line: report("platform", "\"X!\""), reason: "“platform” needs 1 to 64"),
        Bad(line: report("platform", "\"\(String(repeating: "x", count: 65))\""), reason: "“platform” needs"),
        Bad(line: report("problem", "\"gone\""), reason: "“problem” needs unreachable, slow, login or other"),
        Bad(line: report("asn", "1,\"cc\":\"IN\""), reason: "“cc” occurs twice"),
        Bad(
            line: ContractLines.report.replacing("PK-PB", with: "IN-DL"),
            reason: "“region” needs a region of PK, found “IN-DL”"),
        Bad(line: ContractLines.report.replacing(",\"platform\":\"x\"", with: ""), reason: "missing “platform”"),
        Bad(line: ContractLines.report.replacing("\"id\":\"r-1\",", with: ""), reason: "missing “id”"),
        Bad(
            line: ContractLines.heartbeat.replacing(",\"received\":\"2024-01-07T13:13:00Z\"", with: ""),
            reason: "missing “received”"),
        Bad(line: ContractLines.signal.replacing("5873", with: "NaN"), reason: "“value” needs a number"),
        Bad(line: ContractLines.signal.replacing("5873", with: "-1"), reason: "“value” needs a number from 0"),
        Bad(line: ContractLines.signal.replacing("5873", with: "1e400"), reason: "“value” needs a number"),
        Bad(line: ContractLines.signal.replacing("5873", with: "05873"), reason: "“value” needs a number"),
        Bad(line: ContractLines.signal.replacing(",\"value\":5873", with: ""), reason: "missing “value”"),
        Bad(line: ContractLines.signal.replacing("\"step\":300", with: "\"step\":0"), reason: "“step” needs"),
        Bad(line: ContractLines.reports.replacing("42", with: "-42"), reason: "“count” needs"),
        Bad(line: ContractLines.reports.replacing("42", with: "1e99"), reason: "“count” needs"),
        Bad(line: ContractLines.network.replacing("0.255", with: "1.5"), reason: "“users” needs a number from 0 to 1"),
        Bad(line: ContractLines.ooni.replacing("0.8", with: "8"), reason: "“blocked” needs a number from 0 to 1"),
        Bad(line: ContractLines.ooni.replacing("0.8", with: "0.1"), reason: "a sum of about 1"),
        Bad(
            line: ContractLines.calendar.replacing("2024-01-07T19:00:00Z", with: "2024-01-07T10:00:00Z"),
            reason: "not before “from”"),
        Bad(line: session([("\"every\":600", "\"every\":-5")]), reason: "“every” needs"),
        Bad(line: session([("\"outcome\":\"failed\"", "\"outcome\":\"maybe\"")]), reason: "“outcome” needs"),
        Bad(line: session([("\"stage\":\"tcp\"", "\"stage\":\"smtp\"")]), reason: "“stage” needs"),
        Bad(line: session([("\"ms\":80", "\"ms\":-80")]), reason: "“ms” needs a number"),
        Bad(line: session([("\"family\":4", "\"family\":5")]), reason: "“family” needs 4 or 6"),
        Bad(line: session([("\"bytes\":512000,\"transferMs\":4200", "\"bytes\":1e15")]), reason: "“bytes” needs"),
        Bad(line: session([("\"role\":\"sibling\"", "\"role\":\"cousin\"")]), reason: "“role” needs"),
        Bad(line: session([("\"access\":\"mobile\"", "\"access\":\"pigeon\"")]), reason: "“access” needs"),
        Bad(
            line: session([("\"cc\":\"PK\"", "\"cc\":\"PK\",\"x\":" + String(repeating: "[", count: 100))]),
            reason: "nested deeper"),
    ]

    @Test(arguments: bad) func `a line that is no record says why`(_ bad: Bad) {
        let reason = fault(bad.line)
        #expect(reason?.contains(bad.reason) == true, "\(reason ?? "it was read")")
    }

    @Test func `what is unknown is ignored, and null is absent`() throws {
        let line = Self.report("asn", "null,\"later\":{\"a\":[1,2,{\"b\":null}],\"c\":\"d\"},\"x\":1.5e3")
        #expect(fault(line)?.contains("“asn” needs") == true)
        let record = try parse(Self.report("asn", "1,\"later\":{\"a\":[1,2,{\"b\":null}],\"c\":\"d\\n\"},\"x\":1.5e3"))
        #expect(record.id == "r-1")
        let spaced = try parse(
            " { \"kind\" : \"heartbeat\" , \"at\" : \"2024-01-07T13:13:00Z\" , \"received\" : \"2024-01-07T13:13:00Z\" } "
        )
        #expect(spaced.kind == "heartbeat")
        let turned = try parse(
            "{\"received\":\"2024-01-07T13:13:00Z\",\"at\":\"2024-01-07T13:13:00Z\",\"kind\":\"heartbeat\"}")
        #expect(turned == spaced)
    }

    @Test func `an optional text that is empty or null is absent`() throws {
        for nothing in ["\"\"", "null"] {
            let line = Self.session([
                ("\"region\":\"PK-SD\"", "\"region\":\(nothing)"), ("\"access\":\"mobile\"", "\"access\":\(nothing)"),
                ("\"software\":\"parallax-probe/1.0\"", "\"software\":\(nothing)"),
                ("\"failure\":\"connection_reset\"", "\"failure\":\(nothing)"),
                ("\"sni\":\"x.com\"", "\"sni\":\(nothing)"),
                ("\"addresses\":[\"104.244.42.1\"],\"answers\"", "\"addresses\":null,\"answers\""),
            ])
            guard case .session(let session) = try parse(line) else {
                Issue.record("not a session")
                return
            }
            #expect(session.region == nil)
            #expect(session.access == .unknown)
            #expect(session.software.isEmpty)
            #expect(session.steps[0].addresses.isEmpty)
            #expect(session.steps[2].failure == nil)
            #expect(session.steps[2].sni == nil)
        }
    }

    @Test func `invalid UTF-8 is refused`() {
        var line = Array(ContractLines.report.utf8)
        line[line.firstIndex(of: UInt8(ascii: "r"))!] = 0xff
        #expect(throws: RecordFault.invalidUTF8) { try parse(line) }
    }

    @Test(arguments: ContractLines.all) func `a line cut at any byte is refused, never read in part`(_ line: String) {
        var parser = NativeParser()
        Array(line.utf8).withUnsafeBytes { bytes in
            for length in bytes.indices {
                let record = try? parser.parse(UnsafeRawBufferPointer(rebasing: bytes[..<length]))
                #expect(record == nil, "cut at \(length)")
            }
        }
    }

    @Test func `mutated lines are read or refused, and never crash`() {
        let seed: UInt64 = 0x5eed_0001
        print("seed \(seed)")
        var random = SplitMix(state: seed)
        var parser = NativeParser()
        var read = 0
        for round in 0..<8_000 {
            var line = Array(ContractLines.all[round % ContractLines.all.count].utf8)
            for _ in 0...random.next() % 4 { random.mutate(&line) }
            line.withUnsafeBytes { bytes in
                if let record = try? parser.parse(bytes) {
                    read += 1
                    if let at = record.at { #expect(at <= record.received) }
                }
            }
        }
        print("\(read) of 8000 mutated lines were still records")
        #expect(read > 100)
    }

    @Test func `problems are counted with file and line, and the run goes on`() throws {
        let text = [ContractLines.report, "nonsense", "", ContractLines.signal, "{\"kind\":\"x\"}\r"]
            .joined(separator: "\n")
        let (records, problems) = try RealData.read([InputSource(name: "a.ndjson", place: .bytes(Array(text.utf8)))])
        #expect(records.map(\.kind) == ["report", "signal"])
        #expect(
            problems.map(\.description) == [
                "a.ndjson:2: expected an object at byte 1", "a.ndjson:5: unknown kind “x”",
            ])
    }

    @Test func `a line over the limit is reported and skipped without being held`() throws {
        let long = [UInt8](repeating: UInt8(ascii: "x"), count: 200_000_000)
        let text =
            Array((ContractLines.report + "\n{\"kind\":\"report\",\"id\":\"").utf8) + long
            + Array(("\"}\n" + ContractLines.signal + "\n").utf8)
        let (records, problems) = try RealData.read([InputSource(name: "long", place: .bytes(text))])
        #expect(records.map(\.kind) == ["report", "signal"])
        #expect(problems.count == 1)
        #expect(problems.first?.line == 2)
        #expect(problems.first?.reason.contains("limit is 16777216") == true)
    }

    @Test func `a stream that begins with a line over the limit is still a stream`() throws {
        let text = [UInt8](repeating: UInt8(ascii: "x"), count: 20_000_000) + Array("\n\(ContractLines.signal)\n".utf8)
        let (records, problems) = try RealData.read([InputSource(name: "long", place: .bytes(text))])
        #expect(records.map(\.kind) == ["signal"])
        #expect(problems.map(\.line) == [1])
    }
}

/// A small generator with a seed, for mutations that can be repeated.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = (state ^ state >> 30) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
        return mixed ^ mixed >> 31
    }

    /// Flips, drops, doubles or moves something.
    mutating func mutate(_ line: inout [UInt8]) {
        guard !line.isEmpty else { return }
        let place = Int(next() % UInt64(line.count))
        switch next() % 6 {
        case 0: line[place] = UInt8(truncatingIfNeeded: next())
        case 1: line.remove(at: place)
        case 2: line.insert(Array("{}[]:,\"\\0-e.".utf8).randomElement(using: &self)!, at: place)
        case 3: line.removeSubrange(place..<min(line.count, place + Int(next() % 40)))
        case 4: line.insert(contentsOf: line[place..<min(line.count, place + Int(next() % 40))], at: place)
        default: line[place] ^= 1 << UInt8(next() % 8)
        }
    }
}
