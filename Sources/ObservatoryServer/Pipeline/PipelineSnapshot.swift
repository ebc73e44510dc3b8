import Crypto
import FoundationEssentials
import ObservatoryModel

/// All that a pipeline remembers, as one value to keep in a store: what detection knows, and which records and revisions
/// that covers.
///
/// On the wire: one line of JSON (`Head`), then detection's own bytes. A start reads the newest one and runs only the
/// records after it through the pipeline, with the same result as if it had run all of them.
struct PipelineSnapshot: Hashable, Sendable {
    /// The name of the setting that holds it.
    static let settingName = "detection.snapshot"

    var clock: Timestamp
    /// Names of networks that `network` records gave.
    var networkNames: [ASN: String]
    /// `DetectionEngine.snapshot()`.
    var detection: [UInt8]
    /// The last record that it has seen; 0 for none.
    var records: Int64
    /// The last revision, in the order of decision, that was on disk with it; 0 for none.
    var revisions: Int64
    /// `RevisionNumbering.offsets`.
    var offsets: [String: Int]

    /// Why a snapshot is of no use; a full run through the records then takes its place.
    enum Unusable: Error, Hashable, CustomStringConvertible {
        /// It is cut off, or its bytes changed.
        case damaged
        /// Written under other rules of detection, or by a version with another form of it.
        case otherRules(found: String)

        var description: String {
            switch self {
            case .damaged: "it is damaged"
            case .otherRules(let found): "it was written under the rules \(found)"
            }
        }
    }

    private struct Head: Codable {
        var format: Int
        var rules: String
        var clock: Int64
        var records: Int64
        var revisions: Int64
        var offsets: [String: Int]
        /// By the network's number in decimal.
        var networkNames: [String: String]
        /// SHA-256 of detection's bytes, hexadecimal.
        var digest: String
    }

    /// Grows with the form of the head, and with that of detection's bytes under rules of the same version.
    private static let format = 1

    init(
        clock: Timestamp, networkNames: [ASN: String], detection: [UInt8], records: Int64, revisions: Int64,
        offsets: [String: Int]
    ) {
        self.clock = clock
        self.networkNames = networkNames
        self.detection = detection
        self.records = records
        self.revisions = revisions
        self.offsets = offsets
    }

    /// - Parameter rules: The version that the snapshot must have been written under.
    /// - Throws: `Unusable`.
    init(_ bytes: [UInt8], rules: String) throws(Unusable) {
        guard let end = bytes.firstIndex(of: UInt8(ascii: "\n")),
            let head = try? JSONDecoder().decode(Head.self, from: Data(bytes[..<end]))
        else { throw .damaged }
        guard head.format == Self.format, head.rules == rules else {
            throw .otherRules(found: "\(head.rules), form \(head.format)")
        }
        detection = Array(bytes[(end + 1)...])
        guard hex(SHA256.hash(data: detection)) == head.digest, head.records >= 0, head.revisions >= 0 else {
            throw .damaged
        }
        clock = Timestamp(milliseconds: head.clock)
        records = head.records
        revisions = head.revisions
        offsets = head.offsets
        networkNames = [:]
        for (number, name) in head.networkNames {
            guard let number = UInt32(number) else { throw .damaged }
            networkNames[ASN(number)] = name
        }
    }

    /// - Parameter rules: The version that detection runs under.
    func bytes(rules: String) throws -> [UInt8] {
        let head = Head(
            format: Self.format, rules: rules, clock: clock.milliseconds, records: records, revisions: revisions,
            offsets: offsets,
            networkNames: Dictionary(uniqueKeysWithValues: networkNames.map { (String($0.key.number), $0.value) }),
            digest: hex(SHA256.hash(data: detection)))
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return Array(try encoder.encode(head)) + [UInt8(ascii: "\n")] + detection
    }
}
