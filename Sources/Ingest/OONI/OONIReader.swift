import ObservatoryModel

/// Finds the parts of a raw measurement in its text, in one pass; what is not needed is jumped over unread.
///
/// Tolerant as FORMATS §0 asks: absent, `null` and empty are the same, numbers may be strings, a value of the wrong
/// type counts as absent. Only a text that is no JSON at all is an error.
struct OONIReader {
    /// Reads an object: a measurement, or a wrapper around one (`measurement`, `content`).
    func read(_ cursor: inout JSONCursor, into result: inout OONIMeasurement, depth: Int = 0) throws(RecordFault) {
        try cursor.enterObject()
        var first = true
        while let key = try cursor.nextKey(&first) {
            switch key {
            case "test_keys":
                if cursor.byte == UInt8(ascii: "{") {
                    result.hasTestKeys = true
                    result.keys.removeAll()
                    try readKeys(&cursor, into: &result.keys)
                } else {
                    try cursor.skip()
                }
            case "measurement_uid": result.uid = try text(&cursor) ?? result.uid
            case "report_id": result.reportID = try text(&cursor) ?? result.reportID
            case "input": result.input = try text(&cursor)
            case "measurement_start_time": result.start = try text(&cursor) ?? result.start
            case "probe_cc": result.country = try text(&cursor) ?? result.country
            case "probe_asn": result.asn = try scalar(&cursor) ?? result.asn
            case "test_name": result.test = try text(&cursor) ?? result.test
            case "test_version": result.testVersion = try text(&cursor) ?? result.testVersion
            case "annotations": try readAnnotations(&cursor, into: &result)
            case "measurement", "content", "explorer_meta":
                // The wrapper of a collection, of the collector's protocol, and OONI Explorer's words beside it.
                if cursor.byte == UInt8(ascii: "{"), depth < 2 {
                    try read(&cursor, into: &result, depth: depth + 1)
                } else {
                    try cursor.skip()
                }
            case "scores", "anomaly", "confirmed", "failure", "msm_failure":
                try readRow(key, &cursor, into: &result)
            default: try cursor.skip()
            }
        }
    }

    private func readAnnotations(
        _ cursor: inout JSONCursor, into result: inout OONIMeasurement
    ) throws(RecordFault) {
        guard try cursor.entersObject() else { return }
        var first = true
        while let key = try cursor.nextKey(&first) {
            switch key {
            case "network_type": result.networkType = try text(&cursor)
            case "parallax_neutrals_ok": result.neutralsOK = try text(&cursor)
            default: try cursor.skip()
            }
        }
    }

    private func readRow(
        _ key: JSONText, _ cursor: inout JSONCursor, into result: inout OONIMeasurement
    ) throws(RecordFault) {
        var row = result.row ?? OONIRow()
        switch key {
        case "scores":
            guard try cursor.entersObject() else { return }
            var first = true
            while let key = try cursor.nextKey(&first) {
                switch key {
                case "blocking_general": row.blockingGeneral = try number(&cursor)
                case "accuracy": row.accuracy = try number(&cursor)
                default: try cursor.skip()
                }
            }
        case "anomaly": row.isAnomaly = try flag(&cursor)
        case "confirmed": row.isConfirmed = try flag(&cursor)
        default: row.isFailure = try flag(&cursor)
        }
        result.row = row
    }

    /// `true`, `"t"`, or one of the latter with a space before it, as some rows of the database have it.
    private func flag(_ cursor: inout JSONCursor) throws(RecordFault) -> Bool {
        guard let text = try scalar(&cursor) else { return false }
        return text == "true" || text == "t" || text == " t"
    }

    // MARK: Values, tolerantly

    /// A string that is not empty, without spaces before it (some rows of OONI's database have them); anything else is
    /// passed over as absent.
    @inline(__always)
    func text(_ cursor: inout JSONCursor) throws(RecordFault) -> JSONText? {
        guard cursor.byte == UInt8(ascii: "\"") else {
            try cursor.skip()
            return nil
        }
        var text = try cursor.string()
        while text.count > 0, text.start[0] == UInt8(ascii: " ") {
            text = JSONText(start: text.start + 1, count: text.count - 1)
        }
        return text.count > 0 ? text : nil
    }

    /// A string, number, `true`, `false`, or `nil` for `null`, objects and lists.
    @inline(__always)
    func scalar(_ cursor: inout JSONCursor) throws(RecordFault) -> JSONText? {
        switch cursor.byte {
        case UInt8(ascii: "\""): return try cursor.string()
        case UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "n"):
            try cursor.skip()
            return nil
        default: return try cursor.token()
        }
    }

    /// A number, also as a string; `nil` for anything else.
    @inline(__always)
    func number(_ cursor: inout JSONCursor) throws(RecordFault) -> Double? {
        guard let text = try scalar(&cursor) else { return nil }
        return try? text.double()
    }

    /// A whole number, also as a string; 0 for anything else.
    @inline(__always)
    func integer(_ cursor: inout JSONCursor) throws(RecordFault) -> Int64 {
        guard let text = try scalar(&cursor) else { return 0 }
        return text.int64() ?? 0
    }

    /// Goes through a list of objects, calling `body` with the cursor inside each; other elements are passed over.
    @inline(__always)
    func eachObject(
        _ cursor: inout JSONCursor, _ body: (inout JSONCursor) throws(RecordFault) -> Void
    ) throws(RecordFault) {
        guard cursor.byte == UInt8(ascii: "[") else { return try cursor.skip() }
        try cursor.enterArray()
        var first = true
        while try cursor.nextElement(&first) {
            guard try cursor.entersObject() else { continue }
            try body(&cursor)
        }
    }

    /// The depth and the body mark among a row's tags.
    @inline(__always)
    func tags(
        _ cursor: inout JSONCursor, _ depth: inout Int, _ fetchesBody: inout Bool
    ) throws(RecordFault) {
        guard cursor.byte == UInt8(ascii: "[") else { return try cursor.skip() }
        try cursor.enterArray()
        var first = true
        while try cursor.nextElement(&first) {
            guard let tag = try text(&cursor) else { continue }
            if tag == "fetch_body=true" {
                fetchesBody = true
            } else if tag.count > 6, tag.count < 10, JSONText(start: tag.start, count: 6) == "depth=" {
                depth = Int(JSONText(start: tag.start + 6, count: tag.count - 6).int64() ?? -1)
            }
        }
    }
}
