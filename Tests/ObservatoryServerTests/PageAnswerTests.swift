import Dashboard
import FoundationEssentials
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Ingest
import NIOCore
import Testing

@testable import ObservatoryServer

/// Answers that are made for people: packed pages, and pictures.
@Suite struct PageAnswerTests {
    @Test func `what is packed unpacks to the same, and the same packs to the same`() throws {
        let text = Array(String(repeating: "کون متاثر ہے – who is affected? ", count: 2_000).utf8)
        for bytes in [[], Array(text.prefix(1)), text] {
            let packed = ObservatoryServer.gzipped(bytes)
            #expect(Packing(head: packed) == .gzip && packed == ObservatoryServer.gzipped(bytes))
            #expect(try Packing.unpack(packed, limit: text.count) == bytes)
        }
        #expect(ObservatoryServer.gzipped(text).count < text.count / 20)
    }

    @Test(
        arguments: [
            (nil, false), ("", false), ("identity", false), ("gzip", true), ("br, gzip", true), ("GZIP;q=0.5", true),
            ("gzip;q=0", false), ("gzip; q=0.000", false), ("gzip;q=0.001", true), ("x-gzip", true), ("*;q=0", false),
            ("gzipped", false),
        ] as [(String?, Bool)])
    func `a page is packed only for who takes it so`(header: String?, isPacked: Bool) {
        #expect(Response.acceptsGzip(header) == isPacked)
    }

    @Test func `a packed page has a tag of its own and the same content`() async throws {
        let site = try TestSite()
        try await site.run { client in
            let plain = try await client.execute(uri: "/methodology", method: .get)
            let packed = try await client.execute(
                uri: "/methodology", method: .get, headers: [.acceptEncoding: "gzip"])
            #expect(packed.headers[.contentEncoding] == "gzip" && plain.headers[.contentEncoding] == nil)
            #expect(packed.headers[.eTag] != plain.headers[.eTag])
            #expect(packed.headers[.vary]?.contains("Accept-Encoding") == true)
            let unpacked = try Packing.unpack(Array(packed.body.readableBytesView), limit: 1 << 20)
            #expect(unpacked == Array(plain.body.readableBytesView))
        }
    }

    @Test func `a drawing becomes a picture of its size, and the same one is not drawn twice`() async throws {
        let svg = """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><rect width="40" height="20" fill="red"/>
            <text x="2" y="14">کون</text></svg>
            """
        let pictures = Pictures()
        let picture = try await pictures.png(of: svg, width: 120, height: 60)
        #expect(picture.starts(with: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]))
        // Width and height are the first words of the first chunk.
        #expect(Array(picture[16..<24]) == [0, 0, 0, 120, 0, 0, 0, 60])
        #expect(try await pictures.png(of: svg, width: 120, height: 60) == picture)
    }

    @Test func `what is no drawing is told as a fault`() async {
        await #expect(throws: Pictures.Fault.self) {
            try await Pictures().png(of: "<svg xmlns='http://www.w3.org/2000/svg'><g>", width: 10, height: 10)
        }
    }

    @Test func `a drawing cannot bring in a file of the machine`() async throws {
        let folder = try TemporaryFolder()
        let secret = folder.path + "/secret.svg"
        let square =
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 10 10\"><rect width=\"10\" height=\"10\"/></svg>"
        try Data(square.utf8).write(to: URL(filePath: secret))
        let empty = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 10 10\"></svg>"
        let curious = """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">\
            <image href="file://\(secret)" width="10" height="10"/><image href="\(secret)" width="10" height="10"/></svg>
            """
        let pictures = Pictures()
        await #expect(throws: Pictures.Fault.self) {
            let entity = "<!DOCTYPE svg [<!ENTITY e SYSTEM \"file://\(secret)\">]><svg><text>&e;</text></svg>"
            _ = try await pictures.png(of: entity, width: 10, height: 10)
        }
        let nothing = try await pictures.png(of: empty, width: 10, height: 10)
        #expect(try await pictures.png(of: curious, width: 10, height: 10) == nothing)
    }
}
