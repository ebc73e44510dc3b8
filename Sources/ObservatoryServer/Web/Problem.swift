package import HTTPTypes
package import Hummingbird
import NIOCore

/// An error as RFC 9457 tells it, with a `code` that programs may rely on.
package struct Problem: Error, HTTPResponseError {
    /// The codes are a public contract: add, deprecate, never re-use.
    package enum Code: String, Sendable, CaseIterable {
        case invalidParameter = "invalid-parameter"
        case invalidBody = "invalid-body"
        case notFound = "not-found"
        case methodNotAllowed = "method-not-allowed"
        case signatureMissing = "signature-missing"
        case signatureInvalid = "signature-invalid"
        case bodyTooLarge = "body-too-large"
        case unsupportedEncoding = "unsupported-encoding"
        case rateLimited = "rate-limited"
        case alreadyReported = "already-reported"
        case placeUnknown = "place-unknown"
        case storeUnavailable = "store-unavailable"
        case notReady = "not-ready"
        case internalError = "internal-error"
        case tokenMissing = "token-missing"
        case tokenInvalid = "token-invalid"
        case roleMissing = "role-missing"
        case conflict = "conflict"
        case formatUnknown = "format-unknown"
        case queryTooBroad = "query-too-broad"
        case unsupportedMediaType = "unsupported-media-type"
        case crossSite = "cross-site"
        case overloaded = "overloaded"

        /// The status that goes with the code.
        package var status: HTTPResponse.Status {
            switch self {
            case .invalidParameter, .invalidBody: .badRequest
            case .notFound: .notFound
            case .crossSite: .forbidden
            case .methodNotAllowed: .methodNotAllowed
            case .tokenMissing, .tokenInvalid: .unauthorized
            case .roleMissing: .forbidden
            case .conflict: .conflict
            case .signatureMissing, .signatureInvalid: .unauthorized
            case .bodyTooLarge: .contentTooLarge
            case .unsupportedEncoding, .unsupportedMediaType: .unsupportedMediaType
            case .rateLimited, .alreadyReported: .tooManyRequests
            case .placeUnknown, .queryTooBroad: .unprocessableContent
            case .storeUnavailable, .notReady, .overloaded: .serviceUnavailable
            case .internalError: .internalServerError
            case .formatUnknown: .notImplemented
            }
        }

        /// One line for people, the same every time.
        package var title: String {
            switch self {
            case .invalidParameter: "A parameter cannot be used"
            case .invalidBody: "The body cannot be used"
            case .notFound: "There is nothing here"
            case .methodNotAllowed: "The method does not work here"
            case .signatureMissing: "The request must be signed"
            case .signatureInvalid: "The signature does not fit"
            case .bodyTooLarge: "The body is too large"
            case .unsupportedEncoding: "The content encoding is not known"
            case .rateLimited: "Too many requests"
            case .alreadyReported: "Reported already"
            case .placeUnknown: "The country of this connection is not known"
            case .storeUnavailable: "Nothing can be stored at the moment"
            case .notReady: "The observatory is starting"
            case .internalError: "Something failed here"
            case .tokenMissing: "A token is needed"
            case .tokenInvalid: "The token does not admit"
            case .roleMissing: "The role does not suffice"
            case .conflict: "It does not fit what is there"
            case .formatUnknown: "The format is not known"
            case .queryTooBroad: "The query asks for too much at once"
            case .crossSite: "Other sites may not do this"
            case .overloaded: "Too much runs at the moment"
            case .unsupportedMediaType: "The media type is not taken here"
            }
        }
    }

    package var code: Code
    /// A sentence about this case. Never holds a personal address.
    package var detail: String
    /// The parameter that is at fault.
    package var parameter: String?
    package var headers: HTTPFields

    package init(_ code: Code, _ detail: String, parameter: String? = nil, headers: HTTPFields = [:]) {
        self.code = code
        self.detail = detail
        self.parameter = parameter
        self.headers = headers
    }

    package var status: HTTPResponse.Status { code.status }

    /// The problem document.
    package var document: JSONValue {
        var members: [(String, JSONValue)] = [
            ("type", "about:blank"), ("title", .string(code.title)), ("status", .int(Int(status.code))),
            ("detail", .string(detail)), ("code", .string(code.rawValue)),
        ]
        if let parameter {
            members.append(("errors", [["detail": .string(detail), "parameter": .string(parameter)]]))
        }
        return .object(members)
    }

    package func response(from request: Request, context: some RequestContext) throws -> Response {
        var headers = headers
        headers[.contentType] = "application/problem+json"
        headers[.cacheControl] = "no-store"
        return Response(
            status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: document.text)))
    }
}
