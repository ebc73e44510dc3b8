package import ObservatoryModel

/// What is wrong with a location database.
package enum LocationDatabaseError: Error, Hashable, Sendable {
    /// The file does not begin with `LOCDBXX`.
    case notALocationDatabase
    /// Only version 1 is known.
    case unsupportedVersion(UInt8)
    /// The file ends before the header does.
    case truncatedHeader(needed: Int, found: Int)
    /// A part lies outside the file, or is no whole number of entries long.
    case badSection(name: String)
    /// The tree leads back into itself, deeper than an address is long, or out of its part.
    case badTree
}

/// The database of IPFire Location (`location.db`, Debian's `libloc-database`), as country and network of each address
/// and the name of each network.
///
/// The format is version 1 of libloc: big-endian, a header of offsets, a binary tree over the bits of IPv6 addresses (IPv4
/// under `::ffff:0:0/96`), a table of networks, one of autonomous systems, and a pool of strings that end in a zero. The
/// data are CC BY-SA 4.0 and are not shipped; signatures are not checked, since the package manager has done so.
package struct LocationDatabase: Sendable {
    /// When the database was made.
    package let created: Timestamp
    /// Who made it, what it says of itself, and its licence.
    package let vendor: String
    package let summary: String
    package let licence: String
    /// Where addresses belong.
    package let addresses: AddressTable
    /// 8 bytes a system: number, place of its name in the pool; in order of number.
    private let systems: [UInt8]
    private let pool: [UInt8]

    /// Reads a whole file. It is not needed afterwards: what is kept takes a third of it.
    package init(_ file: [UInt8]) throws(LocationDatabaseError) {
        let bytes = file.span
        guard bytes.count >= 8, bytes.extracting(0..<7).spells("LOCDBXX") else { throw .notALocationDatabase }
        guard bytes[7] == 1 else { throw .unsupportedVersion(bytes[7]) }
        guard bytes.count >= Self.headerBytes else {
            throw .truncatedHeader(needed: Self.headerBytes, found: bytes.count)
        }
        let systems = try Self.section("systems", at: 28, entry: 8, in: bytes)
        let networks = try Self.section("networks", at: 36, entry: 12, in: bytes)
        let tree = try Self.section("tree", at: 44, entry: 12, in: bytes)
        let pool = try Self.section("pool", at: 60, entry: 1, in: bytes)
        // A time that no clock shows would overflow; it says nothing of the addresses.
        let seconds = bytes.bigEndian32(8) == 0 ? Int64(bytes.bigEndian32(12)) : 0
        created = Timestamp(seconds: seconds)
        self.systems = Array(file[systems])
        self.pool = Array(file[pool])
        vendor = Self.string(at: bytes.bigEndian32(16), in: self.pool) ?? ""
        summary = Self.string(at: bytes.bigEndian32(20), in: self.pool) ?? ""
        licence = Self.string(at: bytes.bigEndian32(24), in: self.pool) ?? ""
        addresses = try addressTable(nodes: bytes.extracting(tree), networks: bytes.extracting(networks))
    }

    /// The name of a network as its registry has it; `nil` when the database does not list it.
    package func name(of network: ASN) -> String? {
        let bytes = systems.span
        var (low, high) = (0, bytes.count / 8)
        while low < high {
            let middle = (low + high) / 2
            if bytes.bigEndian32(middle * 8) < network.number { low = middle + 1 } else { high = middle }
        }
        guard low < bytes.count / 8, bytes.bigEndian32(low * 8) == network.number else { return nil }
        let name = Self.string(at: bytes.bigEndian32(low * 8 + 4), in: pool)
        return name?.isEmpty == true ? nil : name
    }

    /// Magic, eight bytes of time, thirteen numbers; signatures follow, which are skipped.
    private static let headerBytes = 68

    /// The part of the file whose offset and length stand at a place of the header.
    private static func section(
        _ name: String, at place: Int, entry: Int, in bytes: Span<UInt8>
    ) throws(LocationDatabaseError) -> Range<Int> {
        let (offset, length) = (Int(bytes.bigEndian32(place)), Int(bytes.bigEndian32(place + 4)))
        guard offset + length <= bytes.count, length % entry == 0 else { throw .badSection(name: name) }
        return offset..<offset + length
    }

    private static func string(at offset: UInt32, in pool: [UInt8]) -> String? {
        guard Int(offset) < pool.count else { return nil }
        return String(decoding: pool[Int(offset)...].prefix { $0 != 0 }, as: UTF8.self)
    }
}

/// Where addresses belong, by a walk over the tree of a location database in order of address.
///
/// - Parameters:
///   - nodes: 12 bytes a node: the nodes for bit 0 and bit 1 (0 for none), the network (all ones for none).
///   - networks: 12 bytes a network: country, two unused, number, flags, two unused.
private func addressTable(
    nodes: Span<UInt8>, networks: Span<UInt8>
) throws(LocationDatabaseError) -> AddressTable {
    var countries4: [RangeTable<UInt32, UInt16>.Entry] = []
    var countries6: [RangeTable<UInt128, UInt16>.Entry] = []
    var networks4: [RangeTable<UInt32, UInt32>.Entry] = []
    var networks6: [RangeTable<UInt128, UInt32>.Entry] = []
    var open: [(node: Int, prefix: UInt128, depth: Int)] = nodes.isEmpty ? [] : [(0, 0, 0)]
    var visits = 0
    while let (node, prefix, depth) = open.popLast() {
        visits += 1
        // In a tree every node is reached once, so that more visits than nodes are a way back.
        guard depth <= 128, node < nodes.count / 12, visits <= nodes.count / 12 else { throw .badTree }
        let place = node * 12
        let network = Int(nodes.bigEndian32(place + 8))
        if network != 0xffff_ffff {
            guard network < networks.count / 12 else { throw .badTree }
            let last = prefix | (UInt128.max >> depth)
            let value = networks.bigEndian32(network * 12)
            // Codes of the vendor's own (`A1`) are no country.
            let letters = UInt16(value >> 16)
            let country = CountryCode(letters: letters) == nil ? 0 : letters
            let asn = networks.bigEndian32(network * 12 + 4)
            if depth >= 96, prefix >> 32 == 0xffff {
                let (first, end) = (UInt32(truncatingIfNeeded: prefix), UInt32(truncatingIfNeeded: last))
                countries4.append(.init(first: first, last: end, value: country))
                networks4.append(.init(first: first, last: end, value: asn))
            } else {
                countries6.append(.init(first: prefix, last: last, value: country))
                networks6.append(.init(first: prefix, last: last, value: asn))
            }
        }
        let (zero, one) = (Int(nodes.bigEndian32(place)), Int(nodes.bigEndian32(place + 4)))
        if one != 0 {
            guard depth < 128 else { throw .badTree }
            open.append((one, prefix | (1 << (127 - depth)), depth + 1))
        }
        if zero != 0 { open.append((zero, prefix, depth + 1)) }
    }
    return AddressTable(
        countries4: RangeTable(countries4), countries6: RangeTable(countries6), networks4: RangeTable(networks4),
        networks6: RangeTable(networks6))
}

extension Span<UInt8> {
    fileprivate func bigEndian32(_ place: Int) -> UInt32 {
        UInt32(self[place]) << 24 | UInt32(self[place + 1]) << 16 | UInt32(self[place + 2]) << 8
            | UInt32(self[place + 3])
    }

    fileprivate func spells(_ text: StaticString) -> Bool {
        guard count == text.utf8CodeUnitCount else { return false }
        return text.withUTF8Buffer { buffer in indices.allSatisfy { self[$0] == buffer[$0] } }
    }
}
