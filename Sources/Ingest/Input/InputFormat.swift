/// What an input holds (CONTRACT §3, `--format`).
package enum InputFormat: String, Hashable, Sendable, CaseIterable {
    case auto, native, ooni
    case ooniObservations = "ooni-observations"
    case ioda, radar, mrt, series
}

extension InputFormat {
    /// Tells the format from the first bytes of the unpacked content; `nil` when it is none that is known.
    ///
    /// - Parameter head: Up to 64 KiB; whole lines where the input has lines.
    package static func guess(_ head: UnsafeRawBufferPointer) -> InputFormat? {
        if isMRT(head) { return .mrt }
        guard !isBinary(head) else { return nil }
        let text = String(decoding: head, as: UTF8.self)
        // By bytes: CR LF is one character to Swift's strings.
        let lines = head.split(separator: 0x0a, maxSplits: 40, omittingEmptySubsequences: true).prefix(40)
            .map { String(decoding: $0, as: UTF8.self).trimmed }
        guard let first = lines.first(where: { !$0.isEmpty }) else {
            // Nothing but white space is an empty stream.
            return .native
        }
        if first.hasPrefix(")]}'") { return .series }
        if first.hasPrefix("//") || first.hasPrefix("/*") {
            return text.contains("\"queries\"") || text.contains("\"test_keys\"") ? .ooni : nil
        }
        if let table = SeriesTable.Kind(header: first[...]) {
            return table == .ooniObservations ? .ooniObservations : .series
        }
        for line in lines {
            if line.hasPrefix("{\"kind\""), !text.contains("\"test_keys\"") { return .native }
        }
        // A line that is longer than the head tells nothing; what follows it may be a stream.
        if head.count >= 1 << 16, !head.contains(0x0a), !first.hasPrefix("{"), !first.hasPrefix("[") { return .native }
        guard first.hasPrefix("{") || first.hasPrefix("[") else {
            return lines.contains(where: { $0.hasPrefix("{") && $0.contains("\"kind\"") }) ? .native : nil
        }
        return guessJSON(text)
    }

    /// Tells the formats apart that are JSON texts, by keys that only one of them has.
    private static func guessJSON(_ text: String) -> InputFormat? {
        func has(_ keys: String...) -> Bool { keys.contains { text.contains("\"\($0)\"") } }
        if has("test_keys", "measurement_uid", "test_start_time", "probe_cc", "anomaly_count") { return .ooni }
        if has("datasource", "entityType", "nativeStep") { return .ioda }
        if has("serie_0", "dateRange", "confidenceInfo", "trafficAnomalies", "annotations") { return .radar }
        if has("kind") { return .native }
        return nil
    }

    /// Whether more than one byte in a hundred is a control character that no text has; a few may be damage.
    static func isBinary(_ head: UnsafeRawBufferPointer) -> Bool {
        let odd = head.count { $0 < 0x20 && $0 != 0x09 && $0 != 0x0a && $0 != 0x0d }
        return odd * 100 > head.count
    }

    /// MRT has no magic number: a plausible time, a known type and subtype, and a length.
    private static func isMRT(_ head: UnsafeRawBufferPointer) -> Bool {
        guard head.count >= 12 else { return false }
        let type = UInt16(head[4]) << 8 | UInt16(head[5])
        let subtype = UInt16(head[6]) << 8 | UInt16(head[7])
        let length = UInt32(head[8]) << 24 | UInt32(head[9]) << 16 | UInt32(head[10]) << 8 | UInt32(head[11])
        return [11, 12, 13, 16, 17, 32, 33, 48, 49].contains(type) && subtype < 16 && length < 1 << 24
    }
}

extension String {
    /// Without white space and a byte-order mark at its ends.
    fileprivate var trimmed: String {
        let scalars = unicodeScalars
        let isSpace = { (scalar: Unicode.Scalar) in scalar.value <= 0x20 || scalar.value == 0xfeff }
        guard let first = scalars.firstIndex(where: { !isSpace($0) }),
            let last = scalars.lastIndex(where: { !isSpace($0) })
        else { return "" }
        return String(scalars[first...last])
    }
}
