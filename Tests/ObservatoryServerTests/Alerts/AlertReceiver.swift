import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Synchronization

/// A receiver on loopback that keeps what it gets and answers as it is told.
final class AlertReceiver: Sendable {
    struct Received: Sendable {
        var path: String
        var headers: HTTPFields
        var body: String

        subscript(_ name: String) -> String { headers[HTTPField.Name(name)!] ?? "" }
    }

    private struct State {
        var received: [Received] = []
        var answers: [(status: Int, headers: HTTPFields)] = []
    }

    private let state = Mutex(State())

    /// Everything that came, oldest first.
    var received: [Received] { state.withLock { $0.received } }

    /// Answers the next requests so; later ones get 200.
    func answer(_ statuses: [Int], headers: HTTPFields = [:]) {
        state.withLock { $0.answers = statuses.map { ($0, headers) } }
    }

    /// Runs it on a free port.
    func run(_ body: @Sendable (_ port: Int) async throws -> Void) async throws {
        let router = Router()
        for path in ["/hook", "/api/v1/statuses", "/elsewhere"] {
            router.post(RouterPath(path)) { request, _ in
                let buffer = try await request.body.collect(upTo: 1 << 20)
                let answer = self.state.withLock { state in
                    state.received.append(
                        Received(path: path, headers: request.headers, body: String(buffer: buffer)))
                    return state.answers.isEmpty ? (200, [:]) : state.answers.removeFirst()
                }
                return Response(status: .init(code: answer.0), headers: answer.1)
            }
        }
        try await Application(router: router).test(.live) { client in
            try await body(client.port ?? 0)
        }
    }
}
