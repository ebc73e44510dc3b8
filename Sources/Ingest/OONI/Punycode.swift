/// Host names in the form that DNS asks for: labels that are not ASCII become `xn--…` (RFC 3492).
enum Punycode {
    /// Whether two names are the same host, whatever their case and script.
    static func areEqual(_ left: JSONText, _ right: JSONText) -> Bool {
        if left.count == right.count,
            zip(left.bytes, right.bytes).allSatisfy({ $0 < 0x80 && (letter($0) == letter($1)) })
        {
            return true
        }
        guard left.bytes.contains(where: { $0 >= 0x80 }) || right.bytes.contains(where: { $0 >= 0x80 }) else {
            return false
        }
        return host(left.raw) == host(right.raw)
    }

    /// A byte, in lower case when it is a letter.
    private static func letter(_ byte: UInt8) -> UInt8 { byte &- 65 < 26 ? byte | 0x20 : byte }

    /// The name in lower case, every label in ASCII. Names that are ASCII already are only lowered.
    static func host(_ name: String) -> String {
        let lowered = name.lowercased()
        guard !lowered.utf8.allSatisfy({ $0 < 0x80 }) else { return lowered }
        return lowered.split(separator: ".", omittingEmptySubsequences: false)
            .map { label in label.utf8.allSatisfy { $0 < 0x80 } ? String(label) : "xn--" + encoded(label) }
            .joined(separator: ".")
    }

    /// The label's ASCII letters, a hyphen when there are any, then the others as generalised variable-length integers.
    private static func encoded(_ label: Substring) -> String {
        let scalars = label.unicodeScalars.map { Int($0.value) }
        let basic = scalars.filter { $0 < 0x80 }
        var output = String(String.UnicodeScalarView(basic.compactMap { Unicode.Scalar($0) }))
        if !basic.isEmpty { output += "-" }
        var (code, delta, bias, handled) = (128, 0, 72, basic.count)
        while handled < scalars.count {
            guard let next = scalars.filter({ $0 >= code }).min() else { break }
            delta += (next - code) * (handled + 1)
            code = next
            for scalar in scalars {
                if scalar < code { delta += 1 }
                guard scalar == code else { continue }
                var (rest, k) = (delta, 36)
                while true {
                    let threshold = k <= bias ? 1 : k >= bias + 26 ? 26 : k - bias
                    guard rest >= threshold else { break }
                    output += digit(threshold + (rest - threshold) % (36 - threshold))
                    rest = (rest - threshold) / (36 - threshold)
                    k += 36
                }
                output += digit(rest)
                bias = adapted(delta, handled + 1, isFirst: handled == basic.count)
                delta = 0
                handled += 1
            }
            delta += 1
            code += 1
        }
        return output
    }

    private static func adapted(_ delta: Int, _ count: Int, isFirst: Bool) -> Int {
        var delta = isFirst ? delta / 700 : delta / 2
        delta += delta / count
        var k = 0
        while delta > 455 {
            delta /= 35
            k += 36
        }
        return k + 36 * delta / (delta + 38)
    }

    private static func digit(_ value: Int) -> String {
        String(Unicode.Scalar(UInt8(value < 26 ? value + 97 : value + 22)))
    }
}
