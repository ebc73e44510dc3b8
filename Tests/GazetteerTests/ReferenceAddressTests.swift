import Foundation  // runs gzip and reads files
import Gazetteer
import ObservatoryModel
import TestSupport
import Testing

/// Reads whole reference files, which are not a part of the project: they lie beside it, in `shared/data`.
struct ReferenceAddressTests {
    @Test func `known addresses are where they are`() throws {
        guard let folder = RecordedFile.path("data/reference-geoip") else { return }
        let table = AddressTable(
            countries4: try gunzipped("\(folder)/tor_geoip.gz"), countries6: try gunzipped("\(folder)/tor_geoip6.gz"),
            networks4: try gunzipped("\(folder)/prefix2asn_v4.tsv.gz"),
            networks6: try gunzipped("\(folder)/prefix2asn_v6.tsv.gz"))
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

    private func gunzipped(_ path: String) throws -> [UInt8] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/gzip")
        process.arguments = ["-dc", path]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "\(path) does not unpack")
        return [UInt8](data)
    }
}
