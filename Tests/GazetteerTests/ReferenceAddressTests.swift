import Foundation  // runs gzip and reads files
import Gazetteer
import ObservatoryModel
import Testing

/// Reads whole reference files, which are not a part of the project: they lie beside it, in `shared/data`.
struct ReferenceAddressTests {
    @Test(.enabled(if: SharedData.isThere || SharedData.isRequired, "shared/data/reference-geoip is not here"))
    func `known addresses are where they are`() throws {
        let table = AddressTable(
            countries4: try SharedData.gunzipped("tor_geoip.gz"), countries6: try SharedData.gunzipped("tor_geoip6.gz"),
            networks4: try SharedData.gunzipped("prefix2asn_v4.tsv.gz"),
            networks6: try SharedData.gunzipped("prefix2asn_v6.tsv.gz"))
        #expect(table.skippedLines == 0)
        print("the four tables take \(table.byteCount) bytes")
        #expect(table.byteCount < 32_000_000, "\(table.byteCount) bytes")
        // An address of PTCL, of RIPE NCC's site, of Cloudflare's and Google's resolvers.
        #expect(table.country(of: try #require(InternetAddress("182.176.0.1"))).description == "PK")
        #expect(table.network(of: try #require(InternetAddress("182.176.0.1"))) == ASN(17557))
        #expect(table.network(of: try #require(InternetAddress("193.0.6.139"))) == ASN(3333))
        #expect(table.network(of: try #require(InternetAddress("1.1.1.1"))) == ASN(13335))
        #expect(table.network(of: try #require(InternetAddress("8.8.8.8"))) == ASN(15169))
        #expect(table.country(of: try #require(InternetAddress("2001:67c:2e8:22::c100:68b"))).description == "NL")
        #expect(table.network(of: try #require(InternetAddress("2001:67c:2e8:22::c100:68b"))) == ASN(3333))
        for reserved in ["10.0.0.1", "127.0.0.1", "192.168.1.1", "::1", "fe80::1"] {
            #expect(table.country(of: try #require(InternetAddress(reserved))) == .unknown, "\(reserved)")
            #expect(table.network(of: try #require(InternetAddress(reserved))) == .unknown, "\(reserved)")
        }
    }
}

/// The folder of reference data beside the checkout; continuous integration requires it.
enum SharedData {
    static let folder: URL = {
        let environment = ProcessInfo.processInfo.environment
        let shared =
            environment["PARALLAX_SHARED"].map { URL(fileURLWithPath: $0) }
            ?? URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("shared")
        return shared.appendingPathComponent("data/reference-geoip")
    }()
    static var isThere: Bool { FileManager.default.fileExists(atPath: folder.path) }
    static var isRequired: Bool { ProcessInfo.processInfo.environment["CI"] == "true" }

    static func gunzipped(_ name: String) throws -> [UInt8] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/gzip")
        process.arguments = ["-dc", folder.appendingPathComponent(name).path]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "\(name) does not unpack")
        return [UInt8](data)
    }
}
