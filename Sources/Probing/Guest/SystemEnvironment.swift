import FoundationEssentials
import Glibc
import ObservatoryModel

extension ProbeEnvironment {
    /// The environment of this machine: its resolvers, its trust, its clock.
    ///
    /// - Parameters:
    ///   - resolverFile: Where the system lists its resolvers.
    ///   - helper: An address of the observatory's for `sni.target@other`.
    package static func system(
        userAgent: String, resolverFile: String = "/etc/resolv.conf", helper: Endpoint? = nil,
        judge: CertificateJudge = .system, limits: Limits = Limits()
    ) -> ProbeEnvironment {
        let text = (try? String(contentsOfFile: resolverFile, encoding: .utf8)) ?? ""
        return ProbeEnvironment(
            networkResolvers: resolvers(in: text), publicResolver: .init(known("8.8.8.8"), port: 53),
            doh: DoHService(
                url: MeasuredURL(host: "cloudflare-dns.com", path: "/dns-query"), address: known("1.1.1.1")),
            hasIPv6: reaches(known("2001:4860:4860::8888")), judge: judge, helper: helper, limits: limits,
            now: { Timestamp(milliseconds: systemMilliseconds()) }, userAgent: userAgent)
    }

    /// Whether the machine has a way to anywhere at all; without one nothing is measured, since nothing is learned.
    package static var isOnline: Bool { reaches(known("8.8.8.8")) || reaches(known("2001:4860:4860::8888")) }

    /// The `nameserver` lines of a resolver file, in order; zones of link-local addresses are not understood and skipped.
    static func resolvers(in text: String) -> [Endpoint] {
        text.split(whereSeparator: \.isNewline).compactMap { line in
            let fields = line.split(whereSeparator: { $0 == " " || $0 == "\t" })
            guard fields.count >= 2, fields[0] == "nameserver" else { return nil }
            return InternetAddress(String(fields[1])).map { Endpoint($0, port: 53) }
        }
    }

    /// Whether the system has a route: connecting a UDP socket asks the routing table and sends nothing.
    static func reaches(_ address: InternetAddress) -> Bool {
        let family = address.family == 4 ? AF_INET : AF_INET6
        let descriptor = socket(family, CInt(SOCK_DGRAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var storage = sockaddr_storage()
        let length = address.family == 4 ? MemoryLayout<sockaddr_in>.size : MemoryLayout<sockaddr_in6>.size
        withUnsafeMutableBytes(of: &storage) { bytes in
            bytes.storeBytes(of: sa_family_t(family), as: sa_family_t.self)
            // The port is at byte 2 in both; the address at byte 4 (IPv4) or 8 (IPv6).
            bytes.storeBytes(of: UInt16(53).bigEndian, toByteOffset: 2, as: UInt16.self)
            for (index, byte) in address.bytes.enumerated() { bytes[(address.family == 4 ? 4 : 8) + index] = byte }
        }
        return withUnsafePointer(to: &storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(length)) == 0
            }
        }
    }

    private static func systemMilliseconds() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }

    private static func known(_ text: String) -> InternetAddress {
        guard let address = InternetAddress(text) else { preconditionFailure("“\(text)” is no address") }
        return address
    }
}
