import ObservatoryModel

/// Reads files of OONI measurements: one a line, a document, a list of the API, or bare `test_keys` with comments.
enum OONIInput {
    /// The largest document that is taken whole; its index takes four times its size.
    private static let largestDocument = 64 << 20

    /// - Throws: when the input holds no measurement in any of these forms.
    static func load(_ reader: InputReader) throws(InputRefusal) -> LoadedInput {
        let head = reader.head()
        let start = head.drop { $0 <= 0x20 || $0 == 0xef || $0 == 0xbb || $0 == 0xbf }
        if start.starts(with: "//".utf8) || start.starts(with: "/*".utf8) { return try loadCommented(reader) }
        return isLines(head) ? loadLines(reader) : try loadDocument(reader)
    }

    /// Whether each line is a text of its own: the first one is whole, or the second one begins an object as well.
    private static func isLines(_ head: UnsafeRawBufferPointer) -> Bool {
        guard let feed = head.firstIndex(of: 0x0a) else {
            // One line longer than the head, or a document of a single line: both are read as lines.
            return head.first != UInt8(ascii: "[")
        }
        let index = StructuralIndex()
        if var cursor = try? index.cursor(over: UnsafeRawBufferPointer(rebasing: head[..<feed])),
            (try? cursor.skip()) != nil, (try? cursor.finish()) != nil
        {
            return true
        }
        let second = head[(feed + 1)...].drop { $0 == 0x0a || $0 == 0x0d }
        return second.first == UInt8(ascii: "{") && head.first == UInt8(ascii: "{")
    }

    private static func loadLines(_ reader: InputReader) -> LoadedInput {
        var result = LoadedInput()
        var parser = OONIParser()
        while let event = reader.nextLine() {
            switch event {
            case .problem(let problem): result.problems.append(problem)
            case .line(let text, let number):
                if text.allSatisfy({ $0 <= 0x20 }) { continue }
                do throws(RecordFault) {
                    let verdict = try parser.parse(text)
                    result.records.append(PlacedRecord(record: .ooni(verdict), line: number))
                } catch {
                    guard case .missing("test_name") = error else {
                        result.add(error, reader.name, number)
                        continue
                    }
                    // No measurement; maybe an answer of the API with a list of them.
                    add(document: text, line: number, reader.name, &parser, to: &result)
                }
            }
        }
        return result
    }

    private static func loadDocument(_ reader: InputReader) throws(InputRefusal) -> LoadedInput {
        guard let (bytes, problem) = reader.rest(atMost: largestDocument) else {
            throw InputRefusal(
                "“\(reader.name)” is one JSON text of more than 64 MiB. Split it into one measurement a line.")
        }
        var result = LoadedInput()
        if let problem { result.problems.append(problem) }
        var parser = OONIParser()
        add(document: bytes, line: 1, reader.name, &parser, to: &result)
        guard !result.records.isEmpty else {
            throw InputRefusal(
                "“\(reader.name)” holds no measurement: \(result.problems.first?.reason ?? "it is empty").")
        }
        return result
    }

    private static func add(
        document: UnsafeRawBufferPointer, line: Int, _ name: String, _ parser: inout OONIParser,
        to result: inout LoadedInput
    ) {
        do throws(RecordFault) {
            try parser.parse(document: document) { parsed in
                switch parsed {
                case .success(let verdict): result.records.append(PlacedRecord(record: .ooni(verdict), line: line))
                case .failure(let fault): result.add(fault, name, line)
                }
            }
        } catch {
            result.add(error, name, line)
        }
    }

    /// `test_keys` alone, with a comment that links to the measurement: the link's uid says when, where and which test.
    private static func loadCommented(_ reader: InputReader) throws(InputRefusal) -> LoadedInput {
        guard let (bytes, problem) = reader.rest(atMost: largestDocument) else {
            throw InputRefusal("“\(reader.name)” is one JSON text of more than 64 MiB.")
        }
        let (json, comments) = withoutComments(bytes)
        guard let uid = uid(in: comments) else {
            throw InputRefusal(
                "“\(reader.name)” holds test keys alone, and no comment links to the measurement that they are from.")
        }
        let parts = uid.split(separator: "_")
        let (digits, country) = (parts[0].prefix(14), parts[1])
        func cut(_ from: Int, _ count: Int) -> Substring { digits.dropFirst(from).prefix(count) }
        let start = "\(cut(0, 4))-\(cut(4, 2))-\(cut(6, 2)) \(cut(8, 2)):\(cut(10, 2)):\(cut(12, 2))"
        // The uid drops the underscores of the test's name.
        let test = parts[2] == "webconnectivity" ? "web_connectivity" : String(parts[2])
        var wrapped = Array(
            #"{"measurement_uid":"\#(uid)","measurement_start_time":"\#(start)","probe_cc":"\#(country)","test_name":"\#(test)","test_keys":"#
                .utf8)
        wrapped += json
        wrapped.append(UInt8(ascii: "}"))
        var result = LoadedInput()
        if let problem { result.problems.append(problem) }
        var parser = OONIParser()
        wrapped.withUnsafeBytes { add(document: $0, line: 1, reader.name, &parser, to: &result) }
        return result
    }

    /// The text without `//` and `/* */` outside strings, and what they said.
    private static func withoutComments(_ text: UnsafeRawBufferPointer) -> (json: [UInt8], comments: String) {
        var json: [UInt8] = []
        var comments: [UInt8] = []
        json.reserveCapacity(text.count)
        var index = 0
        var inString = false
        while index < text.count {
            let byte = text[index]
            let next = index + 1 < text.count ? text[index + 1] : 0
            if inString {
                json.append(byte)
                if byte == UInt8(ascii: "\\") {
                    json.append(next)
                    index += 1
                } else if byte == UInt8(ascii: "\"") {
                    inString = false
                }
            } else if byte == UInt8(ascii: "/"), next == UInt8(ascii: "/") {
                let end = text[index...].firstIndex(of: 0x0a) ?? text.count
                comments += text[index..<end]
                comments.append(0x0a)
                index = end
                continue
            } else if byte == UInt8(ascii: "/"), next == UInt8(ascii: "*") {
                var end = index + 2
                while end + 1 < text.count, !(text[end] == UInt8(ascii: "*") && text[end + 1] == UInt8(ascii: "/")) {
                    end += 1
                }
                comments += text[index..<min(end, text.count)]
                comments.append(0x0a)
                index = end + 2
                continue
            } else {
                json.append(byte)
                inString = byte == UInt8(ascii: "\"")
            }
            index += 1
        }
        return (json, String(decoding: comments, as: UTF8.self))
    }

    /// The first `<14 digits>.<digits>_CC_test_<hex>` in a text.
    private static func uid(in comments: String) -> String? {
        for word in comments.split(whereSeparator: {
            !($0.isASCII && ($0.isLetter || $0.isNumber) || $0 == "." || $0 == "_")
        }) {
            let parts = word.split(separator: "_")
            if parts.count == 4, parts[0].prefix(14).allSatisfy(\.isNumber), parts[0].count > 14, parts[1].count == 2 {
                return String(word)
            }
        }
        return nil
    }
}

extension LoadedInput {
    /// Adds what was wrong with a line.
    mutating func add(_ fault: RecordFault, _ file: String, _ line: Int) {
        problems.append(IngestProblem(file: file, line: line, reason: fault.description))
    }
}
