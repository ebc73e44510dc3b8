import FoundationEssentials
import HTTPTypes
import ObservatoryModel

/// What a person tells: the platform, the problem, perhaps the region, and whether it is somebody else's.
struct ReportForm: Sendable {
    var platform: PlatformID
    var problem: UserReport.Problem
    /// As the person states it.
    var region: RegionCode?
    /// Counts only where the connection says nothing (see `PlacePolicy`).
    var country: CountryCode?
    /// The country of somebody whom the person cannot reach; what the person has is not a failure of their own network.
    var toward: CountryCode?
    /// A solved challenge and its nonce, when there are any.
    var proof: (challenge: String, nonce: String)?

    /// Reads JSON or a form; a body without a media type is read as JSON.
    ///
    /// - Throws: `Problem` with `invalid-parameter`, which names the field, `invalid-body`, or
    ///   `unsupported-media-type`.
    init(_ body: [UInt8], contentType: String?) throws(Problem) {
        let fields: [String: String]
        let mediaType = contentType.map { $0.lowercased().prefix { !"; \t".contains($0) } }
        switch mediaType {
        case "application/x-www-form-urlencoded":
            fields = ReportForm.formFields(String(decoding: body, as: UTF8.self))
        case nil, "application/json":
            do {
                fields = try JSONDecoder().decode([String: String?].self, from: Data(body)).compactMapValues { $0 }
            } catch {
                throw Problem(.invalidBody, "The body must be a form, or a JSON object of strings.")
            }
        default:
            throw Problem(
                .unsupportedMediaType, "Send application/json or application/x-www-form-urlencoded.",
                headers: [.accept: "application/json, application/x-www-form-urlencoded"])
        }
        guard let platform = PlatformID(fields["platform"] ?? "") else {
            throw Problem(.invalidParameter, "“platform” must be a platform's id such as x.", parameter: "platform")
        }
        guard let problem = UserReport.Problem(rawValue: fields["problem"] ?? "unreachable") else {
            let words = UserReport.Problem.allCases.map(\.rawValue).joined(separator: ", ")
            throw Problem(.invalidParameter, "“problem” must be one of \(words).", parameter: "problem")
        }
        self.platform = platform
        self.problem = problem
        if let text = fields["region"], !text.isEmpty {
            guard let region = RegionCode(text) else {
                throw Problem(
                    .invalidParameter, "“region” must be an ISO 3166-2 code such as PK-SD.", parameter: "region")
            }
            self.region = region
        }
        country = try ReportForm.country(fields["cc"] ?? fields["country"], "cc")
        toward = try ReportForm.country(fields["toward"], "toward")
        for (field, bound) in [("challenge", 128), ("nonce", 32)] where (fields[field] ?? "").utf8.count > bound {
            throw Problem(
                .invalidParameter, "“\(field)” must have at most \(bound) bytes.", parameter: field)
        }
        if let challenge = fields["challenge"], let nonce = fields["nonce"], !nonce.isEmpty {
            proof = (challenge, nonce)
        }
    }

    private static func country(_ text: String?, _ field: String) throws(Problem) -> CountryCode? {
        guard let text, !text.isEmpty else { return nil }
        guard let country = CountryCode(text) else {
            throw Problem(.invalidParameter, "“\(field)” must be a two-letter country code.", parameter: field)
        }
        return country
    }

    /// `a=b&c=d`, percent-encoded, `+` for a space.
    private static func formFields(_ text: String) -> [String: String] {
        var fields: [String: String] = [:]
        for pair in text.split(separator: "&").prefix(50) {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, let name = decoded(parts[0]), let value = decoded(parts[1]) else { continue }
            fields[name] = value
        }
        return fields
    }

    /// `nil` when a percent sign is not followed by two hexadecimal digits, or when the bytes are not UTF-8.
    private static func decoded(_ text: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
                continue
            }
            let digits = rest.prefix(2)
            guard digits.count == 2, let value = UInt8(String(Substring(digits)), radix: 16) else { return nil }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        return String(validating: bytes, as: UTF8.self)
    }
}
