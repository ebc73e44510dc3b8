import Glibc
import NIOCore
import NIOPosix

/// Loads a collector with virtual probes, each with a key and a connection of its own, and says how it bears it.
///
/// `CollectorBenchmark HOST PORT PROBES SECONDS SESSIONS PAUSE PID`: every probe sends signed batches of so many sessions
/// for so many seconds, and pauses between an answer and the next batch for `PAUSE` milliseconds on average; the memory
/// and processor time are those of the process `PID`.
@main
struct CollectorBenchmark {
    static func main() async throws {
        let arguments = CommandLine.arguments.dropFirst()
        let numbers = arguments.dropFirst().compactMap { Int($0) }
        guard arguments.count == 7, numbers.count == 6, let host = arguments.first else {
            print("usage: CollectorBenchmark HOST PORT PROBES SECONDS SESSIONS PAUSE PID")
            exit(2)
        }
        let (port, probes, seconds) = (numbers[0], numbers[1], numbers[2])
        let (sessions, pause, process) = (numbers[3], numbers[4], numbers[5])
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let tally = Tally()
        let before = Usage(process: process)
        let ends = ContinuousClock.now + .seconds(seconds)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            for number in 0..<probes {
                tasks.addTask {
                    let probe = VirtualProbe(
                        number: number, host: host, port: port, sessions: sessions, pauseMilliseconds: pause)
                    try await probe.run(on: group, until: ends, tally: tally)
                }
            }
            try await tasks.waitForAll()
        }
        let after = Usage(process: process)
        tally.report(seconds: seconds)
        let memory = (before.residentKilobytes / 1024, after.peakKilobytes / 1024)
        print("server memory    \(memory.0) MiB before, \(memory.1) MiB at most")
        print("server processor \(rounded(after.processorSeconds - before.processorSeconds)) s in \(seconds) s")
        try await group.shutdownGracefully()
    }
}

/// One decimal.
func rounded(_ value: Double) -> Double { (value * 10).rounded() / 10 }

/// What a process uses, as `/proc` tells it.
struct Usage {
    var residentKilobytes = 0
    var peakKilobytes = 0
    var processorSeconds = 0.0

    init(process: Int) {
        for line in Self.text("/proc/\(process)/status").split(separator: "\n") {
            let fields = line.split(whereSeparator: { $0 == " " || $0 == "\t" })
            guard fields.count > 1, let value = Int(fields[1]) else { continue }
            if fields[0] == "VmRSS:" { residentKilobytes = value }
            if fields[0] == "VmHWM:" { peakKilobytes = value }
        }
        // After the name in brackets: state is field 3, so user and system time (14 and 15) are at 11 and 12.
        let rest = Self.text("/proc/\(process)/stat").split(separator: ")").last ?? ""
        let fields = rest.split(separator: " ")
        guard fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12]) else { return }
        processorSeconds = (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    private static func text(_ path: String) -> String {
        guard let file = fopen(path, "r") else { return "" }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 16_384)
        let count = fread(&bytes, 1, bytes.count, file)
        return String(decoding: bytes[..<count], as: UTF8.self)
    }
}
