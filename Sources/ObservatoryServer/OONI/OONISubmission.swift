import Crypto
import FoundationEssentials
import Ingest
import ObservatoryModel
import Synchronization

/// One measurement that an OONI probe submitted, read and checked (FORMATS §1.7).
struct OONISubmission {
    /// What the measurement says, with the id that the collector gives it.
    var verdict: OONIVerdict
    /// `nil` when the measurement names no report.
    var reportID: String?

    /// Why a measurement is not kept.
    enum Fault: Error {
        /// It is no measurement, or not one that a collector takes.
        case invalid(String)
        /// It is one, and says nothing that could be used.
        case unusable(String)
    }

    /// Reads the measurement in a body.
    ///
    /// - Parameters:
    ///   - body: Unpacked; `{"format":"json","content":…}`, where the content is an object or its text.
    ///   - report: The report that it is added to, when it is.
    init(_ body: [UInt8], report: OONIReportID?, received: Timestamp) throws(Fault) {
        let envelope: Envelope
        do {
            envelope = try JSONDecoder().decode(Envelope.self, from: Data(body))
        } catch {
            throw .invalid("the body is no JSON object with “format” and “content”")
        }
        guard envelope.format == "json" else { throw .invalid("“format” must be “json”") }
        let text = envelope.text ?? body
        var parser = OONIParser()
        do {
            verdict = try text.withUnsafeBytes { bytes throws(RecordFault) in try parser.parse(bytes) }
        } catch {
            let reason = "\(error)"
            throw reason.hasPrefix("unusable") ? .unusable(reason) : .invalid(reason)
        }
        guard OONISubmission.isTestName(verdict.test) else { throw .invalid("“\(verdict.test.prefix(40))” is no test") }
        guard verdict.country != .unknown, verdict.country.description != "ZZ" else {
            throw .unusable("it is from nowhere")
        }
        if let report {
            guard report.country == verdict.country.description, report.asn == verdict.asn.number,
                report.test == verdict.test.filter({ $0 != "_" })
            else { throw .invalid("country, network or test are not those that the report was opened for") }
        }
        // OONI's own bounds for clocks that are off.
        guard verdict.at <= received + .hours(1), verdict.at >= received - .days(366) else {
            throw .unusable("it says that it began at \(verdict.at)")
        }
        reportID = envelope.reportID
        verdict.received = received
        verdict.at = min(verdict.at, received)
        verdict.id = OONISubmission.uid(of: text, verdict, received: received)
    }

    /// `20260711174303.899212_ES_webconnectivity_cb7ef25a464d14d4`: reception, country, test, and the beginning of the
    /// SHA-512 of what was submitted.
    private static func uid(of text: [UInt8], _ verdict: OONIVerdict, received: Timestamp) -> String {
        let time = Timestamp(seconds: received.seconds).description.filter { $0.isNumber }
        let fraction = String(1_000_000 + (received.milliseconds - received.seconds * 1000) * 1000).dropFirst()
        return "\(time).\(fraction)_\(verdict.country)_\(verdict.test.filter { $0 != "_" })_\(contentHash(text))"
    }

    /// The last part of a uid, the same for the same bytes.
    static func contentHash(_ text: [UInt8]) -> String { hex(SHA512.hash(data: text).prefix(8)) }

    /// `^[a-z0-9_]{2,30}$`
    static func isTestName(_ text: String) -> Bool {
        (2...30).contains(text.utf8.count)
            && text.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 95 }
    }

    /// The body around a measurement. Of anonymous credentials that may come along nothing is read.
    private struct Envelope: Decodable {
        var format: String
        /// The measurement, when it came as text.
        var text: [UInt8]?
        var reportID: String?

        private enum Keys: String, CodingKey { case format, content }
        private struct Named: Decodable { var report_id: String? }

        init(from decoder: any Decoder) throws {
            let values = try decoder.container(keyedBy: Keys.self)
            format = try values.decode(String.self, forKey: .format)
            if let content = try? values.decode(String.self, forKey: .content) {
                text = Array(content.utf8)
                reportID = (try? JSONDecoder().decode(Named.self, from: Data(content.utf8)))?.report_id
            } else {
                reportID = try values.decode(Named.self, forKey: .content).report_id
            }
        }
    }
}

/// Remembers what was submitted lately, so that a probe whose answer was lost is not counted twice when it tries again.
///
/// Holds hashes of measurements and their ids in memory, a day long, and forgets the oldest when it is full.
final class OONISubmissionLedger: Sendable {
    private struct State {
        var uids: [String: String] = [:]
        var order: [(hash: String, at: Timestamp)] = []
        var first = 0
    }

    private let state = Mutex(State())
    private let capacity: Int

    init(capacity: Int = 50_000) {
        self.capacity = capacity
    }

    /// The uid that the same measurement got before; `nil` for a new one, which is noted.
    func uid(of submission: OONISubmission, at now: Timestamp) -> String? {
        let uid = submission.verdict.id
        let hash = String(uid.suffix(16)) + uid.dropFirst(21).dropLast(17)
        return state.withLock { state in
            while state.first < state.order.count,
                state.order.count - state.first >= capacity || state.order[state.first].at < now - .days(1)
            {
                state.uids[state.order[state.first].hash] = nil
                state.first += 1
            }
            if state.first > capacity {
                state.order.removeFirst(state.first)
                state.first = 0
            }
            if let known = state.uids[hash] { return known }
            state.uids[hash] = uid
            state.order.append((hash, now))
            return nil
        }
    }

    /// Takes a note back when the measurement could not be stored after all.
    func forget(_ submission: OONISubmission) {
        let uid = submission.verdict.id
        let hash = String(uid.suffix(16)) + uid.dropFirst(21).dropLast(17)
        state.withLock { $0.uids[hash] = nil }
    }
}
