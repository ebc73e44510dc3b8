package import ObservatoryModel

/// Which country and network an address belongs to, from tables that are read at start.
///
/// Countries come from the files of Debian's `tor-geoipdb` (`/usr/share/tor/geoip`, `geoip6`: `first,last,CC` a line,
/// IPv4 as integers), networks from `prefix<TAB>asn` lines. Neither is shipped: their licence is CC BY-SA 4.0. What is
/// not in a table is unknown, never guessed.
package struct AddressTable: Sendable {
    private let countries4: RangeTable<UInt32, UInt16>
    private let countries6: RangeTable<UInt128, UInt16>
    private let networks4: RangeTable<UInt32, UInt32>
    private let networks6: RangeTable<UInt128, UInt32>
    /// Lines that did not read, over all four files; blank lines and comments are not among them.
    package let skippedLines: Int

    /// Reads the contents of the four files; those left out make no answers.
    ///
    /// - Parameters:
    ///   - countries4: `first,last,CC` with integers.
    ///   - countries6: `first,last,CC` with addresses.
    ///   - networks4: `prefix/length<TAB>asn`; the longest prefix that holds an address counts.
    ///   - networks6: the same for IPv6.
    package init(
        countries4: [UInt8] = [], countries6: [UInt8] = [], networks4: [UInt8] = [], networks6: [UInt8] = []
    ) {
        var skipped = 0
        self.countries4 = RangeTable(
            entries(of: countries4, skipped: &skipped) { line in
                countryEntry(line) { integer($0, UInt32.self) }
            })
        self.countries6 = RangeTable(
            entries(of: countries6, skipped: &skipped) { line in
                countryEntry(line) { bytes in
                    guard case .v6(let value) = InternetAddress(bytes) else { return nil }
                    return value
                }
            })
        self.networks4 = RangeTable(
            entries(of: networks4, skipped: &skipped) { line in
                networkEntry(line) { bytes in
                    guard case .v4(let value) = InternetAddress(bytes) else { return nil }
                    return value
                }
            })
        self.networks6 = RangeTable(
            entries(of: networks6, skipped: &skipped) { line in
                networkEntry(line) { bytes in
                    guard case .v6(let value) = InternetAddress(bytes) else { return nil }
                    return value
                }
            })
        skippedLines = skipped
    }

    /// The same from entries that another reader has found.
    init(
        countries4: RangeTable<UInt32, UInt16>, countries6: RangeTable<UInt128, UInt16>,
        networks4: RangeTable<UInt32, UInt32>, networks6: RangeTable<UInt128, UInt32>
    ) {
        self.countries4 = countries4
        self.countries6 = countries6
        self.networks4 = networks4
        self.networks6 = networks6
        skippedLines = 0
    }

    /// The countries of this table with the networks of another: one source is often newer in the one, another in the
    /// other.
    package func with(networksOf other: AddressTable) -> AddressTable {
        AddressTable(
            countries4: countries4, countries6: countries6, networks4: other.networks4, networks6: other.networks6)
    }

    /// The country of an address; `.unknown` when no table says.
    package func country(of address: InternetAddress) -> CountryCode {
        let packed =
            switch address.unmapped {
            case .v4(let value): countries4[value]
            case .v6(let value): countries6[value]
            }
        guard packed != 0 else { return .unknown }
        return CountryCode(letters: packed) ?? .unknown
    }

    /// The network that announces an address; `.unknown` when no table says.
    package func network(of address: InternetAddress) -> ASN {
        switch address.unmapped {
        case .v4(let value): ASN(networks4[value])
        case .v6(let value): ASN(networks6[value])
        }
    }

    /// Whether there is anything to look up countries in.
    package var knowsCountries: Bool { !countries4.starts.isEmpty || !countries6.starts.isEmpty }
    /// Whether there is anything to look up networks in.
    package var knowsNetworks: Bool { !networks4.starts.isEmpty || !networks6.starts.isEmpty }
    /// Bytes that the tables take in memory.
    package var byteCount: Int {
        countries4.starts.count * 6 + countries6.starts.count * 18 + networks4.starts.count * 8
            + networks6.starts.count * 20
    }
}

