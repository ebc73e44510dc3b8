import ObservatoryModel
import Testing

@Suite struct InternetAddressTests {
    @Test(arguments: [
        ("0.0.0.0", InternetAddress.v4(0)), ("255.255.255.255", .v4(.max)), ("192.0.2.1", .v4(0xc000_0201)),
        ("::", .v6(0)), ("::1", .v6(1)), ("2001:db8::", .v6(0x2001_0db8 << 96)),
        ("2001:DB8:0:1:2:3:4:5", .v6(0x2001_0db8_0000_0001_0002_0003_0004_0005)),
        ("1:2:3:4:5:6:7::", .v6(0x0001_0002_0003_0004_0005_0006_0007_0000)),
        ("::ffff:192.0.2.1", .v6(0xffff_c000_0201)), ("1::", .v6(1 << 112)), ("1::8", .v6(1 << 112 | 8)),
        ("::2:3:4:5:6:7:8", .v6(0x0002_0003_0004_0005_0006_0007_0008)),
        ("1:2:3:4:5:6:192.0.2.1", .v6(0x0001_0002_0003_0004_0005_0006_c000_0201)),
        ("64:ff9b::192.0.2.1", .v6(0x0064_ff9b_0000_0000_0000_0000_c000_0201)),
    ])
    func `text reads`(text: String, address: InternetAddress) {
        #expect(InternetAddress(text) == address)
    }

    @Test(arguments: [
        "", "1", "1.2.3", "1.2.3.4.5", "1.2.3.256", "1.2.3.04", "01.2.3.4", "1..2.3", "1.2.3.", " 1.2.3.4",
        "1.2.3.4:80", ":", ":::", "1::2::3", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "12345::", "g::", "::1%eth0",
        "fe80::1%eth0", "[::1]", "1:2:3:4:5:6:7:8::", "1:2:3:4:5:6:7::8:9", ":1::", "1:", "::1:", "+1::",
        "1:2:3:4:5:6:7:1.2.3.4", "1:2:3:4:5:6:7::1.2.3.4", "1:2:3:4:5:6:7:8::9", "::1.2.3", "999999999999.1.1.1",
        "256.1.1.1", "10.0.0.x", "x.com",
    ])
    func `other text does not`(text: String) {
        #expect(InternetAddress(text) == nil)
    }

    @Test(arguments: [
        ("192.0.2.1", "192.0.2.1"), ("::", "::"), ("::1", "::1"), ("2001:DB8:0:0:1:0:0:1", "2001:db8::1:0:0:1"),
        ("1::", "1::"), ("::ffff:192.0.2.1", "::ffff:c000:201"), ("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"),
        ("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"),
    ])
    func `text is written in its canonical form, which reads as the same address`(_ text: String, _ canonical: String) {
        let address = InternetAddress(text)
        #expect(address?.description == canonical)
        #expect(InternetAddress(canonical) == address)
        #expect(InternetAddress(bytes: address?.bytes ?? []) == address)
    }

    @Test func `an IPv4 address that is wrapped for a socket of both families is unwrapped, and no other`() {
        #expect(InternetAddress("::ffff:192.0.2.1")?.unmapped == .v4(0xc000_0201))
        #expect(InternetAddress("::192.0.2.1")?.unmapped == .v6(0xc000_0201))
        #expect(InternetAddress("192.0.2.1")?.unmapped == .v4(0xc000_0201))
    }

    @Test func `an endpoint has brackets where the address has colons`() {
        #expect(InternetAddress("192.0.2.1")?.endpoint(port: 443) == "192.0.2.1:443")
        #expect(InternetAddress("2001:db8::1")?.endpoint(port: 443) == "[2001:db8::1]:443")
    }

    @Test(arguments: [
        "0.0.0.0", "10.10.34.35", "127.0.0.1", "100.64.0.1", "100.127.255.255", "169.254.1.1", "172.16.0.1",
        "172.31.255.255", "192.0.0.1", "192.0.2.7", "192.168.1.1", "198.18.0.1", "198.19.255.255", "198.51.100.2",
        "203.0.113.9", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::", "::1", "fc00::1", "fd12:3456::1", "fe80::1",
        "ff02::1", "2001:db8::1", "2001:10::1", "100::1", "::ffff:10.0.0.1", "::ffff:808:808", "2002:a00:1::",
        "2001:0:a00:1::",
    ])
    func `an address that no public host can have is a bogon`(_ text: String) {
        #expect(InternetAddress(text)?.isBogon == true)
    }

    @Test(arguments: [
        "1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "104.244.42.1", "126.0.0.1",
        "128.0.0.1", "169.253.1.1", "172.15.0.1", "172.32.0.1", "192.0.1.1", "192.167.0.1", "198.17.0.1", "198.20.0.1",
        "203.0.112.9", "223.255.255.255", "2606:4700::1111", "2a03:2880:f10e::1", "2002:808:808::",
    ])
    func `a public address is none`(_ text: String) {
        #expect(InternetAddress(text)?.isBogon == false)
    }

    @Test func `addresses of documentation are bogons, and are told apart`() {
        for text in ["192.0.2.7", "198.51.100.2", "203.0.113.9", "2001:db8::1", "2001:DB8::1"] {
            #expect(InternetAddress(text)?.isDocumentation == true && InternetAddress(text)?.isBogon == true)
        }
        #expect(InternetAddress("10.0.0.1")?.isDocumentation == false)
    }

    @Test func `loopback is told from all others`() {
        #expect(InternetAddress("127.66.1.1")?.isLoopback == true && InternetAddress("::1")?.isLoopback == true)
        #expect(InternetAddress("128.0.0.1")?.isLoopback == false && InternetAddress("::2")?.isLoopback == false)
    }
}
