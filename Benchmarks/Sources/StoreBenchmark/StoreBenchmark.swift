/// Measures the store: `commit [SESSIONS]` and `volume [SESSIONS]`; `seed PATH [SESSIONS]` makes one to serve from.
@main
struct StoreBenchmark {
    static func main() async throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        let count = arguments.count > 1 ? Int(arguments[1]) : nil
        switch arguments.first {
        case "commit": try await CommitBenchmark.run(sessions: count ?? 200_000, runs: 5)
        case "volume": try await VolumeBenchmark.run(sessions: count ?? 10_000_000)
        case "seed" where arguments.count > 1:
            try await StoreSeed.run(
                path: arguments[1], sessions: arguments.dropFirst(2).first.flatMap { Int($0) } ?? 10_000_000)
        default: print("usage: StoreBenchmark commit [SESSIONS] | volume [SESSIONS] | seed PATH [SESSIONS]")
        }
    }
}