extension CountryCode {
    /// From two letters, the first in the high byte.
    init?(letters: UInt16) {
        self.init(String(decoding: [UInt8(letters >> 8), UInt8(letters & 0xff)], as: UTF8.self))
    }
}

/// The entries of a file's lines; those that do not read are counted.
private func entries<Address, Value>(
    of file: [UInt8], skipped: inout Int, read: (Span<UInt8>) -> RangeTable<Address, Value>.Entry?
) -> [RangeTable<Address, Value>.Entry] {
    var entries: [RangeTable<Address, Value>.Entry] = []
    let bytes = file.span
    var start = 0
    while start < bytes.count {
        var end = start
        while end < bytes.count, bytes[end] != UInt8(ascii: "\n") { end += 1 }
        let next = end + 1
        if end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
        if end > start, bytes[start] != UInt8(ascii: "#") {
            if let entry = read(bytes.extracting(start..<end)) {
                entries.append(entry)
            } else {
                skipped += 1
            }
        }
        start = next
    }
    return entries
}

/// `first,last,CC`. A country that the file does not know (`??`) makes a stretch without a value.
private func countryEntry<Address>(
    _ line: Span<UInt8>, address: (Span<UInt8>) -> Address?
) -> RangeTable<Address, UInt16>.Entry? {
    guard line.count > 4, line[line.count - 3] == UInt8(ascii: ",") else { return nil }
    let (high, low) = (line[line.count - 2], line[line.count - 1])
    let rest = line.extracting(0..<line.count - 3)
    guard let comma = position(of: UInt8(ascii: ","), in: rest), let first = address(rest.extracting(0..<comma)),
        let last = address(rest.extracting(comma + 1..<rest.count)), first <= last
    else { return nil }
    if high == UInt8(ascii: "?"), low == UInt8(ascii: "?") { return .init(first: first, last: last, value: 0) }
    guard high &- 65 < 26, low &- 65 < 26 else { return nil }
    return .init(first: first, last: last, value: UInt16(high) << 8 | UInt16(low))
}

/// `prefix/length<TAB>asn`. Bits beyond the length must be zero.
private func networkEntry<Address: FixedWidthInteger & UnsignedInteger>(
    _ line: Span<UInt8>, address: (Span<UInt8>) -> Address?
) -> RangeTable<Address, UInt32>.Entry? {
    guard let slash = position(of: UInt8(ascii: "/"), in: line), let tab = position(of: UInt8(ascii: "\t"), in: line),
        slash < tab, let first = address(line.extracting(0..<slash)),
        let length = integer(line.extracting(slash + 1..<tab), UInt8.self), length <= Address.bitWidth,
        let asn = integer(line.extracting(tab + 1..<line.count), UInt32.self)
    else { return nil }
    // Smart shifts: by the whole width the result is 0.
    let tail = Address.max >> Int(length)
    guard first & tail == 0 else { return nil }
    return .init(first: first, last: first | tail, value: asn)
}

private func position(of byte: UInt8, in bytes: Span<UInt8>) -> Int? {
    for index in bytes.indices where bytes[index] == byte { return index }
    return nil
}

/// A decimal number without sign; `nil` when it is empty or does not fit.
private func integer<Number: FixedWidthInteger>(_ bytes: Span<UInt8>, _: Number.Type) -> Number? {
    guard !bytes.isEmpty else { return nil }
    var value: Number = 0
    for index in bytes.indices {
        let digit = bytes[index] &- 48
        guard digit < 10 else { return nil }
        let (product, overflow) = value.multipliedReportingOverflow(by: 10)
        let (sum, carry) = product.addingReportingOverflow(Number(digit))
        guard !overflow, !carry else { return nil }
        value = sum
    }
    return value
}
