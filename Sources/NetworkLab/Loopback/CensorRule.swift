package import ObservatoryModel
import Synchronization

/// One thing that a censor in the lab does, by the mechanism that it shows as (DETECTION §6).
package enum CensorRule: Hashable, Sendable {
    /// The network's resolver answers with a code: 3 `dns.nxdomain`, 5 `dns.refused`, 2 `dns.servfail`.
    case dnsCode(name: String, rcode: UInt8)
    /// The network's resolver keeps silent: `dns.timeout`.
    case dnsSilence(name: String)
    /// The network's resolver lies: `dns.injection.{blockpage,bogon,other}` by the address.
    case dnsLie(name: String, address: InternetAddress)
    /// A forged answer races the true one, whatever resolver is asked over UDP.
    case dnsRace(name: String, address: InternetAddress)
    /// The host's TLS and HTTP ports are closed: `tcp.refused`.
    case connectionRefused(host: String)
    /// Segments that open a connection to the host are dropped: `tcp.timeout`.
    case connectionDropped(host: String)
    /// `tls.reset.sni`
    case nameReset(name: String)
    /// `tls.timeout.sni`
    case nameDropped(name: String)
    /// Every TLS handshake with the host's address is reset, whatever it names: `tls.reset.other`.
    case handshakeReset(host: String)
    /// Every TLS handshake with the host's address is dropped, whatever it names: `tls.timeout.other`.
    case handshakeDropped(host: String)
    /// Another certificate: `tls.mitm.self_signed`, or `tls.mitm.ca_signed` by an authority that nobody trusts.
    case impostor(name: String, selfSigned: Bool)
    /// `quic.timeout`: packets that name the host are dropped.
    case quicNameDropped(name: String)
    /// `quic.timeout`: all UDP on the TLS port is dropped.
    case quicDropped
    /// `http.reset.host`
    case hostReset(name: String)
    /// `http.blockpage`
    case blockPage(name: String)
    /// `http.redirect`
    case redirect(name: String, to: String)
    /// `http.timeout`
    case hostDropped(name: String)
    /// `tls.throttle.sni` and `http.throttle.host`
    case throttle(name: String, bytesPerSecond: Int)
    /// The platform itself refuses, with 451 or 403 (`http.geofence`), or is in trouble, with 503.
    case platformStatus(name: String, status: Int)
    /// The whole line is this slow, for every host.
    case slowLine(bytesPerSecond: Int)
    /// Every request without TLS is answered by a login page, every handshake with the portal's certificate.
    case captivePortal
}

/// The rules in force; they may change while connections are open and then hold for new ones.
package final class Censor: Sendable {
    private let rules = Mutex<[CensorRule]>([])

    package init() {}

    /// Replaces all rules.
    package func enforce(_ new: [CensorRule]) {
        rules.withLock { $0 = new }
    }

    /// The first thing that a rule yields, in order.
    func first<Value>(_ match: (CensorRule) -> Value?) -> Value? {
        rules.withLock { $0 }.lazy.compactMap(match).first
    }

    func has(_ match: (CensorRule) -> Bool) -> Bool {
        rules.withLock { $0 }.contains(where: match)
    }

    /// Whether a name is the rule's or under it.
    static func covers(_ rule: String, _ name: String) -> Bool {
        let name = name.lowercased()
        return name == rule || name.hasSuffix(".\(rule)")
    }

    /// What happens to a TLS handshake that names a host.
    enum TLSVerdict: Sendable {
        case pass
        case reset
        case drop
        /// With the name that the certificate is made for, and whether it signs itself.
        case impostor(selfSigned: Bool)
    }

    /// - Parameters:
    ///   - name: The name in the handshake; `nil` when there is none.
    ///   - host: The lab's name for the address that is spoken to.
    func verdict(tlsName name: String?, host: String) -> TLSVerdict {
        first { rule -> TLSVerdict? in
            switch rule {
            case .nameReset(let own): name.map { Self.covers(own, $0) } == true ? .reset : nil
            case .nameDropped(let own): name.map { Self.covers(own, $0) } == true ? .drop : nil
            case .impostor(let own, let selfSigned):
                name.map { Self.covers(own, $0) } == true ? .impostor(selfSigned: selfSigned) : nil
            case .handshakeReset(let own): own == host ? .reset : nil
            case .handshakeDropped(let own): own == host ? .drop : nil
            case .captivePortal: .impostor(selfSigned: true)
            default: nil
            }
        } ?? .pass
    }

    /// The rate that a connection to the name is held to, bytes a second; `nil` when it is free.
    func rate(for name: String?) -> Int? {
        first { rule -> Int? in
            switch rule {
            case .throttle(let own, let rate): name.map { Self.covers(own, $0) } == true ? rate : nil
            case .slowLine(let rate): rate
            default: nil
            }
        }
    }
}
