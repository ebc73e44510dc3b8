import Foundation  // reads an installed database
import Gazetteer
import ObservatoryModel
import Testing

struct LocationDatabaseTests {
    /// A database of four networks, written after the description of the format in libloc's `format.h`.
    static let sample: [UInt8] = {
        var writer = DatabaseWriter()
        writer.add("2001:db8::", 32, country: "PK", asn: 64_500)
        writer.add("2001:db8:8000::", 33, country: "A1", asn: 64_501)
        writer.add("::ffff:192.0.2.0", 120, country: "NL", asn: 64_502)
        writer.add("::ffff:192.0.2.128", 121, country: "DE", asn: 0)
        writer.name(64_500, "Example One")
        writer.name(64_502, "Example Two")
        return writer.bytes()
    }()

    @Test func `addresses and names are found`() throws {
        let database = try LocationDatabase(Self.sample)
        let expected: [(String, String, UInt32)] = [
            ("2001:db8::1", "PK", 64_500), ("2001:db8:8000::1", "ZZ", 64_501), ("2001:db9::", "ZZ", 0),
            ("192.0.2.1", "NL", 64_502), ("192.0.2.200", "DE", 0), ("192.0.3.0", "ZZ", 0), ("::c000:201", "ZZ", 0),
        ]
        for (text, country, asn) in expected {
            let address = try #require(InternetAddress(text))
            #expect(database.addresses.country(of: address).description == country, "\(text)")
            #expect(database.addresses.network(of: address).number == asn, "\(text)")
        }
        #expect(database.name(of: ASN(64_500)) == "Example One" && database.name(of: ASN(64_502)) == "Example Two")
        #expect(
            database.name(of: ASN(64_501)) == nil && database.name(of: ASN(0)) == nil
                && database.name(of: ASN(.max)) == nil)
        #expect(database.created.description == "2022-10-29T05:59:54Z")
        #expect(database.vendor == "Vendor" && database.licence == "CC BY-SA 4.0" && database.summary == "Summary")
    }

    @Test func `countries of one table go with networks of another`() throws {
        let countries = AddressTable(countries4: Array("3221225984,3221226239,PK".utf8))
        let joined = countries.with(networksOf: try LocationDatabase(Self.sample).addresses)
        let address = try #require(InternetAddress("192.0.2.1"))
        #expect(joined.country(of: address).description == "PK" && joined.network(of: address) == ASN(64_502))
    }

    @Test func `a file that ends anywhere is refused`() {
        for length in 0..<Self.sample.count {
            #expect(throws: LocationDatabaseError.self, "\(length) bytes") {
                try LocationDatabase(Array(Self.sample[..<length]))
            }
        }
    }

    @Test func `bytes turned at random never trap`() {
        var generator = SeededGenerator(seed: 31)
        for _ in 0..<3000 {
            var bytes = Self.sample
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            }
            // Whether it reads is up to the bytes; that it comes back is the point.
            if let database = try? LocationDatabase(bytes) { _ = database.name(of: ASN(64_500)) }
        }
    }

    @Test func `a tree that leads back is refused, and so is another version`() {
        var loop = Self.sample
        // The root's own children: both the root's right child, so that the tree is shared.
        let tree = Int(loop[44]) << 24 | Int(loop[45]) << 16 | Int(loop[46]) << 8 | Int(loop[47])
        loop[tree + 3] = 1
        loop[tree + 12 + 3] = 1
        #expect(throws: LocationDatabaseError.badTree) { try LocationDatabase(loop) }
        var version = Self.sample
        version[7] = 9
        #expect(throws: LocationDatabaseError.unsupportedVersion(9)) { try LocationDatabase(version) }
        #expect(throws: LocationDatabaseError.notALocationDatabase) { try LocationDatabase(Array("geoip".utf8)) }
    }

    private static let installed = "/usr/share/libloc-location/location.db"
    private static let mayRead =
        FileManager.default.fileExists(atPath: installed)
        && ProcessInfo.processInfo.environment["PARALLAX_SLOW_TESTS"] == "1"

    /// Takes some twenty seconds without optimisation, hence only when asked for.
    @Test(.enabled(if: mayRead, "needs Debian's libloc-database, and PARALLAX_SLOW_TESTS=1"))
    func `Debian's database reads`() throws {
        let database = try LocationDatabase([UInt8](try Data(contentsOf: URL(fileURLWithPath: Self.installed))))
        #expect(database.created > Timestamp(seconds: 1_600_000_000))
        #expect(database.licence.contains("CC BY-SA 4.0") || database.licence.contains("CC"))
        #expect(database.addresses.network(of: try #require(InternetAddress("193.0.6.139"))) == ASN(3333))
        #expect(database.addresses.country(of: try #require(InternetAddress("193.0.6.139"))).description == "NL")
        #expect(database.name(of: ASN(17557)) != nil)
        print("location database of \(database.created): \(database.addresses.byteCount) bytes of tables")
    }
}

/// Writes a database for a test: a tree by bits, then the tables.
private struct DatabaseWriter {
    private var nodes: [(zero: Int, one: Int, network: UInt32)] = [(0, 0, .max)]
    private var networks: [UInt8] = []
    private var systems: [(UInt32, UInt32)] = []
    private var pool = Array("Vendor\0Summary\0CC BY-SA 4.0\0".utf8)

    mutating func add(_ address: String, _ length: Int, country: String, asn: UInt32) {
        let value: UInt128 =
            switch InternetAddress(address) {
            case .v6(let value): value
            case .v4(let value): UInt128(0xffff) << 32 | UInt128(value)
            case nil: preconditionFailure("“\(address)” is no address")
            }
        var node = 0
        for bit in 0..<length {
            let isOne = value >> (127 - bit) & 1 == 1
            var next = isOne ? nodes[node].one : nodes[node].zero
            if next == 0 {
                next = nodes.count
                nodes.append((0, 0, .max))
                if isOne { nodes[node].one = next } else { nodes[node].zero = next }
            }
            node = next
        }
        nodes[node].network = UInt32(networks.count / 12)
        networks += Array(country.utf8) + [0, 0] + big(asn) + [0, 0, 0, 0]
    }

    mutating func name(_ asn: UInt32, _ name: String) {
        systems.append((asn, UInt32(pool.count)))
        pool += Array(name.utf8) + [0]
    }

    func bytes() -> [UInt8] {
        let tables: [[UInt8]] = [
            systems.flatMap { big($0.0) + big($0.1) }, networks,
            nodes.flatMap { big(UInt32($0.zero)) + big(UInt32($0.one)) + big($0.network) }, [], pool,
        ]
        var header = Array("LOCDBXX".utf8) + [1] + big(0) + big(1_667_023_194) + big(0) + big(7) + big(15)
        var offset = 68
        for table in tables {
            header += big(UInt32(offset)) + big(UInt32(table.count))
            offset += table.count
        }
        return header + tables.flatMap(\.self)
    }

    private func big(_ value: UInt32) -> [UInt8] {
        [UInt8(value >> 24), UInt8(value >> 16 & 255), UInt8(value >> 8 & 255), UInt8(value & 255)]
    }
}
