import Crypto
import HTTPTypes
import Hummingbird
import NIOCore
import ObservatoryModel

extension Response {
    /// A body with a strong entity tag; 304 without a body when the client has it already.
    ///
    /// - Parameters:
    ///   - maxAge: Seconds that caches may keep it.
    ///   - modified: For `Last-Modified`.
    ///   - tagged: What the tag is made of, when the body also tells how long it took; the tag is a weak one then.
    static func cacheable(
        _ bytes: [UInt8], type: String, maxAge: Int, modified: Timestamp? = nil, tagged: [UInt8]? = nil,
        for request: Request
    ) -> Response {
        let tag = "\"" + hex(SHA256.hash(data: tagged ?? bytes).prefix(12)) + "\""
        var headers: HTTPFields = [
            .contentType: type, .eTag: tagged == nil ? tag : "W/" + tag, .cacheControl: "public, max-age=\(maxAge)",
            .vary: "Accept, Accept-Encoding",
        ]
        if let modified { headers[.lastModified] = HTTPDate.text(modified) }
        if matches(request.headers[.ifNoneMatch], tag) { return Response(status: .notModified, headers: headers) }
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    /// A JSON document, cacheable.
    static func json(_ value: JSONValue, maxAge: Int, modified: Timestamp? = nil, for request: Request) -> Response {
        cacheable(value.bytes, type: "application/json", maxAge: maxAge, modified: modified, for: request)
    }

    /// A JSON document that nobody may keep.
    static func json(_ value: JSONValue, status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status, headers: [.contentType: "application/json", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: value.bytes)))
    }

    /// A page.
    static func page(_ html: String, maxAge: Int, for request: Request) -> Response {
        cacheable(Array(html.utf8), type: "text/html; charset=utf-8", maxAge: maxAge, for: request)
    }

    /// Whether `If-None-Match` names a tag; `W/` makes no difference for this header (RFC 9110 §13.1.2).
    static func matches(_ header: String?, _ tag: String) -> Bool {
        guard let header else { return false }
        return header.split(separator: ",").contains { candidate in
            var trimmed = candidate.drop { $0 == " " || $0 == "\t" }
            while let last = trimmed.last, last == " " || last == "\t" { trimmed.removeLast() }
            if trimmed.hasPrefix("W/") { trimmed.removeFirst(2) }
            return trimmed == "*" || trimmed == tag
        }
    }
}

/// Dates as HTTP and RSS have them.
enum HTTPDate {
    private static let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// `Sun, 07 Jan 2024 13:04:00 GMT` (RFC 9110 §5.6.7), or with `+0000` at the end for RSS.
    static func text(_ moment: Timestamp, zone: String = "GMT") -> String {
        let date = moment.utcDate
        let day = date.daysSinceEpoch
        let name = days[Int(((day % 7) + 7) % 7)]
        let second = moment.seconds - day * 86_400
        let clock = [second / 3600, second / 60 % 60, second % 60].map { two($0) }.joined(separator: ":")
        return "\(name), \(two(date.day)) \(months[Int(date.month) - 1]) \(date.year) \(clock) \(zone)"
    }

    private static func two(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }
}
