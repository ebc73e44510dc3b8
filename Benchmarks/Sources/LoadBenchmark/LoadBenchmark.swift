/// What a server is measured with: `hello PORT`, a server to compare with, and `streams HOST PORT COUNT SECONDS PID`.
@main
struct LoadBenchmark {
    static func main() async throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        let numbers = arguments.map { Int($0) ?? 0 }
        switch (arguments.first, arguments.count) {
        case ("hello", 2): try await HelloServer.run(port: numbers[1])
        case ("streams", 6):
            try await StreamBenchmark(host: arguments[1], port: numbers[2], count: numbers[3], process: numbers[5]).run(
                seconds: numbers[4])
        default: print("usage: LoadBenchmark hello PORT | streams HOST PORT COUNT SECONDS PID")
        }
    }
}
