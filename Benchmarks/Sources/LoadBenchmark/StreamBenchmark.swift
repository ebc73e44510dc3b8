import Glibc
import NIOCore
import NIOPosix
import Synchronization

/// Holds many streams of server-sent events open and tells how long a revision takes to reach all of them, and what
/// memory the server has meanwhile.
struct StreamBenchmark {
    let host: String
    let port: Int
    let count: Int
    /// The server's process, for its memory.
    let process: Int

    /// Connections that are opened at once.
    private static let wave = 100

    func run(seconds: Int) async throws {
        report("memory before", residentMiB(), "MiB")
        let arrivals = Arrivals()
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let bootstrap = ClientBootstrap(group: group).channelInitializer { channel in
            channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.addHandler(StreamReader(arrivals: arrivals))
            }
        }
        let request = ByteBuffer(string: "GET /api/v1/stream HTTP/1.1\r\nHost: \(host)\r\n\r\n")
        var channels: [any Channel] = []
        while channels.count < count {
            let wave = (0..<min(StreamBenchmark.wave, count - channels.count)).map { _ in
                bootstrap.connect(host: host, port: port)
            }
            for future in wave {
                let channel = try await future.get()
                try await channel.writeAndFlush(request)
                channels.append(channel)
            }
        }
        let deadline = ContinuousClock.now + .seconds(60)
        while arrivals.open < count, ContinuousClock.now < deadline { try await Task.sleep(for: .milliseconds(100)) }
        report("streams open", Double(arrivals.open), "streams")
        report("memory with them open", residentMiB(), "MiB")
        try await Task.sleep(for: .seconds(seconds))
        report("memory at the end", residentMiB(), "MiB")
        report("streams at the end", Double(channels.count { $0.isActive }), "streams")
        let spreads = arrivals.spreads(over: channels.count { $0.isActive })
        report("revisions that reached all", Double(spreads.count), "revisions")
        report("first to last stream, median", spreads.sorted()[safe: spreads.count / 2], "ms")
        report("first to last stream, slowest", spreads.max() ?? .nan, "ms")
        for channel in channels { channel.close(promise: nil) }
        try await group.shutdownGracefully()
    }

    /// Memory of the server's process, as the kernel counts it.
    private func residentMiB() -> Double {
        guard let file = fopen("/proc/\(process)/status", "r") else { return .nan }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 256)
        while fgets(&line, 256, file) != nil {
            let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            guard text.hasPrefix("VmRSS:") else { continue }
            return Double(text.filter(\.isNumber)).map { $0 / 1024 } ?? .nan
        }
        return .nan
    }

    private func report(_ name: String, _ value: Double, _ unit: String) {
        print("\(name)\t\((value * 10).rounded() / 10)\t\(unit)")
        fflush(nil)
    }
}

/// When each revision came to how many streams.
final class Arrivals: Sendable {
    private struct Arrival {
        var first: ContinuousClock.Instant
        var last: ContinuousClock.Instant
        var streams = 1
    }

    private struct State {
        var open = 0
        var revisions: [String: Arrival] = [:]
    }

    private let state = Mutex(State())

    /// Streams that were answered with 200.
    var open: Int { state.withLock(\.open) }

    func opened() { state.withLock { $0.open += 1 } }

    func revision(_ id: String) {
        let now = ContinuousClock.now
        state.withLock { state in
            if state.revisions[id] == nil {
                state.revisions[id] = Arrival(first: now, last: now)
            } else {
                state.revisions[id]?.last = now
                state.revisions[id]?.streams += 1
            }
        }
    }

    /// Milliseconds from the first stream to the last, of each revision that reached so many.
    func spreads(over streams: Int) -> [Double] {
        state.withLock { state in
            state.revisions.values.filter { $0.streams >= streams }.map { arrival in
                let spread = arrival.last - arrival.first
                return Double(spread.components.seconds) * 1e3 + Double(spread.components.attoseconds) * 1e-15
            }
        }
    }
}

/// Reads one stream as far as its status and the ids of its revisions.
private final class StreamReader: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let arrivals: Arrivals
    private var line: [UInt8] = []
    private var isAnswered = false
    private var id = ""

    init(arrivals: Arrivals) {
        self.arrivals = arrivals
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        for byte in unwrapInboundIn(data).readableBytesView {
            if byte == 10 {
                endLine()
                line.removeAll(keepingCapacity: true)
            } else if byte != 13, line.count < 64 {
                // Longer lines are data, of which nothing is wanted.
                line.append(byte)
            }
        }
    }

    private func endLine() {
        if !isAnswered {
            isAnswered = true
            if line.starts(with: Array("HTTP/1.1 200".utf8)) { arrivals.opened() }
        } else if line.starts(with: Array("id: ".utf8)) {
            id = String(decoding: line.dropFirst(4), as: UTF8.self)
        } else if line.elementsEqual("event: revision".utf8) {
            arrivals.revision(id)
        }
    }
}

extension Array {
    fileprivate subscript(safe index: Int) -> Double where Element == Double {
        indices.contains(index) ? self[index] : .nan
    }
}
