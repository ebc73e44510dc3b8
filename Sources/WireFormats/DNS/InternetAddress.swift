/// An IPv4 or IPv6 address without port or zone.
package struct InternetAddress: Hashable, Sendable, CustomStringConvertible, LosslessStringConvertible {
    /// 4 or 16 bytes in network order.
    package let bytes: [UInt8]

    /// `nil` unless there are 4 or 16 bytes.
    package init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 4 || bytes.count == 16 else { return nil }
        self.bytes = Array(bytes)
    }

    /// Reads dotted decimal (four numbers without leading zeros) or RFC 4291 text, also with a dotted tail.
    ///
    /// `nil` for anything else, a zone (`%eth0`) and brackets among it.
    package init?(_ text: String) {
        let parsed = text.utf8.contains(UInt8(ascii: ":")) ? Self.sixteen(text) : Self.four(text[...])
        guard let parsed else { return nil }
        bytes = parsed
    }

    /// 4 or 6.
    package var family: UInt8 { bytes.count == 4 ? 4 : 6 }

    /// Dotted decimal, or RFC 5952 text.
    package var description: String {
        if bytes.count == 4 { return bytes.map { String($0) }.joined(separator: ".") }
        let groups = (0..<8).map { UInt16(bytes[2 * $0]) << 8 | UInt16(bytes[2 * $0 + 1]) }
        let gap = Self.longestZeroRun(groups)
        var text = ""
        var index = 0
        while index < 8 {
            if let gap, index == gap.lowerBound {
                text += "::"
                index = gap.upperBound
                continue
            }
            if !text.isEmpty, !text.hasSuffix(":") { text += ":" }
            text += String(groups[index], radix: 16)
            index += 1
        }
        return text
    }

    /// The address with a port as OONI writes endpoints: `192.0.2.1:443`, `[2001:db8::1]:443`.
    package func endpoint(port: UInt16) -> String {
        family == 4 ? "\(self):\(port)" : "[\(self)]:\(port)"
    }

    /// The longest run of two or more zero groups, the first of equals; `nil` when there is none.
    private static func longestZeroRun(_ groups: [UInt16]) -> Range<Int>? {
        var best: Range<Int>?
        var start = 0
        while start < 8 {
            guard groups[start] == 0 else {
                start += 1
                continue
            }
            var end = start
            while end < 8, groups[end] == 0 { end += 1 }
            if end - start >= 2, end - start > best?.count ?? 0 { best = start..<end }
            start = end
        }
        return best
    }

    private static func four(_ text: Substring) -> [UInt8]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var bytes: [UInt8] = []
        for part in parts {
            guard (1...3).contains(part.utf8.count), part.utf8.allSatisfy({ $0 &- 48 < 10 }),
                part.utf8.count == 1 || part.utf8.first != UInt8(ascii: "0"), let byte = UInt8(part)
            else { return nil }
            bytes.append(byte)
        }
        return bytes
    }

    private static func sixteen(_ text: String) -> [UInt8]? {
        // "::" may stand once; an empty half stands for no groups.
        var halves: [Substring] = [text[...]]
        if let gap = text.firstRange(ofTwoColons: text.startIndex) {
            halves = [text[..<gap.lowerBound], text[gap.upperBound...]]
            if text.firstRange(ofTwoColons: text.index(after: gap.lowerBound)) != nil { return nil }
        }
        var parsed: [[UInt8]] = []
        for (index, half) in halves.enumerated() {
            guard let bytes = groups(half, dottedTail: index == halves.count - 1) else { return nil }
            parsed.append(bytes)
        }
        if parsed.count == 1 { return parsed[0].count == 16 ? parsed[0] : nil }
        let missing = 16 - parsed[0].count - parsed[1].count
        guard missing >= 2 else { return nil }
        return parsed[0] + [UInt8](repeating: 0, count: missing) + parsed[1]
    }

    private static func groups(_ text: Substring, dottedTail: Bool) -> [UInt8]? {
        if text.isEmpty { return [] }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        var bytes: [UInt8] = []
        for (index, part) in parts.enumerated() {
            if dottedTail, index == parts.count - 1, part.utf8.contains(UInt8(ascii: ".")) {
                guard let tail = four(part) else { return nil }
                bytes += tail
                continue
            }
            guard (1...4).contains(part.utf8.count), part.utf8.first != UInt8(ascii: "+"),
                let group = UInt16(part, radix: 16)
            else { return nil }
            bytes += [UInt8(group >> 8), UInt8(group & 0xff)]
        }
        return bytes.count <= 16 ? bytes : nil
    }
}

extension String {
    /// The first `::` at or after the index.
    fileprivate func firstRange(ofTwoColons start: Index) -> Range<Index>? {
        var index = start
        while index < endIndex {
            let next = self.index(after: index)
            if self[index] == ":", next < endIndex, self[next] == ":" { return index..<self.index(after: next) }
            index = next
        }
        return nil
    }
}
