/// Measures the store: `commit [SESSIONS]` and `volume [SESSIONS]`.
@main
struct StoreBenchmark {
    static func main() async throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        let count = arguments.count > 1 ? Int(arguments[1]) : nil
        switch arguments.first {
        case "commit": try await CommitBenchmark.run(sessions: count ?? 200_000, runs: 5)
        case "volume": try await VolumeBenchmark.run(sessions: count ?? 10_000_000)
        default: print("usage: StoreBenchmark commit [SESSIONS] | volume [SESSIONS]")
        }
    }
}
