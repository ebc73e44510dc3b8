import Glibc
package import NIOCore
import NIOHTTP1
import NIOPosix
package import ObservatoryModel
package import Probing
import Synchronization
import WireFormats

/// A small Internet on the loopback addresses 127.66.0.0/16 with a censor in it (Linux, no privileges needed).
///
/// Every host has an address of its own; all share one port for TLS and QUIC, one for HTTP, one for DNS.
package final class LoopbackLab: Sendable {
    package let censor = Censor()
    package let hosts: [LabHost]
    package let certificates: LabCertificates
    private let group: any EventLoopGroup
    private let ports: Ports
    private let listeners = Mutex<[String: Listener]>([:])
    private let datagrams = Mutex<[any Channel]>([])

    private struct Ports: Sendable {
        var https: UInt16
        var http: UInt16
        var dns: UInt16
    }

    /// What holds the TCP ports of a host.
    private enum Listener: Sendable {
        case open([any Channel])
        case stalled([StalledListener])
        case closed
    }

    /// The lab's resolvers and its service hosts.
    private static let networkResolver = InternetAddress("127.66.53.1").unsafelyKnown
    private static let publicResolver = InternetAddress("127.66.53.2").unsafelyKnown
    private static let dohHost = LabHost(
        name: "doh.lab", address: InternetAddress("127.66.53.3").unsafelyKnown, speaksQUIC: false)
    private static let helperHost = LabHost(
        name: "helper.lab", address: InternetAddress("127.66.53.4").unsafelyKnown, speaksQUIC: false)
    /// Where lying resolvers lead to.
    package static let blockPageHost = LabHost(
        name: "blocked.lab", address: InternetAddress("127.66.53.5").unsafelyKnown, speaksQUIC: false)
    /// Stands for an address that no public host can have, such as 10.10.34.35.
    package static let bogon = InternetAddress("127.66.99.1").unsafelyKnown

    /// Opens all servers.
    ///
    /// - Parameter hosts: The Internet's hosts, with addresses in 127.66.0.0/16 outside 127.66.53.0/24.
    package static func start(hosts: [LabHost], group: any EventLoopGroup) async throws -> LoopbackLab {
        let certificates = try LabCertificates()
        // Below the range that Linux hands out to clients, whose sockets would be in the way.
        for _ in 0..<20 {
            let base = UInt16.random(in: 6000..<10_000) * 3
            let lab = LoopbackLab(
                hosts: hosts, certificates: certificates, group: group,
                ports: Ports(https: base, http: base + 1, dns: base + 2))
            do {
                try await lab.open()
                return lab
            } catch let error as IOError where error.errnoCode == EADDRINUSE {
                await lab.stop()
            }
        }
        throw NoFreePorts()
    }

    /// Other programs had a port of every range that was tried.
    package struct NoFreePorts: Error {}

    private init(hosts: [LabHost], certificates: LabCertificates, group: any EventLoopGroup, ports: Ports) {
        self.hosts = hosts + [Self.dohHost, Self.helperHost, Self.blockPageHost]
        self.certificates = certificates
        self.group = group
        self.ports = ports
    }

    private func open() async throws {
        let zone = Dictionary(uniqueKeysWithValues: self.hosts.map { ($0.name, $0.address) })
        for (address, isNetworks) in [(Self.networkResolver, true), (Self.publicResolver, false)] {
            let censor = censor
            let channel = try await DatagramBootstrap(group: group).channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(
                        LabNameServer(isNetworks: isNetworks, censor: censor) { Self.answer($0, zone: zone) })
                }
            }.bind(host: address.description, port: Int(ports.dns)).get()
            datagrams.withLock { $0.append(channel) }
        }
        for host in self.hosts where host.speaksQUIC {
            let censor = censor
            let channel = try await DatagramBootstrap(group: group).channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(LabQUICServer(host: host, censor: censor))
                }
            }.bind(host: host.address.description, port: Int(ports.https)).get()
            datagrams.withLock { $0.append(channel) }
        }
        for host in self.hosts { try await open(host) }
    }

    /// Puts rules in force, and closes or stalls the ports that they say.
    package func enforce(_ rules: [CensorRule]) async throws {
        censor.enforce(rules)
        for host in hosts {
            let isClosed = rules.contains(.connectionRefused(host: host.name))
            let isStalled = rules.contains(.connectionDropped(host: host.name))
            switch (listeners.withLock { $0[host.name] }, isClosed, isStalled) {
            case (.open, false, false), (.closed, true, _), (.stalled, false, true): continue
            default: break
            }
            try await shut(host)
            if isClosed {
                listeners.withLock { $0[host.name] = .closed }
            } else if isStalled {
                let stalled = try await onceFree {
                    [
                        try StalledListener(address: host.address, port: ports.https),
                        try StalledListener(address: host.address, port: ports.http),
                    ]
                }
                listeners.withLock { $0[host.name] = .stalled(stalled) }
            } else {
                try await onceFree {
                    try await shut(host)
                    try await open(host)
                }
            }
        }
    }

    /// Binds ports that this lab has just closed.
    ///
    /// A child process that is being started holds a copy of every socket until its program runs, and so keeps a closed
    /// port taken for that moment.
    private func onceFree<Result>(_ bind: () async throws -> Result) async throws -> Result {
        for _ in 0..<400 {
            do {
                return try await bind()
            } catch let error as IOError where error.errnoCode == EADDRINUSE {
                try await Task.sleep(for: .milliseconds(25))
            } catch let error as StalledListener.SystemError where error.number == EADDRINUSE {
                try await Task.sleep(for: .milliseconds(25))
            }
        }
        return try await bind()
    }

    /// Closes all servers.
    package func stop() async {
        for host in hosts { try? await shut(host) }
        for channel in datagrams.withLock({ $0 }) { try? await channel.close() }
    }

    /// The environment in which the lab is the Internet.
    ///
    /// - Parameter limits: Shorter than the real ones, so that tests of silence are quick.
    package func environment(
        limits: ProbeEnvironment.Limits, now: @escaping @Sendable () -> Timestamp
    ) -> ProbeEnvironment {
        ProbeEnvironment(
            networkResolvers: [.init(Self.networkResolver, port: ports.dns)],
            publicResolver: .init(Self.publicResolver, port: ports.dns),
            doh: .init(
                url: MeasuredURL(host: Self.dohHost.name, path: "/dns-query"), address: Self.dohHost.address),
            httpsPort: ports.https, httpPort: ports.http, hasIPv6: false, isBogon: { $0 == Self.bogon },
            judge: certificates.judge,
            helper: .init(Self.helperHost.address, port: ports.https), limits: limits,
            fingerprints: [
                BlockPageFingerprint(name: "lab.block-page", place: .body, text: "not available in the lab")
            ], neutralName: "neutral-one.lab", now: now, userAgent: "parallax-probe/lab")
    }

    private static func answer(_ query: DNSMessage, zone: [String: InternetAddress]) -> DNSMessage {
        guard let question = query.questions.first else { return query.response(rcode: 1) }
        guard let address = zone[question.name.description.lowercased()] else { return query.response(rcode: 3) }
        guard question.type == .a else { return query.response() }
        return query.response(answers: [.address(address, of: question.name, timeToLive: 60)])
    }

    private func open(_ host: LabHost) async throws {
        let (censor, certificates) = (censor, certificates)
        let zone = Dictionary(uniqueKeysWithValues: hosts.map { ($0.name, $0.address) })
        var resolver: (@Sendable (DNSMessage) -> DNSMessage)?
        if host == Self.dohHost { resolver = { Self.answer($0, zone: zone) } }
        let resolve = resolver
        let secure = try await ServerBootstrap(group: group)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(
                        TLSMiddlebox(host: host, censor: censor, certificates: certificates) {
                            LabSite(host: host, censor: censor, plain: false, resolve: resolve)
                        })
                }
            }.bind(host: host.address.description, port: Int(ports.https)).get()
        listeners.withLock { $0[host.name] = .open([secure]) }
        let plain = try await ServerBootstrap(group: group)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    if let rate = censor.rate(for: host.name) {
                        try pipeline.addHandler(TokenBucket(bytesPerSecond: rate))
                    }
                    try pipeline.configureHTTPServerPipeline()
                    try pipeline.addHandler(LabSite(host: host, censor: censor, plain: true, resolve: nil))
                }
            }.bind(host: host.address.description, port: Int(ports.http)).get()
        listeners.withLock { $0[host.name] = .open([secure, plain]) }
    }

    private func shut(_ host: LabHost) async throws {
        let listener = listeners.withLock { $0.removeValue(forKey: host.name) }
        if case .open(let channels) = listener {
            for channel in channels { try await channel.close() }
        }
    }
}

extension Optional where Wrapped == InternetAddress {
    /// For the literals above.
    fileprivate var unsafelyKnown: InternetAddress {
        guard let self else { preconditionFailure("a literal address of the lab cannot be read") }
        return self
    }
}
