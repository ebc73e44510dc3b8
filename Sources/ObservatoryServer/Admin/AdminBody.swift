import FoundationEssentials
import Hummingbird
import NIOCore

/// Bodies of requests that change something.
enum AdminBody {
    /// More than any form needs.
    private static let bound = 64 << 10

    /// Reads a JSON object with no other keys than those that the type knows.
    ///
    /// - Throws: `Problem` with `invalid-body`.
    static func read<Form: Decodable>(
        _ type: Form.Type, keys: [String], from request: Request
    ) async throws -> Form {
        let buffer = try await request.body.collect(upTo: bound)
        let data = Data(buffer.readableBytesView)
        guard let object = try? JSONDecoder().decode([String: Anything].self, from: data) else {
            throw Problem(.invalidBody, "The body must be a JSON object.")
        }
        if let unknown = object.keys.sorted().first(where: { !keys.contains($0) }) {
            throw Problem(
                .invalidBody, "“\(unknown.prefix(40))” is not known here; these are: \(keys.joined(separator: ", ")).")
        }
        do {
            return try JSONDecoder().decode(type, from: data)
        } catch DecodingError.keyNotFound(let key, _) {
            throw Problem(.invalidBody, "“\(key.stringValue)” is needed.")
        } catch DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context) {
            throw Problem(
                .invalidBody, "“\(context.codingPath.map(\.stringValue).joined(separator: "."))” has the wrong type.")
        } catch {
            throw Problem(.invalidBody, "The body cannot be read.")
        }
    }

    /// Any JSON value.
    private struct Anything: Decodable {
        init(from _: any Decoder) {}
    }

    /// A text that somebody wrote: trimmed, within bounds, and without control characters but line ends.
    ///
    /// - Throws: `Problem` with `invalid-parameter`.
    static func text(_ text: String?, _ name: String, _ range: ClosedRange<Int>) throws(Problem) -> String {
        var trimmed = (text ?? "").replacing("\r\n", with: "\n")[...]
        while trimmed.first?.isWhitespace == true { trimmed.removeFirst() }
        while trimmed.last?.isWhitespace == true { trimmed.removeLast() }
        let isClean = trimmed.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7f || $0 == "\n" }
        guard range.contains(trimmed.count), isClean else {
            throw Problem(
                .invalidParameter,
                "“\(name)” must have \(range.lowerBound) to \(range.upperBound) characters, none of them a control character.",
                parameter: name)
        }
        return String(trimmed)
    }
}
