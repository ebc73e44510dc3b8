import Gazetteer
import ObservatoryModel

/// Reads series in JSON: IODA's signals, Cloudflare Radar's netflows, and Google's raw answer.
enum SeriesInput {
    /// The index of a text takes four times its size.
    private static let largestDocument = 64 << 20

    /// Series of any kind: a table, or Google's answer with its prefix against scripts.
    static func load(_ reader: InputReader, hints: SeriesHints) throws(InputRefusal) -> LoadedInput {
        guard reader.head(atMost: 8).starts(with: ")]}'".utf8) else {
            return try SeriesTable.load(reader, hints: hints)
        }
        return try document(reader, hints: hints, GoogleAnswer.read)
    }

    static func loadIODA(_ reader: InputReader, hints: SeriesHints) throws(InputRefusal) -> LoadedInput {
        try document(reader, hints: hints, IODASignals.read)
    }

    static func loadRadar(_ reader: InputReader, hints: SeriesHints) throws(InputRefusal) -> LoadedInput {
        try document(reader, hints: hints, RadarNetflows.read)
    }

    /// Everything that `read` needs beside the text.
    struct Context {
        var name: String
        var hints: SeriesHints
        var problems: [IngestProblem] = []
        var series = SeriesCollection()

        /// The country that the caller or the file's name gives; `ZZ` when neither does.
        var country: CountryCode { hints.country ?? FileNameHints.country(name) ?? .unknown }
    }

    /// Reads one document, or one on each line.
    private static func document(
        _ reader: InputReader, hints: SeriesHints,
        _ read: (inout JSONCursor, inout Context) throws(RecordFault) -> Void
    ) throws(InputRefusal) -> LoadedInput {
        guard let (whole, problem) = reader.rest(atMost: largestDocument) else {
            throw InputRefusal("“\(reader.name)” is one JSON text of more than 64 MiB.")
        }
        var bytes = whole
        if bytes.starts(with: ")]}'".utf8) {
            let start = bytes.firstIndex(of: UInt8(ascii: "[")) ?? bytes.endIndex
            bytes = UnsafeRawBufferPointer(rebasing: bytes[start...])
        }
        var context = Context(name: reader.name, hints: hints)
        if let problem { context.problems.append(problem) }
        let index = StructuralIndex()
        var fault: RecordFault?
        do throws(RecordFault) {
            // Several documents may follow each other; the index spans them all.
            var cursor = try index.cursor(over: bytes)
            while cursor.next < cursor.count { try read(&cursor, &context) }
        } catch {
            fault = error
        }
        var result = LoadedInput()
        result.problems = context.problems
        result.records = context.series.records(step: 300)
        if let fault {
            guard !result.records.isEmpty else { throw InputRefusal("“\(reader.name)” cannot be read: \(fault).") }
            result.problems.append(IngestProblem(file: reader.name, line: 0, reason: fault.description))
        }
        return result
    }
}

/// IODA's `/signals/raw` (FORMATS §2): `data` is a list of lists of series.
enum IODASignals {
    static func read(_ cursor: inout JSONCursor, _ context: inout SeriesInput.Context) throws(RecordFault) {
        try cursor.enterObject()
        var first = true
        while let key = try cursor.nextKey(&first) {
            switch key {
            case "error":
                if cursor.byte == UInt8(ascii: "\"") {
                    throw .other("IODA answered with an error: \(try cursor.string().decoded())")
                }
                try cursor.skip()
            case "data": try readList(&cursor, &context, depth: 0)
            default: try cursor.skip()
            }
        }
    }

    private static func readList(
        _ cursor: inout JSONCursor, _ context: inout SeriesInput.Context, depth: Int
    ) throws(RecordFault) {
        guard cursor.byte == UInt8(ascii: "["), depth < 3 else {
            if cursor.byte == UInt8(ascii: "{") { return try readSeries(&cursor, &context) }
            return try cursor.skip()
        }
        try cursor.enterArray()
        var first = true
        while try cursor.nextElement(&first) { try readList(&cursor, &context, depth: depth + 1) }
    }

