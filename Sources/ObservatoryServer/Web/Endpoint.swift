import HTTPTypes
import Hummingbird
import ObservatoryModel

/// One operation of the API. The routes and `/openapi.json` are both made from these, so they cannot differ.
struct Endpoint: Sendable {
    /// What a parameter may be; checked before the handler runs.
    enum Form: Sendable {
        case country, asn, platform, time
        case integer(ClosedRange<Int>)
        /// Whole seconds since 1970, up to the year 2100.
        case unixTime
        case choice([String])
        /// 2 to so many of `a-z 0-9 _`, as OONI names its tests.
        case word(Int)
        /// Any text of at most so many characters.
        case text(Int)

        /// Whether any text will do.
        var isText: Bool { if case .text = self { true } else { false } }

        /// 2100-01-01
        static let latestUnixTime = 4_102_444_800
    }

    /// One parameter of the path or the query.
    struct Parameter: Sendable {
        enum Location: String, Sendable { case path, query }
        var name: String
        var location = Location.query
        var form: Form
        var required = false
        var about: String
    }

    /// What comes back, by media type.
    struct Answer: Sendable {
        var about: String
        var mediaType: String
        /// The JSON Schema of the body, for JSON answers.
        var schema: JSONValue = ["type": "object"]
        /// Media types that the same can be had in, by `Accept` or `format`.
        var alternatives: [String] = []
    }

    /// A body that is read.
    struct Body: Sendable {
        var about: String
        var mediaTypes: [String]
        var schema: JSONValue
        var isRequired = true
    }

    typealias Handler = @Sendable (Request, ServerContext, Arguments) async throws -> Response

    var method: HTTPRequest.Method = .get
    /// `/api/v1/incidents/{id}`
    var path: String
    /// Unique; programs name their functions after it.
    var operation: String
    var summary: String
    var parameters: [Parameter] = []
    var body: Body?
    var answer: Answer
    /// The problems that it may answer with, apart from those that every endpoint has.
    var problems: [Problem.Code] = []
    /// Whether the answer has an entity tag, so that 304 is possible.
    var isCacheable = true
    var handler: Handler
}

/// The parameters of one request, checked.
struct Arguments: Sendable {
    private var values: [String: String] = [:]

    /// Reads and checks what an endpoint asks for; what it does not know is ignored. Of a name given twice the first counts.
    ///
    /// - Throws: `Problem` with `invalid-parameter`.
    init(_ request: Request, _ context: ServerContext, parameters: [Endpoint.Parameter]) throws(Problem) {
        let query = request.uri.queryParameters
        for parameter in parameters {
            let text: String? =
                switch parameter.location {
                case .path: context.parameters.get(parameter.name)
                case .query: query[Substring(parameter.name)].map { String($0) }
                }
            // An empty text says nothing; an empty number or code is a slip.
            guard let text, !(text.isEmpty && parameter.form.isText) else {
                if parameter.required {
                    throw Problem(
                        .invalidParameter, "“\(parameter.name)” is required: \(parameter.about).",
                        parameter: parameter.name)
                }
                continue
            }
            if let expected = Arguments.fault(text, parameter.form) {
                throw Problem(
                    .invalidParameter, "“\(parameter.name)” must be \(expected).", parameter: parameter.name)
            }
            values[parameter.name] = text
        }
    }

    subscript(_ name: String) -> String? { values[name] }
    func country(_ name: String) -> CountryCode? { values[name].flatMap { CountryCode(anyCase: $0) } }
    func platform(_ name: String) -> PlatformID? { values[name].flatMap { PlatformID($0) } }
    func time(_ name: String) -> Timestamp? { values[name].flatMap { Timestamp(query: $0) } }
    func integer(_ name: String) -> Int? { values[name].flatMap { Int($0) } }
    func asn(_ name: String) -> ASN? { values[name].flatMap { Arguments.networkNumber($0) }.map { ASN($0) } }

    /// What was expected instead; `nil` when the text is fine.
    private static func fault(_ text: String, _ form: Endpoint.Form) -> String? {
        switch form {
        case .country: CountryCode(anyCase: text) == nil ? "a two-letter country code such as PK" : nil
        case .asn: networkNumber(text) == nil ? "a network number such as 17557" : nil
        case .platform: PlatformID(text) == nil ? "a platform's id, 1 to 64 of a-z 0-9 . -" : nil
        case .time: Timestamp(query: text) == nil ? "a time such as 2024-01-07T13:00:00Z or 2024-01-07" : nil
        case .unixTime:
            wholeNumber(text).map { (0...Endpoint.Form.latestUnixTime).contains($0) } == true
                ? nil : "a time in Unix seconds"
        case .integer(let range):
            wholeNumber(text).map { range.contains($0) } == true
                ? nil : "a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .word(let bound):
            (2...bound).contains(text.utf8.count)
                && text.utf8.allSatisfy({ $0 &- 97 < 26 || $0 &- 48 < 10 || $0 == 95 })
                ? nil : "2 to \(bound) of a-z, 0-9 and _"
        case .choice(let words):
            words.contains(text) ? nil : "one of " + words.map { "“\($0)”" }.joined(separator: ", ")
        case .text(let bound):
            text.unicodeScalars.count <= bound && !text.unicodeScalars.contains(where: { $0.value < 0x20 })
                ? nil : "at most \(bound) characters without control characters"
        }
    }

    /// Digits alone; `Int` would take a sign as well.
    private static func wholeNumber(_ text: String) -> Int? {
        text.utf8.allSatisfy { $0 &- 48 < 10 } ? Int(text) : nil
    }

    /// `17557` or `AS17557`.
    private static func networkNumber(_ text: String) -> UInt32? {
        let digits = ["AS", "as", "As", "aS"].contains(text.prefix(2)) ? text.dropFirst(2) : text[...]
        return digits.utf8.count <= 10 && digits.utf8.allSatisfy { $0 &- 48 < 10 } ? UInt32(digits) : nil
    }
}

extension Timestamp {
    /// Reads what a query may say: RFC 3339, where an unescaped `+` has become a space and a missing offset means UTC,
    /// or a bare UTC day.
    init?(query text: String) {
        let text = text.utf8.count == 10 ? text + "T00:00:00Z" : text
        var bytes = Array(text.utf8)
        if bytes.count > 19, let space = bytes[19...].firstIndex(of: UInt8(ascii: " ")) {
            bytes[space] = UInt8(ascii: "+")
        }
        guard let moment = bytes.withUnsafeBufferPointer({ Timestamp(rfc3339: $0, assumingUTC: true) }) else {
            return nil
        }
        self = moment
    }
}
