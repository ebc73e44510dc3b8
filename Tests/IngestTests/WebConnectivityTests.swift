import ObservatoryModel
import Testing

@testable import Ingest

@Suite struct WebConnectivityTests {
    /// The columns of the golden table, as text.
    private struct Expected: Hashable {
        var blocking, accessible, flags, dnsFlags, nullFlags, consistency: String
    }

    @Test func `all scenarios of OONI's own test bench have OONI's verdict and flags`() throws {
        guard let table = RealData.path("samples/ooni/wc05_qa_expected.tsv"),
            let scenarios = RealData.path("samples/ooni/wc05_qa.jsonl.gz")
        else { return }
        var expected: [String: Expected] = [:]
        for row in try lines(table).dropFirst() {
            let cells = row.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            expected[cells[0]] = Expected(
                blocking: cells[1], accessible: cells[2], flags: cells[3], dnsFlags: cells[5], nullFlags: cells[6],
                consistency: cells[7])
        }
        #expect(expected.count == 50)
        var seen = 0
        for line in try lines(scenarios) {
            let (name, analysis) = try analyse(line)
            seen += 1
            #expect(expected[name] == analysis, "\(name)")
        }
        #expect(seen == 50)
    }

    @Test func `what OONI's test bench did reads as blocked, down or fine`() throws {
        guard let scenarios = RealData.path("samples/ooni/wc05_qa.jsonl.gz") else { return }
        let verdicts = try RealData.read(scenarios).records.compactMap {
            if case .ooni(let verdict) = $0 { verdict } else { nil }
        }
        #expect(verdicts.count == 50)
        let names = try lines(scenarios).map { try analyse($0).name }
        for (verdict, name) in zip(verdicts, names) {
            let reading = (verdict.blocked, verdict.down, verdict.ok)
            #expect((0.89...1.01).contains(reading.0 + reading.1 + reading.2), "\(name)")
            if name.hasPrefix("success") { #expect(verdict.ok == 1, "\(name)") }
            if name.hasPrefix("websiteDown") { #expect(verdict.down > 0.5, "\(name): \(reading)") }
            if name.contains("Blocking"), !name.contains("control") {
                #expect(verdict.blocked >= 0.4, "\(name): \(reading)")
            }
        }
    }

    private func lines(_ path: String) throws -> [String] {
        let reader = try InputReader(InputSource(argument: path))
        var lines: [String] = []
        while case .line(let bytes, _)? = reader.nextLine() { lines.append(String(decoding: bytes, as: UTF8.self)) }
        return lines
    }

    private func analyse(_ line: String) throws -> (name: String, result: Expected) {
        let index = StructuralIndex()
        let bytes = Array(line.utf8)
        return try bytes.withUnsafeBytes { bytes in
            var cursor = try index.cursor(over: bytes)
            let start = cursor
            var measurement = OONIMeasurement()
            try OONIReader().read(&cursor, into: &measurement)
            let analysis = WebConnectivityAnalysis(
                measurement.keys, target: measurement.input, cursor: cursor, known: KnownTexts())
            var names = start
            try names.enterObject()
            var first = true
            var name = ""
            while let key = try names.nextKey(&first) {
                if key == "name" || key == "scenario" { name = try names.string().raw } else { try names.skip() }
            }
            let blocking =
                switch analysis.blocking {
                case .undecided: "null"
                case .none: "false"
                default: "\"\(analysis.blocking.rawValue)\""
                }
            return (
                name,
                Expected(
                    blocking: blocking, accessible: analysis.accessible.map(String.init) ?? "null",
                    flags: String(analysis.flags.rawValue), dnsFlags: String(analysis.dnsFlags.rawValue),
                    nullFlags: String(analysis.expected.rawValue),
                    consistency: analysis.isDNSConsistent.map { $0 ? "\"consistent\"" : "\"inconsistent\"" } ?? "null")
            )
        }
    }
}
