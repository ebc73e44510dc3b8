import ObservatoryModel
import Probing
import Testing

@Suite struct `A probe's spool` {
    static func session(_ number: Int, detail: Int = 3) -> Session {
        let time = Timestamp("2026-11-20T00:00:00Z")! + .seconds(Int64(number))
        let steps = (0..<detail).map { Step(.dns, milliseconds: Double($0), addresses: ["192.0.2.1", "192.0.2.2"]) }
        return Session(
            id: "s-\(number)", at: time, received: time, every: 600, probe: "p-0", country: .unknown, asn: .unknown,
            platform: PlatformID("x")!, outcome: .failed,
            steps: steps + [Step(.tls, failure: .connectionReset, chain: ["ab"])],
            controls: [Control(role: .neutral, target: "https://example.org/", outcome: .ok)])
    }

    static func ids(_ body: [UInt8]) -> [String] {
        String(decoding: body, as: UTF8.self).split(separator: "\n").compactMap { line -> String? in
            guard let range = line.firstRange(of: "\"id\":\"") else { return nil }
            let rest: Substring = line[range.upperBound...]
            return String(rest.prefix { $0 != "\"" })
        }
    }

    @Test func `gives back what was put in, once, in order, also after a restart`() async throws {
        try await withTemporaryFolder { folder in
            var spool = try Spool(folder: folder)
            for number in 0..<5 { try await spool.append(Self.session(number)) }
            let first = try #require(try await spool.next())
            #expect(Self.ids(first.body) == (0..<5).map { "s-\($0)" })
            // A batch that was shown does not grow any more.
            try await spool.append(Self.session(5))
            #expect(try await spool.next() == first)
            spool = try Spool(folder: folder)
            #expect(try await spool.next() == first)
            try await spool.remove(first)
            #expect(Self.ids(try #require(try await spool.next()).body) == ["s-5"])
            try await spool.append(Self.session(6))
            let left = try #require(try await spool.next())
            #expect(Self.ids(left.body) == ["s-5"])
            try await spool.remove(left)
            let last = try #require(try await spool.next())
            #expect(Self.ids(last.body) == ["s-6"])
            try await spool.remove(last)
            #expect(try await spool.next() == nil)
            #expect(await spool.bytes == 0)
        }
    }

    @Test func `drops a line that a crash cut short, and nothing else`() async throws {
        try await withTemporaryFolder { folder in
            let spool = try Spool(folder: folder)
            try await spool.append(Self.session(1))
            let name = try #require(try folder.names(in: "spool").first)
            try folder.append(Array("{\"kind\":\"session\",\"id\":\"s-2\",\"at".utf8), to: "spool/\(name)")
            let again = try Spool(folder: folder)
            #expect(Self.ids(try #require(try await again.next()).body) == ["s-1"])
        }
    }

    @Test func `when full keeps the oldest detail, thins what is new, then counts what it leaves out`() async throws {
        try await withTemporaryFolder { folder in
            let spool = try Spool(folder: folder, limitBytes: 20_000)
            for number in 0..<200 { try await spool.append(Self.session(number, detail: 10)) }
            var bodies: [UInt8] = []
            while let batch = try await spool.next() {
                bodies += batch.body
                try await spool.remove(batch)
            }
            let kept = Self.ids(bodies)
            #expect(bodies.count <= 20_000)
            #expect(kept == (0..<kept.count).map { "s-\($0)" }, "the oldest are kept")
            #expect(await spool.leftOut == 200 - kept.count)
            let lines = String(decoding: bodies, as: UTF8.self).split(separator: "\n")
            #expect(lines.first?.contains("\"dns\"") == true)
            #expect(lines.last?.contains("\"dns\"") == false)
            #expect(lines.last?.contains("connection_reset") == true)
        }
    }
}
