package import ObservatoryModel

/// Turns raw OONI measurements, and rows of OONI's own tables, into verdicts (FORMATS §1).
///
/// Not for two threads at once.
package struct OONIParser: ~Copyable {
    private let index = StructuralIndex()
    private let reader = OONIReader()
    private let addresses = AddressKinds()
    private let texts = TextCache<String>(slots: 2048)
    /// Kept from one measurement to the next for its memory.
    private var measurement = OONIMeasurement()

    package init() {}

    /// Reads one measurement: a JSON object, also inside a wrapper (`measurement`, `content`).
    ///
    /// - Parameters:
    ///   - line: The text; borrowed.
    ///   - received: When the observatory got it; `nil` for files, where it equals `at`.
    /// - Throws: when it is no JSON, lacks what a record needs, or measured nothing (`test_keys` is null).
    package mutating func parse(
        _ line: UnsafeRawBufferPointer, received: Timestamp? = nil
    ) throws(RecordFault) -> OONIVerdict {
        var cursor = try index.cursor(over: line)
        return try parse(&cursor, line, received, isWhole: true)
    }

    /// Reads all measurements of a document: an object, or a list of them, or an object with a list `results`.
    mutating func parse(
        document: UnsafeRawBufferPointer, _ body: (Result<OONIVerdict, RecordFault>) -> Void
    ) throws(RecordFault) {
        var cursor = try index.cursor(over: document)
        if cursor.byte == UInt8(ascii: "{") {
            var probe = cursor
            try probe.enterObject()
            var first = true
            while let key = try probe.nextKey(&first) {
                if key == "results" || key == "result", probe.byte == UInt8(ascii: "[") {
                    try parseList(&probe, document, body)
                    return
                }
                try probe.skip()
            }
            try probe.finish()
        } else if cursor.byte == UInt8(ascii: "[") {
            return try parseList(&cursor, document, body)
        }
        do throws(RecordFault) {
            body(.success(try parse(&cursor, document, nil, isWhole: true)))
        } catch {
            body(.failure(error))
        }
    }

    private mutating func parseList(
        _ cursor: inout JSONCursor, _ text: UnsafeRawBufferPointer, _ body: (Result<OONIVerdict, RecordFault>) -> Void
    ) throws(RecordFault) {
        try cursor.enterArray()
        var first = true
        while try cursor.nextElement(&first) {
            var end = cursor
            try end.skip()
            do throws(RecordFault) {
                body(.success(try parse(&cursor, text, nil, isWhole: false)))
            } catch {
                body(.failure(error))
            }
            cursor = end
        }
    }

    private mutating func parse(
        _ cursor: inout JSONCursor, _ text: UnsafeRawBufferPointer, _ received: Timestamp?, isWhole: Bool
    ) throws(RecordFault) -> OONIVerdict {
        var keys = OONITestKeys()
        swap(&keys, &measurement.keys)
        measurement = OONIMeasurement()
        swap(&keys, &measurement.keys)
        measurement.keys.removeAll()
        let before = cursor
        guard cursor.byte == UInt8(ascii: "{") else { throw cursor.unexpected("an object") }
        try reader.read(&cursor, into: &measurement)
        if isWhole { try cursor.finish() }
        let start = Int(before.marks[before.next])
        let end = Int(cursor.marks[cursor.next - 1]) + 1
        return try verdict(
            before, UnsafeRawBufferPointer(rebasing: text[start..<max(start, end)]), received)
    }

    private func verdict(
        _ cursor: JSONCursor, _ text: UnsafeRawBufferPointer, _ received: Timestamp?
    ) throws(RecordFault) -> OONIVerdict {
        guard let testName = measurement.test else { throw .missing("test_name") }
        let test = try remembered(testName)
        guard let start = measurement.start else { throw .missing("measurement_start_time") }
        guard let at = Timestamp(rfc3339: start.bytes, assumingUTC: true) else {
            throw .field("measurement_start_time", needs: "a time", found: start.raw)
        }
        let id = try measurement.uid?.decoded() ?? contentID(text)
        try checkClock(at, uid: id)
        let country = try country()
        let target = try measurement.input?.decoded() ?? ""
        guard let judgement = try judge(test, country, cursor) else {
            throw .other("unusable: the \(test) measurement shows nothing that was tried")
        }
        let receivedAt = received ?? at
        return OONIVerdict(
            id: id, at: min(at, receivedAt), received: receivedAt, country: country,
            asn: measurement.asn.flatMap { parseASN($0.raw) } ?? .unknown,
            access: accessType(networkType: measurement.networkType?.raw ?? ""), test: test,
            platform: OONIPlatforms.platform(test: test, target: target), target: target,
            blocked: judgement.weights.blocked, down: judgement.weights.down, ok: judgement.weights.ok,
            stage: judgement.stage, failure: judgement.failure)
    }

    private func country() throws(RecordFault) -> CountryCode {
        guard let text = measurement.country else { return .unknown }
        guard let code = CountryCode(utf8: text.bytes), KnownCountries.contains(code) else {
            throw .field("probe_cc", needs: "an ISO 3166-1 alpha-2 code", found: text.raw)
        }
        return code
    }

    /// Probes with a wrong clock are unusable: OONI's limits are an hour ahead of the collector, and a year behind it.
    ///
    /// The collector's time is the first part of the uid, `20260711174303.899212_ES_…`; older uids have none.
    private func checkClock(_ at: Timestamp, uid: String) throws(RecordFault) {
        let digits = Array(uid.utf8.prefix(15))
        guard digits.count == 15, digits[14] == UInt8(ascii: "."), digits[..<14].allSatisfy({ $0 &- 48 < 10 }) else {
            return
        }
        var text = Array("0000-00-00T00:00:00Z".utf8)
        for (digit, place) in zip(digits, [0, 1, 2, 3, 5, 6, 8, 9, 11, 12, 14, 15, 17, 18]) { text[place] = digit }
        guard let collected = text.withUnsafeBufferPointer({ Timestamp(rfc3339: $0) }) else { return }
        if at > collected + .hours(1) || at < collected - .days(366) {
            throw .field("measurement_start_time", needs: "a time near its collection at \(collected)", found: "\(at)")
        }
    }

    /// An id for measurements without a uid: 128 bits over their text, eight bytes at a time, the same in every run.
    private func contentID(_ text: UnsafeRawBufferPointer) -> String {
        var (left, right) = (UInt64(0x9e37_79b9_7f4a_7c15), UInt64(0xc2b2_ae3d_27d4_eb4f) &+ UInt64(text.count))
        func mix(_ word: UInt64) {
            let product = (left ^ word).multipliedFullWidth(by: 0xff51_afd7_ed55_8ccd)
            left = product.high ^ product.low
            right = (right ^ word) &* 0xc4ce_b9fe_1a85_ec53
            right ^= right >> 31
        }
        var offset = 0
        while offset + 8 <= text.count {
            mix(UInt64(littleEndian: text.loadUnaligned(fromByteOffset: offset, as: UInt64.self)))
            offset += 8
        }
        var rest: UInt64 = 0
        for byte in text[offset...] { rest = rest << 8 | UInt64(byte) }
        mix(rest)
        func hex(_ value: UInt64) -> String {
            let digits = String(value, radix: 16)
            return String(repeating: "0", count: 16 - digits.utf8.count) + digits
        }
        return "ooni-" + hex(left) + hex(right)
    }

    private func remembered(_ text: JSONText) throws(RecordFault) -> String {
        try texts.value(of: text.bytes) { bytes throws(RecordFault) in
            try JSONText(start: bytes.baseAddress!, count: bytes.count).decoded()
        }
    }

    private func judge(
        _ test: String, _ country: CountryCode, _ cursor: JSONCursor
    ) throws(RecordFault) -> OONIJudgement? {
        guard measurement.hasTestKeys else {
            if let row = measurement.row { return try judge(row) }
            throw .other("unusable: test_keys is null or missing")
        }
        let keys = measurement.keys
        switch test {
        case "web_connectivity":
            if let page = KnownBlockPages.judgement(keys, country: country, target: measurement.input) { return page }
            guard
                keys.connects.contains(where: { $0.transaction != 0 })
                    || keys.lookups.contains(where: { $0.transaction != 0 })
            else { return WebVerdict.judge(wordsOf: keys, addresses: addresses) }
            let analysis = WebConnectivityAnalysis(
                keys, target: measurement.input, cursor: cursor, addresses: addresses)
            return WebVerdict.judge(analysis, keys)
        default:
            return try AppReader.judge(test, keys, version: measurement.testVersion?.raw ?? "", at: measurement.start)
        }
    }

    /// A row that OONI's fast path judged: its score is a sum of hints, of which more than .5 is an anomaly.
    private func judge(_ row: OONIRow) throws(RecordFault) -> OONIJudgement {
        if row.isFailure { throw .other("unusable: OONI marks the measurement as failed") }
        if let accuracy = row.accuracy, accuracy < 0.5 {
            throw .other("unusable: OONI gives it an accuracy of \(accuracy)")
        }
        if row.isConfirmed { return OONIJudgement(weights: .blockPage) }
        let isAnomaly = row.blockingGeneral.map { $0 > 0.5 } ?? row.isAnomaly
        return isAnomaly ? OONIJudgement(weights: .anomalyWithoutDetail) : .works
    }
}

extension OONIWeights {
    /// Ours: OONI calls it an anomaly and says no more; about one in three is a block where nothing is blocked for good.
    static let anomalyWithoutDetail = OONIWeights(0.6, 0.2, 0.2)
}
