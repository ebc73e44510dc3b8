import ObservatoryModel
import Testing

@testable import Ingest

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

@Suite struct LiveInputTests {
    /// A named pipe that is gone at the end.
    private static func withPipe(_ body: (String) throws -> Void) throws {
        let path = "/tmp/parallax-ingest-\(getpid())-\(UInt64.random(in: 0 ... .max))"
        try #require(mkfifo(path, 0o600) == 0)
        defer { unlink(path) }
        try body(path)
    }

    @Test func `a record is handed out as soon as its line is there`() throws {
        try Self.withPipe { path in
            // Open for both ends, so that neither waits for the other.
            let writer = open(path, O_RDWR)
            try #require(writer >= 0)
            func send(_ text: String) { _ = text.withCString { write(writer, $0, strlen($0)) } }
            send(ContractLines.report + "\n")
            let stream = try RecordStream([InputSource(argument: path)])
            guard case .record(let first)? = stream.next() else {
                Issue.record("no record")
                return
            }
            #expect(first.kind == "report")
            send(ContractLines.signal + "\n" + ContractLines.ooni.prefix(20))
            guard case .record(let second)? = stream.next() else {
                Issue.record("no record")
                return
            }
            #expect(second.kind == "signal")
            close(writer)
        }
    }
}
