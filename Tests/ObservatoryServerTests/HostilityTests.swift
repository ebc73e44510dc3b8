import Glibc
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import ObservatoryModel
import SQLiteStorage
import Storage
import Testing

@testable import ObservatoryServer

/// A connection over loopback on which any bytes can be sent.
private final class RawConnection {
    private let descriptor: Int32
    /// Whether the other side has closed it.
    private(set) var isClosed = false

    /// - Parameter window: Bytes that the system keeps for a reader that does not read; `nil` leaves it alone.
    init(port: Int, window: Int32? = nil) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        if var window {
            setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &window, socklen_t(MemoryLayout<Int32>.size))
        }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        try #require(connected == 0)
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
    }

    deinit { close(descriptor) }

    /// Sends as much as the other side takes within two seconds.
    func send(_ bytes: some Sequence<UInt8>) async {
        var rest = Array(bytes)[...]
        var waits = 0
        while !rest.isEmpty, !isClosed, waits < 100 {
            let sent = rest.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if sent > 0 {
                rest = rest.dropFirst(sent)
            } else if errno == EAGAIN {
                waits += 1
                try? await Task.sleep(for: .milliseconds(20))
            } else {
                isClosed = true
            }
        }
    }

    func send(_ text: String) async { await send(text.utf8) }

    /// What came, until the other side closes, an answer is whole by its length, or the time is over.
    func receive(within limit: Duration = .seconds(20)) async -> String {
        var bytes: [UInt8] = []
        let end = ContinuousClock.now + limit
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while ContinuousClock.now < end {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            if count > 0 {
                bytes += buffer[..<count]
                if RawConnection.isWhole(bytes) { break }
            } else if count == 0 || errno != EAGAIN {
                isClosed = true
                break
            } else {
                try? await Task.sleep(for: .milliseconds(10))
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Whether the other side closes within a time.
    func closes(within limit: Duration = .seconds(30)) async -> Bool {
        let end = ContinuousClock.now + limit
        while !isClosed, ContinuousClock.now < end { _ = await receive(within: .milliseconds(200)) }
        return isClosed
    }

    private static func isWhole(_ bytes: [UInt8]) -> Bool {
        let text = String(decoding: bytes, as: UTF8.self)
        guard let head = text.firstRange(of: "\r\n\r\n") else { return false }
        let lines = text[..<head.lowerBound].lowercased().split(separator: "\r\n")
        guard let length = lines.first(where: { $0.hasPrefix("content-length:") }),
            let count = Int(length.dropFirst(15).filter { $0 != " " })
        else { return false }
        return text[head.upperBound...].utf8.count >= count
    }
}

/// The status of an answer; `nil` when there is none.
private func status(_ answer: String) -> Int? {
    guard answer.hasPrefix("HTTP/1.1 ") else { return nil }
    return Int(answer.dropFirst(9).prefix(3))
}

/// What hostile clients do to the real server on loopback: it answers with a refusal or hangs up, and goes on serving.
@Suite struct HostilityTests {
    /// Runs a server with these limits; the body gets its port. Afterwards the server must still be well.
    private func serve(
        _ connections: ConnectionLimits = ConnectionLimits(), _ body: @escaping @Sendable (Int) async throws -> Void
    ) async throws {
        let folder = try TemporaryFolder()
        let store = try SQLiteStore(path: folder.path + "/store.sqlite")
        var configuration = ServerConfiguration()
        configuration.listen = ListenAddress(host: "127.0.0.1", port: 0)
        configuration.addressFiles.countries4 = nil
        configuration.addressFiles.countries6 = nil
        configuration.place = Place("PK:17557")
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        var app = ObservatoryApp(configuration: configuration, store: store, logger: logger)
        app.connections = connections
        app.readiness.isReady = true
        let parts = app.parts { _ in }
        let hub = parts.exhibits.live.hub
        try await Self.run(parts.application) { client in
            // A stream whose reader is gone would notice at the next beat, and nothing beats here.
            defer { hub.close() }
            try await body(try #require(client.port))
            // On a connection of its own, since the client's may have been idle for too long.
            let after = try RawConnection(port: try #require(client.port))
            await after.send("GET /health/ready HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            #expect(status(await after.receive()) == 200)
        }
        withExtendedLifetime(folder) {}
    }

    private static func run(
        _ application: some ApplicationProtocol, _ body: @Sendable (any TestClientProtocol) async throws -> Void
    ) async throws {
        try await application.test(.live) { client in try await body(client) }
    }

    // MARK: Strange requests

    /// Sends bytes on a fresh connection and expects a refusal, an answer without anything of the system, or a hang-up.
    private func refused(_ bytes: some Sequence<UInt8> & Sendable, _ name: String, port: Int) async throws {
        let connection = try RawConnection(port: port)
        await connection.send(bytes)
        let answer = await connection.receive()
        if let status = status(answer) {
            #expect(status < 500, "\(name): \(status)")
        } else {
            #expect(connection.isClosed, "\(name): neither answered nor closed")
        }
        #expect(!answer.contains("root:"), "\(name)")
    }

    @Test func `paths that climb, hide bytes or never end lead nowhere`() async throws {
        let long = String(repeating: "a", count: 9_000)
        let paths = [
            "/../../../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/assets/../../../etc/passwd",
            "/assets/..%2f..%2fetc%2fpasswd", "//etc/passwd", "/assets//etc/passwd", "/%00", "/countries/%00",
            "/countries/PK%00.svg", "/api/v1/incidents/%FF%FE", "/api/v1/incidents/%E2%28%A1", "/api/v1/incidents/%",
            "/api/v1/incidents/%zz", "/api/v1/incidents/..", "/api/v1/incidents/.%2e/", "/charts/PK/..%2f..%2fx.svg",
            "/feeds/cap/..%2f..%2f.xml", "/\(long)", "/api/v1/incidents/\(long)", "/networks/99999999999999999999",
            "/networks/-1", "/countries/PK?range=" + long, "/api/v1/series?cc=PK&step=9223372036854775808",
            "/api/v1/series?cc=PK&from=9999-12-31T23:59:59Z&until=0001-01-01T00:00:00Z",
            "/api/v1/series?cc=PK&from=0001-01-01T00:00:00Z&until=0001-01-02T00:00:00Z&step=60",
            "/api/v1/measurements?since=9999-12-30&until=9999-12-31", "/api/v1/measurements?input=%FF%00%FE",
            "/api/v1/aggregation?since=0001-01-01&until=0001-01-02&axis_x=measurement_start_day",
            "/api/v1/signals/raw/country/PK?from=0&until=4102444800", "/oembed?url=%00", "/incidents?cursor=i%00",
            "/calendar.ics?lang=%FF", "/feeds/%F0%9F%92%A9.atom", "/?lang=" + long, "/corrections?cursor=-1",
            "*", "http://elsewhere.example/",
            "/api/v1/incidents?" + (0..<1_500).map { "a\($0)=1" }.joined(separator: "&"),
        ]
        try await serve { port in
            for path in paths {
                for method in ["GET", "POST"] {
                    try await refused(
                        Array(
                            "\(method) \(path) HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                                .utf8),
                        "\(method) \(path.prefix(80))", port: port)
                }
            }
        }
    }

    @Test func `heads that are broken, doubled or not HTTP are refused`() async throws {
        let requests: [(String, String)] = [
            ("no version", "GET /\r\n\r\n"), ("version 9", "GET / HTTP/9.9\r\nHost: a\r\n\r\n"),
            ("unknown method", "BREW / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"),
            ("TRACE", "TRACE / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"),
            ("CONNECT", "CONNECT a:443 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"),
            ("no host", "GET /api/v1/incidents HTTP/1.1\r\nConnection: close\r\n\r\n"),
            ("no name", "GET / HTTP/1.1\r\n: x\r\n\r\n"), ("space in name", "GET / HTTP/1.1\r\nA b: x\r\n\r\n"),
            (
                "two lengths",
                "POST /api/v1/reports HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nabcde"
            ),
            ("negative length", "POST /api/v1/reports HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n"),
            (
                "length and chunks",
                "POST /api/v1/reports HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nG"
            ),
            (
                "bad chunk",
                "POST /api/v1/reports HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n"
            ),
            (
                "huge length",
                "POST /api/v1/reports HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n"
            ),
            ("many spaces", String(repeating: " ", count: 70_000)),
            ("many lines", String(repeating: "\r\n", count: 1_000) + "GET / HTTP/1.1\r\nConnection: close\r\n\r\n"),
        ]
        try await serve { port in
            for (name, text) in requests { try await refused(Array(text.utf8), name, port: port) }
            let hello: [UInt8] = [0x16, 3, 1, 2, 0, 1, 0, 1, 0xfc, 3, 3] + [UInt8](repeating: 0xab, count: 600)
            try await refused(hello, "TLS", port: port)
            let upgrade = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
            try await refused(Array(upgrade.utf8), "HTTP/2", port: port)
            let bytes =
                Array("GET /api/v1/incidents HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAccept: ".utf8) + [
                    0xff, 0xfe, 0x80,
                ]
                + Array("\r\nIf-None-Match: ".utf8) + [0xc3, 0x28] + Array("\r\n\r\n".utf8)
            try await refused(bytes, "bytes that are no text", port: port)
        }
    }

    @Test func `a flood of header fields, and a field without end, are cut short`() async throws {
        try await serve { port in
            let many = (0..<5_000).map { "X-\($0): y\r\n" }.joined()
            try await refused(Array("GET / HTTP/1.1\r\nHost: a\r\n\(many)\r\n".utf8), "many fields", port: port)
            let connection = try RawConnection(port: port)
            await connection.send("GET / HTTP/1.1\r\nHost: a\r\nX: ")
            for _ in 0..<64 where !connection.isClosed {
                await connection.send(String(repeating: "a", count: 65_536))
            }
            let answer = await connection.receive()
            #expect(status(answer) == nil || status(answer) == 400)
            #expect(await connection.closes())
        }
    }

    @Test func `bodies have bounds, whatever length is claimed or none`() async throws {
        try await serve { port in
            for (path, type) in [
                ("/api/v1/reports", "application/json"), ("/api/v1/measurements", "application/x-ndjson"),
            ] {
                let head =
                    "POST \(path) HTTP/1.1\r\nHost: a\r\nContent-Type: \(type)\r\n"
                    + "Authorization: Probe \(String(repeating: "A", count: 43)):\(String(repeating: "A", count: 86))\r\n"
                let chunked = try RawConnection(port: port)
                await chunked.send(head + "Transfer-Encoding: chunked\r\n\r\n")
                let chunk = "10000\r\n" + String(repeating: "x", count: 65_536) + "\r\n"
                var answer = ""
                for _ in 0..<120 where answer.isEmpty && !chunked.isClosed {
                    await chunked.send(chunk)
                    answer = await chunked.receive(within: .milliseconds(1))
                }
                if answer.isEmpty { answer = await chunked.receive() }
                #expect(
                    status(answer) == 413 || status(answer) == 401 || (answer.isEmpty && chunked.isClosed), "\(path)")
            }
            for body in [
                "{", "[", "nul", "\u{0}", String(repeating: "[", count: 8_000), "{\"platform\":\"\\ud800\"}",
                "platform=%FF%FE",
            ] {
                for type in ["application/json", "application/x-www-form-urlencoded"] {
                    let text =
                        "POST /api/v1/reports HTTP/1.1\r\nHost: a\r\nContent-Type: \(type)\r\nConnection: close\r\n"
                        + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
                    let connection = try RawConnection(port: port)
                    await connection.send(text)
                    let answer = await connection.receive()
                    #expect(status(answer) == 400, "\(body.prefix(20)) \(type)")
                    #expect(answer.contains("application/problem+json"))
                }
            }
        }
    }

    // MARK: Slow clients

    @Test func `a head that comes byte by byte is not waited for`() async throws {
        var limits = ConnectionLimits()
        limits.idle = .milliseconds(500)
        try await serve(limits) { port in
            let connection = try RawConnection(port: port)
            let began = ContinuousClock.now
            for byte in "GET / HTTP/1.1\r\nHost: a\r\n".utf8 + [UInt8](repeating: 0x41, count: 5_000) {
                guard !connection.isClosed, ContinuousClock.now - began < .seconds(20) else { break }
                await connection.send([byte])
                _ = await connection.receive(within: .milliseconds(20))
            }
            #expect(connection.isClosed)
        }
    }

    @Test func `a body that comes byte by byte is not waited for`() async throws {
        var limits = ConnectionLimits()
        limits.arrival = .milliseconds(500)
        try await serve(limits) { port in
            let connection = try RawConnection(port: port)
            await connection.send("POST /api/v1/reports HTTP/1.1\r\nHost: a\r\nContent-Length: 8000\r\n\r\n")
            let began = ContinuousClock.now
            while !connection.isClosed, ContinuousClock.now - began < .seconds(20) {
                await connection.send("x")
                _ = await connection.receive(within: .milliseconds(20))
            }
            #expect(connection.isClosed)
        }
    }

    @Test func `who asks and does not read is hung up on`() async throws {
        var limits = ConnectionLimits()
        limits.reading = .milliseconds(500)
        try await serve(limits) { port in
            let connection = try RawConnection(port: port, window: 4_096)
            let request = "GET /openapi.json HTTP/1.1\r\nHost: a\r\n\r\n"
            let end = ContinuousClock.now + .seconds(30)
            // The answers fill the buffers of both sides; then requests are taken no more, and then it is over.
            while !connection.isClosed, ContinuousClock.now < end {
                await connection.send(String(repeating: request, count: 20))
            }
            #expect(connection.isClosed)
        }
    }

    @Test func `a quiet stream is no stalled one`() async throws {
        var limits = ConnectionLimits()
        (limits.idle, limits.arrival, limits.reading) = (.seconds(2), .seconds(2), .seconds(2))
        try await serve(limits) { port in
            let connection = try RawConnection(port: port)
            await connection.send("GET /api/v1/stream HTTP/1.1\r\nHost: a\r\n\r\n")
            var answer = ""
            for _ in 0..<100 where answer.isEmpty { answer = await connection.receive(within: .milliseconds(200)) }
            #expect(status(answer) == 200)
            _ = await connection.receive(within: .seconds(5))
            #expect(!connection.isClosed)
        }
    }
}
