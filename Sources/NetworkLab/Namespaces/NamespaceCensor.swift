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

    private static func named(_ name: String) -> [String] {
        ["-p", "tcp", "--dport", "443", "-m", "string", "--algo", "bm", "--string", name]
    }

    /// Answers first flights that name a host with a reset to the client.
    package func resetName(_ name: String) throws {
        try rule("filter", "FORWARD", Self.named(name) + ["-j", "REJECT", "--reject-with", "tcp-reset"])
    }

    /// Drops first flights that name a host.
    package func dropName(_ name: String) throws {
        try rule("filter", "FORWARD", Self.named(name) + ["-j", "DROP"])
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
        try rule("filter", "FORWARD", ["-p", "tcp", "-d", address, "-j", "REJECT", "--reject-with", "tcp-reset"])
    }

    /// Drops UDP on the port of QUIC.
    package func dropQUIC() throws {
        try rule("filter", "FORWARD", ["-p", "udp", "--dport", "443", "-j", "DROP"])
    }

    /// Sends requests without TLS to an address to the provider's own server, which answers with a block page.
    package func blockPage(_ address: String) throws {
        try world.startBlockPage(of: provider)
        try rule(
            "nat", "PREROUTING",
            [
                "-i", down, "-p", "tcp", "--dport", "80", "-d", address, "-j", "REDIRECT", "--to-ports",
                String(NamespaceWorld.blockPagePort),
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