    private static func readSeries(
        _ cursor: inout JSONCursor, _ context: inout SeriesInput.Context
    ) throws(RecordFault) {
        let reader = OONIReader()
        var (type, code, name, datasource, subtype) = ("", "", "", "", "")
        var (from, step) = (Int64?.none, Int64?.none)
        var values: JSONCursor?
        try cursor.enterObject()
        var first = true
        while let key = try cursor.nextKey(&first) {
            switch key {
            case "entityType": type = try reader.text(&cursor)?.decoded() ?? ""
            case "entityCode": code = try reader.scalar(&cursor)?.decoded() ?? ""
            case "entityFqid": name = try reader.text(&cursor)?.decoded() ?? ""
            case "datasource": datasource = try reader.text(&cursor)?.decoded() ?? ""
            case "subtype": subtype = try reader.text(&cursor)?.decoded() ?? ""
            case "from": from = try reader.integer(&cursor)
            case "step": step = try reader.integer(&cursor)
            case "values":
                values = cursor
                try cursor.skip()
            default: try cursor.skip()
            }
        }
        guard let from, let step, var values, (1...31_622_400).contains(step),
            (631_152_000...4_102_444_800).contains(from)
        else {
            throw .other("no series of signals, but another of IODA's answers: only /signals/raw has values over time")
        }
        let series = self.key(type: type, code: code, fqid: name, datasource: datasource, subtype: subtype)
        guard values.byte == UInt8(ascii: "[") else { return }
        try values.enterArray()
        var position: Int64 = 0
        var skipped = 0
        var inner = true
        while try values.nextElement(&inner) {
            let at = Timestamp(seconds: from + position * step)
            position += 1
            switch values.byte {
            case UInt8(ascii: "["), UInt8(ascii: "{"):
                skipped += 1
                try values.skip()
            default:
                let value = try reader.number(&values)
                if let value, !(0...1e18).contains(value) {
                    context.problems.append(
                        IngestProblem(file: context.name, line: 0, reason: "\(series.source) is \(value) at \(at)"))
                    continue
                }
                context.series.add(series, at: at, value: value, line: 1)
            }
        }
        if skipped > 0 {
            let reason = "\(skipped) values of \(series.source) are objects rather than numbers"
            context.problems.append(IngestProblem(file: context.name, line: 0, reason: reason))
        }
    }

    /// What a series is of. Regions have codes of IODA's own, which go into the source's name.
    private static func key(
        type: String, code: String, fqid: String, datasource: String, subtype: String
    ) -> SignalSeries.Key {
        var source = "ioda." + (["merit-nt", "ucsd-nt"].contains(datasource) ? "telescope" : datasource)
        // The product that every country has stands for the whole; the others are series beside it.
        if !subtype.isEmpty, subtype != "BLENDED", subtype != "WEB_SEARCH" { source += "." + subtype.lowercased() }
        // geo.provider.AS.IR, asn.1234, geo.provider.AS.IR.1234
        let parts = fqid.split(separator: ".")
        let country =
            parts.first == "geo" && parts.count > 3
            ? CountryCode(String(parts[3])) : type == "country" ? CountryCode(code) : nil
        var key = SignalSeries.Key(source: source, country: country ?? .unknown)
        switch type {
        case "asn": key.asn = parseASN(code) ?? .unknown
        case "geoasn":
            let halves = code.split(separator: "-")
            key.asn = halves.first.flatMap { parseASN($0) } ?? .unknown
            if halves.count > 1 {
                if let place = CountryCode(String(halves[1])) {
                    key.country = place
                } else {
                    key.source += ".region-\(halves[1])"
                }
            }
        case "region": key.source += ".region-\(code)"
        default: break
        }
        if !KnownCountries.contains(key.country) { key.country = .unknown }
        return key
    }
}

