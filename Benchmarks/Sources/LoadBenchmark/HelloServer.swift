import Hummingbird

/// The least that Hummingbird can do: one route with five bytes.
enum HelloServer {
    static func run(port: Int) async throws {
        let router = Router()
        router.get("/") { _, _ in "hello" }
        try await Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: port))
        ).runService()
    }
}
