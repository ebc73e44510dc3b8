/// The censor of a provider in the namespace lab, made of the router's own tools.
package struct NamespaceCensor: Sendable {
    private let world: NamespaceWorld
    private let provider: LabProvider

    package init(world: NamespaceWorld, provider: LabProvider) {
        self.world = world
        self.provider = provider
    }

    private var router: String { world.router(provider) }
    private var down: String { provider.down }

    private func rule(_ table: String, _ chain: String, _ rest: [String]) throws {
        try world.shell.run(in: router, ["iptables", "-w", "-t", table, "-A", chain] + rest)
    }

    private static let resetting = ["-j", "REJECT", "--reject-with", "tcp-reset"]

    /// Packets that name a host: first flights of TLS, or requests without it.
    private static func named(_ name: String, port: Int = 443) -> [String] {
        ["-p", "tcp", "--dport", String(port), "-m", "string", "--algo", "bm", "--string", name]
    }

    /// First flights of TLS to an address, whatever they name: a record of a handshake (22) of version 3.
    private static func handshakes(_ address: String) -> [String] {
        [
            "-p", "tcp", "-d", address, "--dport", "443", "-m", "string", "--algo", "bm", "--hex-string", "|1603|",
        ]
    }

    /// Answers first flights that name a host with a reset to the client.
    package func resetName(_ name: String) throws {
        try rule("filter", "FORWARD", Self.named(name) + Self.resetting)
    }

    /// Drops first flights that name a host.
    package func dropName(_ name: String) throws {
        try rule("filter", "FORWARD", Self.named(name) + ["-j", "DROP"])
    }

    /// Answers every handshake with an address by a reset.
    package func resetHandshakes(_ address: String) throws {
        try rule("filter", "FORWARD", Self.handshakes(address) + Self.resetting)
    }

    /// Drops every handshake with an address.
    package func dropHandshakes(_ address: String) throws {
        try rule("filter", "FORWARD", Self.handshakes(address) + ["-j", "DROP"])
    }

    /// Answers requests without TLS that name a host with a reset to the client.
    package func resetHost(_ name: String) throws {
        try rule("filter", "FORWARD", Self.named(name, port: 80) + Self.resetting)
    }

    /// Drops requests without TLS that name a host.
    package func dropHost(_ name: String) throws {
        try rule("filter", "FORWARD", Self.named(name, port: 80) + ["-j", "DROP"])
    }

    /// Lets connections that name a host have only so many kilobits a second, all of them together.
    package func throttleName(_ name: String, kilobits: Int) throws {
        try world.shape(provider, .slow, kilobits: kilobits)
        try rule("mangle", "FORWARD", Self.named(name) + ["-j", "CONNMARK", "--set-mark", "7"])
        try rule(
            "mangle", "POSTROUTING",
            ["-o", down, "-m", "connmark", "--mark", "7", "-j", "CLASSIFY", "--set-class", LineClass.slow.rawValue])
    }

    /// Lets the whole line have only so many kilobits a second.
    package func slowLine(kilobits: Int) throws {
        try world.shape(provider, .line, kilobits: kilobits)
    }

    /// Drops everything to an address without a word.
    package func blackhole(_ address: String) throws {
        try world.shell.run(in: router, ["ip", "route", "add", "blackhole", address + "/32"])
    }

    /// Refuses an address with “host unreachable”.
    package func unreachable(_ address: String) throws {
        try world.shell.run(in: router, ["ip", "route", "add", "unreachable", address + "/32"])
    }

    /// Refuses connections to an address with a reset.
    package func refuse(_ address: String) throws {
        try rule("filter", "FORWARD", ["-p", "tcp", "-d", address] + Self.resetting)
    }

    /// Drops UDP on the port of QUIC.
    package func dropQUIC() throws {
        try rule("filter", "FORWARD", ["-p", "udp", "--dport", "443", "-j", "DROP"])
    }

    /// Sends requests without TLS to an address to the provider's own server, which answers with a block page.
    package func blockPage(_ address: String) throws {
        try divert(address, port: 80, to: NamespaceWorld.blockPagePort)
    }

    /// Sends requests without TLS to an address elsewhere.
    package func redirect(_ address: String) throws {
        try divert(address, port: 80, to: NamespaceWorld.redirectPort)
    }

    /// Answers handshakes with an address by a certificate of the provider's own making, which names the host.
    package func impersonate(_ address: String, selfSigned: Bool) throws {
        try divert(address, port: 443, to: NamespaceWorld.impostorPort(selfSigned: selfSigned))
    }

    /// Makes the provider's resolver lead to the provider's own server, which has another certificate.
    package func lieToOwnServer(about name: String) throws {
        try divert(provider.gateway, port: 80, to: NamespaceWorld.blockPagePort)
        try divert(provider.gateway, port: 443, to: NamespaceWorld.portalPort)
        try lie(about: name, answer: provider.gateway)
    }

    /// Makes connections to an address end at a port of the router's own.
    private func divert(_ address: String, port: Int, to own: Int) throws {
        try world.startBlockPage(of: provider)
        try rule(
            "nat", "PREROUTING",
            [
                "-i", down, "-p", "tcp", "--dport", String(port), "-d", address, "-j", "REDIRECT", "--to-ports",
                String(own),
            ])
    }

    /// Answers everything without TLS by the provider's own server, and handshakes too, as a sign-in page does.
    package func captivePortal() throws {
        try world.startBlockPage(of: provider)
        for (port, own) in [(80, NamespaceWorld.blockPagePort), (443, NamespaceWorld.portalPort)] {
            try rule(
                "nat", "PREROUTING",
                [
                    "-i", down, "-p", "tcp", "--dport", String(port), "-j", "REDIRECT", "--to-ports", String(own),
                ])
        }
    }

    /// Loses one packet in so many, at random, both ways: a provider in trouble.
    ///
    /// - Parameter share: 0...1.
    package func losePackets(share: Double) throws {
        try rule(
            "filter", "FORWARD",
            ["-m", "statistic", "--mode", "random", "--probability", String(share), "-j", "DROP"])
    }

    /// Makes the provider's resolver lie.
    ///
    /// - Parameter answer: An address, or `nil` for “no such name”.
    package func lie(about name: String, answer: String?) throws {
        try world.restartResolver(
            of: provider, lies: [answer.map { "--address=/\(name)/\($0)" } ?? "--local=/\(name)/"])
    }

    /// Makes the provider's resolver refuse questions for a name.
    package func refuseQuestions(about name: String) throws {
        try world.restartResolver(of: provider, lies: [], refusing: name)
    }

    /// Drops questions for a name on their way to any resolver.
    package func dropQuestions(about name: String) throws {
        // A name in a question is labels with their lengths before them (RFC 1035 §4.1.2).
        let labels = name.split(separator: ".").map { label in
            "|0\(String(label.utf8.count, radix: 16))|\(label)"
        }
        let question = ["-p", "udp", "--dport", "53", "-m", "string", "--algo", "bm", "--hex-string", labels.joined()]
        for chain in ["INPUT", "FORWARD"] { try rule("filter", chain, ["-i", down] + question + ["-j", "DROP"]) }
    }

    /// Forged answers race the true ones for questions to resolvers outside.
    package func race() throws {
        try world.buildForger(of: provider)
        try rule(
            "mangle", "PREROUTING",
            [
                "-i", down, "-p", "udp", "--dport", "53", "-d", NamespaceWorld.publicResolver, "-j", "TEE", "--gateway",
                world.forgerAddress(of: provider),
            ])
    }

    /// Cuts the line to the homes.
    package func switchOff() throws {
        try world.shell.run(in: router, ["ip", "link", "set", down, "down"])
    }

    /// Ends all of it.
    package func lift() throws {
        for table in ["filter", "mangle", "nat"] {
            try world.shell.run(in: router, ["iptables", "-w", "-t", table, "-F"])
        }
        world.unshape(provider)
        _ = world.shell.works(["ip", "netns", "exec", router, "ip", "route", "flush", "type", "blackhole"])
        _ = world.shell.works(["ip", "netns", "exec", router, "ip", "route", "flush", "type", "unreachable"])
        try world.shell.run(in: router, ["ip", "link", "set", down, "up"])
        try world.restartResolver(of: provider, lies: [])
        try world.shapeLine(of: provider)
    }
}
