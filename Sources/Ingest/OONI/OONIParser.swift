package import ObservatoryModel

/// Turns raw OONI measurements, and rows of OONI's own tables, into verdicts (FORMATS §1).
///
/// Not for two threads at once.
package struct OONIParser: ~Copyable {
    private let index = StructuralIndex()
    private let reader = OONIReader()
    private let known = KnownTexts()
    private let texts = TextCache<String>(slots: 2048)
    private let platforms = TextCache<PlatformID?>(slots: 4096)
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

    /// What OONI's rules say of a web_connectivity measurement, from its tables alone, for whoever writes one.
    ///
    /// - Throws: when the text is no JSON.
    package mutating func words(
        ofWebConnectivity text: UnsafeRawBufferPointer
    ) throws(RecordFault) -> WebConnectivityWords {
        var cursor = try index.cursor(over: text)
        guard cursor.byte == UInt8(ascii: "{") else { throw cursor.unexpected("an object") }
        measurement = OONIMeasurement()
        let before = cursor
        try reader.read(&cursor, into: &measurement)
        try cursor.finish()
        return WebConnectivityWords(
            WebConnectivityAnalysis(measurement.keys, target: measurement.input, cursor: before, known: known))
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
        guard let at = Timestamp(rfc3339: start.bytes, assumingUTC: true), at >= earliest else {
            throw .field("measurement_start_time", needs: "a time from 1990 on", found: start.raw)
        }
        let id = try measurement.uid?.decoded() ?? contentID(text)
        if let uid = measurement.uid { try checkClock(at, uid: uid) }
        if let neutrals = measurement.neutralsOK, neutrals.hasPrefix("0/"), !(neutrals == "0/0") {
            throw .other("unusable: none of the neutral hosts beside it could be reached")
        }
        let country = try country()
        let target = try measurement.input.map { text throws(RecordFault) in try remembered(text) } ?? ""
        guard let judgement = try judge(test, country, cursor) else {
            throw .other("unusable: the \(test) measurement shows nothing that was tried")
        }
        let receivedAt = received ?? at
        return OONIVerdict(
            id: id, at: min(at, receivedAt), received: receivedAt, country: country,
            asn: measurement.asn.flatMap { ASN(ooni: $0) } ?? .unknown,
            access: measurement.networkType.map { AccessType(networkType: $0) } ?? .unknown, test: test,
            platform: try platform(test, target), target: target,
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
    private func checkClock(_ at: Timestamp, uid: JSONText) throws(RecordFault) {
        guard uid.count > 15, uid.start[14] == UInt8(ascii: ".") else { return }
        func number(_ place: Int, _ count: Int) -> Int64? {
            JSONText(start: uid.start + place, count: count).digits()
        }
        guard let year = number(0, 4), let month = number(4, 2), let day = number(6, 2), let hour = number(8, 2),
            let minute = number(10, 2), let second = number(12, 2), (1...12).contains(month), (1...31).contains(day)
        else { return }
        let days = CivilDate(year: year, month: month, day: day).daysSinceEpoch
        let collected = Timestamp(seconds: days * 86_400 + hour * 3600 + minute * 60 + second)
        if at > collected + .hours(1) || at < collected - .days(366) {
            throw .other("unusable: it says that it began at \(at) and was collected at \(collected)")
        }
    }

    /// An id for measurements without a uid: 128 bits over their text, the same in every run.
    ///
    /// Four lanes of eight bytes, so that the processor multiplies them side by side, folded into two words at the end.
    private func contentID(_ text: UnsafeRawBufferPointer) -> String {
        guard let start = text.baseAddress else { return "ooni-" }
        let prime: UInt64 = 0x9fb2_1c65_1e98_df25
        var (first, second) = (UInt64(0x9e37_79b9_7f4a_7c15), UInt64(0xc2b2_ae3d_27d4_eb4f))
        var (third, fourth) = (UInt64(0x1656_67b1_9e37_79f9), UInt64(text.count))
        func word(_ offset: Int) -> UInt64 {
            UInt64(littleEndian: (start + offset).loadUnaligned(as: UInt64.self))
        }
        func step(_ lane: inout UInt64, _ word: UInt64) {
            lane = (lane ^ word) &* prime
            lane ^= lane >> 29
        }
        var offset = 0
        while offset + 32 <= text.count {
            step(&first, word(offset))
            step(&second, word(offset + 8))
            step(&third, word(offset + 16))
            step(&fourth, word(offset + 24))
            offset += 32
        }
        for byte in text[offset...] { step(&first, UInt64(byte)) }
        let left = mixed(first ^ mixed(second) &+ third)
        let right = mixed(fourth ^ mixed(third) &+ first &* 3 &+ second)
        return String(unsafeUninitializedCapacity: 37) { target in
            _ = target.initialize(from: "ooni-".utf8)
            for (word, place) in [(left, 5), (right, 21)] {
                for digit in 0..<16 {
                    let value = UInt8(truncatingIfNeeded: word >> UInt64(60 - digit * 4)) & 15
                    target[place + digit] = value < 10 ? value + 48 : value + 87
                }
            }
            return 37
        }
    }

    private func mixed(_ value: UInt64) -> UInt64 {
        var value = (value ^ value >> 33) &* 0xff51_afd7_ed55_8ccd
        value = (value ^ value >> 33) &* 0xc4ce_b9fe_1a85_ec53
        return value ^ value >> 33
    }

    /// The platform of a test and target; those of tests without a host are found by the test alone.
    private func platform(_ test: String, _ target: String) throws(RecordFault) -> PlatformID? {
        if let platform = OONIPlatforms.platform(test: test) { return platform }
        guard let input = measurement.input else { return nil }
        return try platforms.value(of: input.bytes) { _ in OONIPlatforms.platform(url: target) }
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
            let page = KnownBlockPages.judgement(
                keys, country: country, target: measurement.input, known: known)
            if let page { return page }
            guard
                keys.connects.contains(where: { $0.transaction != 0 })
                    || keys.lookups.contains(where: { $0.transaction != 0 })
            else { return WebVerdict.judge(wordsOf: keys, known: known) }
            let analysis = WebConnectivityAnalysis(
                keys, target: measurement.input, cursor: cursor, known: known)
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

extension ASN {
    /// `AS1234`, or the number alone; `nil` for anything else.
    fileprivate init?(ooni text: JSONText) {
        let prefix = text.hasPrefix("AS") ? 2 : 0
        let digits = JSONText(start: text.start + prefix, count: text.count - prefix)
        guard let number = digits.digits().flatMap({ UInt32(exactly: $0) }) else { return nil }
        self.init(number)
    }
}

extension AccessType {
    /// OONI's word for the kind of network that the probe's device uses.
    fileprivate init(networkType: JSONText) {
        switch networkType {
        case "mobile": self = .mobile
        case "wifi", "wired_ethernet": self = .fixed
        // A VPN ends in a data centre, whatever the device is attached to.
        case "vpn": self = .datacentre
        default: self = .unknown
        }
    }
}

extension OONIWeights {
    /// Ours: OONI calls it an anomaly and says no more; about one in three is a block where nothing is blocked for good.
    static let anomalyWithoutDetail = OONIWeights(0.6, 0.2, 0.2)
}
