import Dashboard
import Gazetteer
import HTTPTypes
import Hummingbird
import NIOCore
import Publishing

/// Answers from the page cache where it can. The outermost middleware: what it keeps is the whole answer.
struct PageCacheMiddleware: RouterMiddleware {
    let cache: PageCache
    let metrics: ServerMetrics
    /// A number that grows whenever something changes that pages show.
    let changes: @Sendable () -> UInt64

    func handle(
        _ request: Request, context: ServerContext,
        next: @concurrent (Request, ServerContext) async throws -> Response
    ) async throws -> Response {
        guard let key = key(request) else { return try await next(request, context) }
        let found = await cache.page(key, changes: changes())
        guard let ticket = found.ticket else {
            guard let page = found.page else { return try await next(request, context) }
            let answer = answer(page, request)
            metrics.count(request: request, status: answer.status)
            return answer
        }
        do {
            // A page, even when the client has it: the others may not.
            var head = request.head
            head.headerFields[.ifNoneMatch] = nil
            let response = try await next(Request(head: head, body: request.body), context)
            guard let lifetime = lifetime(response) else {
                cache.finish(ticket, nil)
                return Self.unlessHad(response, request)
            }
            let collector = BodyCollector()
            try await response.body.write(collector)
            var headers = response.headers
            headers[.contentLength] = nil
            let page = PageCache.Page(headers: headers, body: collector.collected, lifetime: lifetime)
            cache.finish(ticket, page)
            return answer(page, request)
        } catch {
            cache.finish(ticket, nil)
            throw error
        }
    }

    /// What the page of a request depends on; `nil` for requests that no page answers.
    private func key(_ request: Request) -> PageCache.Key? {
        guard request.method == .get, request.headers[.authorization] == nil,
            !["/api/", "/health/", "/feeds/"].contains(where: { request.uri.path.hasPrefix($0) })
        else { return nil }
        let address = request.uri.string
        guard address.utf8.count <= 512 else { return nil }
        let language = Dashboard.standard.catalogue.preferred(acceptLanguage: request.headers[.acceptLanguage] ?? "")
        return PageCache.Key(
            address: address, language: language.language.tag,
            isPacked: Response.acceptsGzip(request.headers[.acceptEncoding]))
    }

    /// How long others may keep the answer; `nil` when it is no page or picture, or belongs to one person.
    private func lifetime(_ response: Response) -> Duration? {
        guard response.status == .ok, let length = response.body.contentLength, length <= 4 << 20,
            let seconds = response.headers[.cacheControl].flatMap(Self.publicSeconds), seconds > 0,
            let type = response.headers[.contentType],
            type.hasPrefix("text/html") || type.hasPrefix("text/css") || type.hasPrefix("text/javascript")
                || type.hasPrefix("image/")
        else { return nil }
        return .seconds(seconds)
    }

    /// `public, max-age=10` is 10; at most an hour, since no page has to stay longer.
    static func publicSeconds(_ control: String) -> Int? {
        let parts = control.split(separator: ",").map { $0.filter { $0 != " " } }
        guard parts.contains("public"), let age = parts.first(where: { $0.hasPrefix("max-age=") }) else { return nil }
        return Int(age.dropFirst("max-age=".count)).map { min($0, 3_600) }
    }

    private func answer(_ page: PageCache.Page, _ request: Request) -> Response {
        Self.unlessHad(
            Response(status: .ok, headers: page.headers, body: ResponseBody(byteBuffer: page.body)), request)
    }

    /// The answer, or 304 without a body where the client has it already (RFC 9110 §13.1.2).
    private static func unlessHad(_ response: Response, _ request: Request) -> Response {
        guard response.status == .ok, let tag = response.headers[.eTag],
            Response.matches(request.headers[.ifNoneMatch], tag)
        else { return response }
        var headers = response.headers
        // Else the client waits for the bytes that the length of none promises.
        headers[.contentLength] = nil
        return Response(status: .notModified, headers: headers)
    }
}

/// Takes a body in instead of sending it.
private final class BodyCollector: ResponseBodyWriter {
    private(set) var collected = ByteBuffer()

    func write(_ buffer: ByteBuffer) async throws {
        collected.writeImmutableBuffer(buffer)
    }

    consuming func finish(_: HTTPFields?) async throws {}
}
