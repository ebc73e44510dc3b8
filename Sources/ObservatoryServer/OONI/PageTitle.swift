/// The title of a page, as OONI's rules look for it.
enum PageTitle {
    /// The text between the first `<title>` and `</title>`, in any case; `nil` when there is none.
    static func text(in body: [UInt8]) -> String? {
        guard let open = place(of: "<title>", in: body, from: 0),
            let close = place(of: "</title>", in: body, from: open + 7)
        else { return nil }
        return String(decoding: body[(open + 7)..<close], as: UTF8.self)
    }

    private static func place(of pattern: StaticString, in body: [UInt8], from start: Int) -> Int? {
        let length = pattern.utf8CodeUnitCount
        guard body.count - start >= length else { return nil }
        return (start...(body.count - length)).first { place in
            (0..<length).allSatisfy { lowered(body[place + $0]) == pattern.utf8Start[$0] }
        }
    }

    private static func lowered(_ byte: UInt8) -> UInt8 { byte &- 65 < 26 ? byte | 0x20 : byte }
}
