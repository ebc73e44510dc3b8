import ObservatoryModel
import Testing
import WireFormats

@testable import Ingest

/// Reads one line with a parser of its own.
func parse(_ line: String) throws(RecordFault) -> Record {
    try parse(Array(line.utf8))
}

func parse(_ line: [UInt8]) throws(RecordFault) -> Record {
    var parser = NativeParser()
    var result: Result<Record, RecordFault>?
    line.withUnsafeBytes { bytes in
        do throws(RecordFault) {
            result = .success(try parser.parse(bytes))
        } catch {
            result = .failure(error)
        }
    }
    return try result!.get()
}

/// Why a line is no record; `nil` when it is one.
func fault(_ line: String) -> String? {
    do {
        _ = try parse(line)
        return nil
    } catch {
        return error.description
    }
}

@Suite struct NativeParserTests {
    @Test func `a session of the contract is read in full`() throws {
        guard case .session(let session) = try parse(ContractLines.session) else {
            Issue.record("not a session")
            return
        }
        #expect(session.id == "s-000001")
        #expect(session.at == Timestamp("2024-01-07T13:00:05Z"))
        #expect(session.received == Timestamp("2024-01-07T13:00:09Z"))
        #expect(session.every == 600)
        #expect(session.probe == "p-7f3a")
        #expect(session.country == CountryCode("PK"))
        #expect(session.region == RegionCode("PK-SD"))
        #expect(session.asn == ASN(17557))
        #expect(session.access == .mobile)
        #expect(session.platform == PlatformID("x"))
        #expect(session.outcome == .failed)
        #expect(session.steps.map(\.stage) == [.dns, .tcp, .tls, .http])
        #expect(session.steps[0].answers.map(\.addresses) == [["10.10.34.35"], ["104.244.42.1"]])
        #expect(session.steps[2].failure == .connectionReset)
        #expect(session.steps[3].status == 451)
        #expect(session.transfer == Transfer(bytes: 512_000, milliseconds: 4200))
        #expect(session.controls.count == 3)
        #expect(session.controls[0].transfer?.milliseconds == 900)
        #expect(session.contrasts == [Contrast(name: .neutralSNI, outcome: .ok)])
    }

    @Test(arguments: ContractLines.all) func `what the writer writes reads back as the same record`(_ line: String)
        throws
    {
        let record = try parse(line)
        var writer = RecordWriter()
        let written = writer.line(record)
        #expect(try parse(written) == record)
        #expect(String(decoding: written, as: UTF8.self).hasPrefix("{\"kind\":\"\(record.kind)\","))
    }

    @Test func `a moment later than its reception is set to it`() throws {
        let record = try parse(
            ContractLines.report.replacing("\"at\":\"2024-01-07T13:02:00Z\"", with: "\"at\":\"2031-01-01T00:00:00Z\""))
        #expect(record.at == record.received)
    }

    @Test func `the moment of reception can be given from outside`() throws {
        var parser = NativeParser()
        let now = Timestamp("2024-02-01T00:00:00Z")!
        let body = Array(ContractLines.session.utf8)
        let batch = NativeBatch(body, received: now, parser: &parser)
        #expect(batch.items.map(\.record.received) == [now])
        #expect(batch.items.map(\.record.at) == [Timestamp("2024-01-07T13:00:05Z")])
    }
}
