import Gazetteer
import ObservatoryModel
import Testing

struct AddressTests {
    @Test func `the longest prefix that holds an address names its network`() throws {
        let table = AddressTable(
            networks4: Array(
                """
                10.0.0.0/8\t1
                10.1.0.0/16\t2
                10.1.1.0/24\t3
                10.1.1.128/25\t1
                255.255.255.0/24\t9
                10.2.0.0/16\t1
                0.0.0.0/8\t7
                192.0.2.7/32\t8
                """.utf8),
            networks6: Array("2001:db8::/32\t4\n2001:db8:1::/48\t5\n::/0\t6\n".utf8))
        let expected: [(String, UInt32)] = [
            ("9.255.255.255", 0), ("10.0.0.0", 1), ("10.1.0.255", 2), ("10.1.1.0", 3), ("10.1.1.127", 3),
            ("10.1.1.128", 1), ("10.1.2.0", 2), ("10.2.0.1", 1), ("10.255.255.255", 1), ("11.0.0.0", 0),
            ("255.255.255.255", 9), ("0.1.2.3", 7), ("192.0.2.6", 0), ("192.0.2.7", 8), ("192.0.2.8", 0),
            ("2001:db8::1", 4), ("2001:db8:1:ffff::", 5), ("2001:db8:2::", 4), ("2001:db9::", 6), ("::1", 6),
        ]
        for (text, asn) in expected {
            #expect(table.network(of: try #require(InternetAddress(text))).number == asn, "\(text)")
        }
        #expect(table.network(of: try #require(InternetAddress("::ffff:10.1.1.0"))) == ASN(3), "as sockets tell it")
        #expect(table.skippedLines == 0 && table.knowsNetworks && !table.knowsCountries)
    }

    @Test func `bad lines are counted and skipped`() throws {
        let table = AddressTable(
            countries4: Array("# head\n\n1,2,PK\r\n5,4,PK\n7,8,pk\n9,10,??\nfoo\n4294967296,4294967297,PK\n".utf8),
            countries6: Array("::1,::2,PK\n::3,PK\n::ffff:0.0.0.1,::ffff:0.0.0.2,US".utf8),
            networks4: Array("1.0.0.0/33\t1\n1.0.0.1/24\t1\n1.0.0.0/24 1\n1.0.0.0/24\t4294967296\n::/0\t1\n".utf8))
        #expect(table.skippedLines == 4 + 1 + 5)
        #expect(table.country(of: .v4(1)).description == "PK" && table.country(of: .v4(2)).description == "PK")
        #expect(table.country(of: .v4(3)) == .unknown && table.country(of: .v4(9)) == .unknown)
        #expect(table.country(of: .v6(2)).description == "PK")
        #expect(!table.knowsNetworks)
    }

    @Test func `nested ranges agree with a plain search`() throws {
        var generator = SeededGenerator(seed: 20_240_107)
        for _ in 0..<200 {
            let prefixes = (0..<12).map { _ in
                let length = UInt32.random(in: 0...8, using: &generator)
                let base = UInt32.random(in: 0..<256, using: &generator) & ~(0xff >> length)
                return (base: base, length: length, asn: UInt32.random(in: 1...4, using: &generator))
            }
            let text = prefixes.map { "\($0.base).0.0.0/\($0.length)\t\($0.asn)\n" }.joined()
            let table = AddressTable(networks4: Array(text.utf8))
            for octet in UInt32(0)..<256 {
                let holding = prefixes.enumerated().filter { octet >> (8 - $1.length) == $1.base >> (8 - $1.length) }
                let longest = holding.max { ($0.element.length, $0.offset) < ($1.element.length, $1.offset) }
                let address = InternetAddress.v4(octet << 24 | 0x00ff_ffff)
                #expect(
                    table.network(of: address).number == longest?.element.asn ?? 0, "seed 20240107: \(octet) in \(text)"
                )
            }
        }
    }
}

/// SplitMix64, so that a failure can be played again.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var value = state
        value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
        return value ^ (value >> 31)
    }
}