/// Cloudflare Radar's netflows (FORMATS §3): `result` holds series by name, each of `timestamps` and `values`.
enum RadarNetflows {
    static func read(_ cursor: inout JSONCursor, _ context: inout SeriesInput.Context) throws(RecordFault) {
        try cursor.enterObject()
        var found = false
        var first = true
        while let key = try cursor.nextKey(&first) {
            guard key == "result", cursor.byte == UInt8(ascii: "{") else {
                try cursor.skip()
                continue
            }
            try cursor.enterObject()
            var inner = true
            while let name = try cursor.nextKey(&inner) {
                guard cursor.byte == UInt8(ascii: "{"), name != "meta" else {
                    try cursor.skip()
                    continue
                }
                if try readSeries(name.decoded(), &cursor, &context) { found = true }
            }
        }
        guard found else {
            throw .other("no series of netflows, but another of Radar's answers: only netflows have values over time")
        }
    }

    /// - Returns: Whether the object was a series.
    private static func readSeries(
        _ name: String, _ cursor: inout JSONCursor, _ context: inout SeriesInput.Context
    ) throws(RecordFault) -> Bool {
        let reader = OONIReader()
        var times: [Timestamp?] = []
        var values: [Double?] = []
        var hasBoth = 0
        try cursor.enterObject()
        var first = true
        while let key = try cursor.nextKey(&first) {
            guard cursor.byte == UInt8(ascii: "["), key == "timestamps" || key == "values" else {
                try cursor.skip()
                continue
            }
            hasBoth += 1
            try cursor.enterArray()
            var inner = true
            while try cursor.nextElement(&inner) {
                if key == "timestamps" {
                    times.append(try reader.text(&cursor).flatMap { Timestamp(rfc3339: $0.bytes) })
                } else {
                    values.append(try reader.number(&cursor))
                }
            }
        }
        guard hasBoth == 2 else { return false }
        let named = CountryCode(anyCase: name).flatMap { KnownCountries.contains($0) ? $0 : nil }
        let key = SignalSeries.Key(source: "radar.traffic", country: named ?? context.country)
        for (index, time) in times.enumerated() {
            guard let time, index < values.count, time >= earliest,
                values[index].map({ (0...1e18).contains($0) }) ?? true
            else {
                context.problems.append(
                    IngestProblem(
                        file: context.name, line: 0,
                        reason: "point \(index + 1) of “\(name)” has no time, or a value that is negative or absurd"))
                continue
            }
            context.series.add(key, at: time, value: values[index], line: 1)
        }
        return true
    }
}

extension JSONText {
    static func != (text: JSONText, literal: StaticString) -> Bool { !(text == literal) }
}

/// Google's raw answer: `[["tr.atsr",[[<ms>,[[null,<value>]]],…]]]`, times in UTC.
enum GoogleAnswer {
    static func read(_ cursor: inout JSONCursor, _ context: inout SeriesInput.Context) throws(RecordFault) {
        try cursor.enterArray()
        try cursor.enterArray()
        guard try cursor.string() == "tr.atsr" else { throw cursor.unexpected("“tr.atsr”") }
        var outer = false
        guard try cursor.nextElement(&outer) else { throw cursor.unexpected("the points") }
        try cursor.enterArray()
        let reader = OONIReader()
        let key = SignalSeries.Key(
            source: "google.youtube", country: context.country, platform: PlatformID("youtube"))
        var first = true
        while try cursor.nextElement(&first) {
            var rest = cursor
            try rest.skip()
            try cursor.enterArray()
            let milliseconds = try reader.integer(&cursor)
            guard (631_152_000_000...4_102_444_800_000).contains(milliseconds) else {
                throw .field("time", needs: "milliseconds since 1970", found: "\(milliseconds)")
            }
            // The number is the last one inside the nested lists; null stands before it, or instead of it.
            var value: Double?
            while cursor.next < rest.next {
                if let token = try? cursor.token() { value = try? token.double() } else { cursor.next += 1 }
            }
            context.series.add(key, at: Timestamp(milliseconds: milliseconds), value: value, line: 2)
            cursor = rest
        }
        cursor.next = cursor.count
    }
}
