import HTTPTypes
import Hummingbird
import NIOCore

/// Registers endpoints and pages, and knows every path and its methods, so that a wrong method is told from a wrong
/// path.
struct RouteTable {
    private let router: Router<ServerContext>
    /// Methods by path, with `HEAD` where there is a `GET`.
    private(set) var methods: [String: [HTTPRequest.Method]] = [:]
    /// The endpoints that `/openapi.json` describes.
    private(set) var endpoints: [Endpoint] = []

    init(_ router: Router<ServerContext>) {
        self.router = router
    }

    /// Adds an operation of the API.
    mutating func add(_ endpoint: Endpoint) {
        endpoints.append(endpoint)
        let (parameters, handler) = (endpoint.parameters, endpoint.handler)
        add(endpoint.method, endpoint.path) { request, context in
            let arguments = try Arguments(request, context, parameters: parameters)
            var response = try await handler(request, context, arguments)
            if request.method == .get || request.method == .head {
                response.headers[.accessControlAllowOrigin] = "*"
            }
            return response
        }
    }

    /// Adds a page or another path that the API's description leaves out.
    mutating func add(
        _ method: HTTPRequest.Method, _ path: String,
        handler: @escaping @Sendable (Request, ServerContext) async throws -> Response
    ) {
        router.on(RouterPath(path), method: method, use: handler)
        methods[path, default: []].append(method)
        if method == .get {
            router.on(RouterPath(path), method: .head) { request, context in
                // The body is made to get its length and its tag right, and is then left out.
                try await handler(request, context).createHeadResponse()
            }
            methods[path]?.append(.head)
        }
    }

    /// Answers every other method on the paths that are known. Call once, after the last `add`.
    func refuseOtherMethods() {
        let all: [HTTPRequest.Method] = [.get, .head, .post, .put, .delete, .patch, .options]
        for (path, known) in methods {
            let allowed = Set(known).union([.options]).map(\.rawValue).sorted().joined(separator: ", ")
            for method in all where !known.contains(method) {
                router.on(RouterPath(path), method: method) { request, _ -> Response in
                    guard method != .options else { return preflight(request, allowed: allowed) }
                    throw Problem(
                        .methodNotAllowed, "\(method.rawValue) does not work here; these do: \(allowed).",
                        headers: [.allow: allowed])
                }
            }
        }
    }
}

/// The answer to `OPTIONS`: what is allowed, and for browsers of other sites the public reading methods.
private func preflight(_ request: Request, allowed: String) -> Response {
    var headers: HTTPFields = [.allow: allowed]
    if request.headers[.origin] != nil {
        headers[.accessControlAllowOrigin] = "*"
        headers[.accessControlAllowMethods] = "GET, HEAD, OPTIONS"
        headers[.accessControlMaxAge] = "86400"
    }
    return Response(status: .noContent, headers: headers)
}
