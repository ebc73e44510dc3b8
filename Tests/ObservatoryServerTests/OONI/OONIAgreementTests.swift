import FoundationEssentials
import Ingest
import NetworkLab
import ObservatoryModel
import Probing
import Testing
import WireFormats

@testable import ObservatoryServer

/// What we write as OONI measurements is read the same way by OONI's rules, written down in Python and tested against
/// OONI's own 50 cases, and by our own reader.
@Suite(.serialized) struct `Measurements in OONI's format` {
    @Test func `say of every mechanism what OONI's rules say, and are read back with the same verdict`() async throws {
        var rows: [String] = []
        try await CensoredLab.with { world in
            for mechanism in WrittenMechanism.all {
                let line = try await measurement(of: mechanism, in: world)
                let text = String(decoding: line, as: UTF8.self)
                #expect(!text.contains("127.66."), "\(mechanism.name) shows an address of the lab")
                #expect(!text.contains("192.0.2.7"), "\(mechanism.name) shows the client’s address")
                let words = try JSONDecoder().decode(OONIWords.self, from: Data(line))
                #expect(
                    (words.blocking, words.accessible) == mechanism.words,
                    "\(mechanism.name): \(words.blocking) \(words.accessible)")
                check(line, mechanism)
                rows.append("{\"name\":\"\(mechanism.name)\",\"measurement\":\(text)}\n")
            }
        }
        try OONIRules.check(rows)
    }

    private func measurement(of mechanism: WrittenMechanism, in world: CensoredLab) async throws -> [UInt8] {
        try await world.lab.enforce(mechanism.helper == .censoredToo ? mechanism.rules : [])
        let answer = await world.helperAnswer(secure: mechanism.secure)
        try await world.lab.enforce(mechanism.rules)
        let detailed = await world.session(secure: mechanism.secure, id: "s-1")
        let hops = await world.runner.redirects(after: detailed)
        let control: OONIMeasurementWriter.Control =
            if let failure = detailed.session.neutralFailure {
                .failed(failure)
            } else {
                .answer(try world.published(answer), helper: "https://observatory.example/ooni/test-helper")
            }
        var writer = OONIMeasurementWriter()
        return writer.measurement(
            try world.published(detailed), hops: hops.map { world.published($0) }, control: control)
    }

    private func check(_ line: [UInt8], _ mechanism: WrittenMechanism) {
        var parser = OONIParser()
        do {
            let verdict = try line.withUnsafeBytes { try parser.parse($0) }
            let weights = [(verdict.blocked, "blocked"), (verdict.down, "down"), (verdict.ok, "ok")]
            let reading = weights.max { $0.0 < $1.0 }?.1
            #expect(reading == mechanism.reading.rawValue, "\(mechanism.name) is read as \(weights)")
            #expect(mechanism.reading == .ok || verdict.stage == mechanism.stage, "\(mechanism.name): \(verdict)")
            #expect(verdict.country.description == "PK" && verdict.asn == ASN(17557) && verdict.access == .fixed)
        } catch {
            #expect(mechanism.reading == .unusable, "\(mechanism.name): \(error)")
        }
    }
}
