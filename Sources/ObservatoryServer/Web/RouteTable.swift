import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization

/// Registers endpoints and pages, and knows every path and its methods, so that a wrong method is told from a wrong
/// path.
struct RouteTable {
    private let router: Router<ServerContext>
    private let paths: KnownPaths
    /// Methods by path, with `HEAD` where there is a `GET`.
    private(set) var methods: [String: [HTTPRequest.Method]] = [:]
    /// The endpoints that `/openapi.json` describes.
    private(set) var endpoints: [Endpoint] = []

    /// - Parameter paths: Learns the paths in `refuseOtherMethods`.
    init(_ router: Router<ServerContext>, paths: KnownPaths = KnownPaths()) {
        self.router = router
        self.paths = paths
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

    /// Answers every other method, known or not, on the paths that there are. Call once, after the last `add`.
    func refuseOtherMethods() {
        // A method may have any name, so the paths are given to the middleware that sees what the router did not find.
        var templates: [KnownPaths.Template] = []
        for (path, known) in methods {
            let allowed = Set(known).union([.options]).map(\.rawValue).sorted().joined(separator: ", ")
            router.on(RouterPath(path), method: .options) { request, _ in preflight(request, allowed: allowed) }
            templates.append(KnownPaths.Template(path, allowed: allowed))
        }
        paths.set(templates)
    }
}

/// The paths that there are, for telling a wrong method from a wrong path.
final class KnownPaths: Sendable {
    /// A path with `{…}` where any one segment may stand.
    struct Template: Sendable {
        /// `nil` for any segment.
        let segments: [String?]
        /// `GET, HEAD, OPTIONS`
        let allowed: String

        init(_ path: String, allowed: String) {
            segments = path.split(separator: "/").map { $0.hasPrefix("{") ? nil : String($0) }
            self.allowed = allowed
        }

        func matches(_ path: [Substring]) -> Bool {
            path.count == segments.count && zip(path, segments).allSatisfy { $1 == nil || $0 == $1! }
        }
    }

    private let templates = Mutex<[Template]>([])

    func set(_ templates: [Template]) { self.templates.withLock { $0 = templates } }

    /// The methods that work on a path; `nil` when there is nothing at it.
    func allowed(at path: String) -> String? {
        let segments = path.split(separator: "/")
        return templates.withLock { templates in
            // A path that is named outright goes before one with room for any.
            let found = templates.filter { $0.matches(segments) }
            return found.min { $0.segments.count { $0 == nil } < $1.segments.count { $0 == nil } }?.allowed
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
