import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOHTTP1

/// What every answer has: security headers, an error that suits who asked, and a count.
struct SiteMiddleware: RouterMiddleware {
    let metrics: ServerMetrics
    let paths: KnownPaths
    /// Makes the page that a person sees instead of a problem document.
    let errorPage: @Sendable (Problem, Request) -> String

    func handle(
        _ request: Request, context: ServerContext,
        next: @concurrent (Request, ServerContext) async throws -> Response
    ) async throws -> Response {
        var response: Response
        do {
            response = try await next(request, context)
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            response = try answer(to: problem(for: error, request, context), request, context)
        }
        for (name, value) in SiteMiddleware.securityHeaders where response.headers[name] == nil {
            response.headers[name] = value
        }
        metrics.count(request: request, status: response.status)
        return response
    }

    /// No scripts but our own files, no frames, nothing from elsewhere.
    private static let securityHeaders: [(HTTPField.Name, String)] = [
        (
            .contentSecurityPolicy,
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
                + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        ),
        (.xContentTypeOptions, "nosniff"),
        (.referrerPolicy, "no-referrer"),
        (.permissionsPolicy, "geolocation=(), camera=(), microphone=()"),
        (.crossOriginOpenerPolicy, "same-origin"),
    ]

    private func problem(for error: any Error, _ request: Request, _ context: ServerContext) -> Problem {
        if let problem = error as? Problem { return problem }
        if let error = error as? any HTTPResponseError {
            switch error.status {
            case .notFound:
                if let allowed = paths.allowed(at: request.uri.path) {
                    return Problem(
                        .methodNotAllowed, "\(request.method.rawValue) does not work here; these do: \(allowed).",
                        headers: [.allow: allowed])
                }
                return Problem(.notFound, "There is nothing at “\(request.uri.path)”.")
            case .contentTooLarge: return Problem(.bodyTooLarge, "The body is larger than what is taken here.")
            case .badRequest: return Problem(.invalidBody, "The request cannot be read.")
            default: break
            }
        }
        if error is NIOTooManyBytesError {
            return Problem(.bodyTooLarge, "The body is larger than what is taken here.")
        }
        if error is HTTPParserError || error is ChannelError || error is IOError {
            return Problem(.invalidBody, "The body is not what its head says, or ended before its time.")
        }
        context.logger.error("A request failed", metadata: ["error": "\(error)", "path": "\(request.uri.path)"])
        return Problem(.internalError, "It was logged, and is ours to mend.")
    }

    private func answer(to problem: Problem, _ request: Request, _ context: ServerContext) throws -> Response {
        guard request.wantsPage else { return try problem.response(from: request, context: context) }
        var headers = problem.headers
        headers[.contentType] = "text/html; charset=utf-8"
        headers[.cacheControl] = "no-store"
        let page = Response(
            status: problem.status, headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(string: errorPage(problem, request))))
        return request.method == .head ? page.createHeadResponse() : page
    }
}

extension Request {
    /// Whether a person's browser asks for a page, and not a program for data.
    var wantsPage: Bool {
        let path = uri.path
        guard !["/api/", "/feeds/", "/health/", "/metrics", "/openapi.json"].contains(where: { path.hasPrefix($0) })
        else { return false }
        return headers[.accept]?.contains("text/html") ?? false
    }
}

extension HTTPField.Name {
    static let referrerPolicy = HTTPField.Name("Referrer-Policy")!
    static let permissionsPolicy = HTTPField.Name("Permissions-Policy")!
    static let crossOriginOpenerPolicy = HTTPField.Name("Cross-Origin-Opener-Policy")!
}
