import Foundation
import Probing
import Synchronization

/// The world of the namespace lab: providers with homes, and hosts that they reach, each in a network namespace.
///
/// Addresses of 11.0.0.0/8 are used because the probe refuses private ones; they mean nothing outside the namespaces,
/// which have no link to the machine's own network. Everything is removed by `tearDown`, by the warden when this process
/// dies, and by the next lab when even that failed.
package final class NamespaceWorld: Sendable {
    package let providers: [LabProvider]
    package let hosts: [LabWebHost]
    /// Files of the run: configurations, logs, homes of probes.
    package let folder: String
    let shell: LabShell
    /// Of the names of its namespaces: the process, and which of its worlds this is.
    let prefix: String
    private static let count = Atomic<Int>(0)
    /// Programs that run in the namespaces, and the resolvers of providers by index.
    let programs = Mutex<[LabProcess]>([])
    private let resolvers = Mutex<[Int: LabProcess]>([:])
    /// Providers whose own web server runs, by index.
    let blockPages = Mutex<Set<Int>>([])

    /// The observatory's address in the world.
    package static let collector = "11.1.0.2"
    /// Answers TLS for any name.
    package static let helper = "11.1.0.4"
    /// The resolver that belongs to no provider.
    package static let publicResolver = "11.1.0.53"
    /// The size of every host's object for the transfer step, which counts from 500 kB on.
    package static let objectBytes = 520_000
    /// An address that nobody has, which lying resolvers give.
    package static let bogon = "10.10.34.35"

    /// - Parameter folder: An empty folder.
    package init(providers: [LabProvider], hosts: [LabWebHost], folder: String, shell: LabShell = LabShell()) {
        self.providers = providers
        self.hosts = hosts
        self.folder = folder
        self.shell = shell
        prefix = "parallax-\(getpid())x\(Self.count.add(1, ordering: .relaxed).newValue)"
    }

    package var world: String { "\(prefix)-world" }
    package func router(_ provider: LabProvider) -> String { "\(prefix)-isp\(provider.index)" }
    package func home(_ provider: LabProvider) -> String { "\(prefix)-home\(provider.index)" }
    func forger(_ provider: LabProvider) -> String { "\(prefix)-forger\(provider.index)" }

    /// Makes namespaces, links, routes and servers.
    package func build() throws {
        try makeNamespace(world)
        let services = [Self.collector, Self.helper, Self.publicResolver] + hosts.map(\.address)
        for address in services { try shell.run(in: world, ["ip", "address", "add", "\(address)/32", "dev", "lo"]) }
        for provider in providers { try build(provider) }
        try startWeb()
        try startNames()
    }

    private func build(_ provider: LabProvider) throws {
        let (router, home) = (router(provider), home(provider))
        try makeNamespace(router)
        try makeNamespace(home)
        let (up, down) = ("w\(provider.index)", provider.down)
        try shell.run([
            "ip", "link", "add", up, "netns", world, "type", "veth", "peer", "name", "uplink", "netns", router,
        ])
        try shell.run([
            "ip", "link", "add", down, "netns", router, "type", "veth", "peer", "name", "uplink", "netns", home,
        ])
        for (namespace, device, address) in [
            (world, up, provider.worldEnd + "/30"), (router, "uplink", provider.routerEnd + "/30"),
            (router, down, provider.gateway + "/24"), (home, "uplink", provider.home + "/24"),
        ] {
            try shell.run(in: namespace, ["ip", "address", "add", address, "dev", device])
            try shell.run(in: namespace, ["ip", "link", "set", device, "up"])
        }
        try shell.run(in: world, ["ip", "route", "add", provider.homeNetwork, "via", provider.routerEnd])
        try shell.run(in: router, ["ip", "route", "add", "default", "via", provider.worldEnd])
        try shell.run(in: home, ["ip", "route", "add", "default", "via", provider.gateway])
        // `ip netns exec` lays this over /etc for the programs in the namespace.
        let own = "/etc/netns/\(home)"
        try FileManager.default.createDirectory(atPath: own, withIntermediateDirectories: true)
        try write("nameserver \(provider.gateway)\n", to: "\(own)/resolv.conf")
        try shapeLine(of: provider)
    }

    private func makeNamespace(_ name: String) throws {
        try shell.run(["ip", "netns", "add", name])
        try shell.run(in: name, ["ip", "link", "set", "lo", "up"])
        // Without the limit on ICMP a router that says "unreachable" says it every time: the kernel tells a host once a
        // second at most, and a probe that asks for several addresses would see silence instead.
        for setting in [
            "ip_forward=1", "conf.all.rp_filter=0", "conf.default.rp_filter=0", "icmp_ratelimit=0",
        ] {
            try shell.run(in: name, ["sysctl", "-q", "-w", "net.ipv4.\(setting)"])
        }
    }

    /// The lab's certificates, and nginx with a server for each host.
    private func startWeb() throws {
        let certificates = try LabCertificates()
        try write(certificates.rootPEM(), to: "\(folder)/ca.pem")
        let (leaf, key) = try certificates.leafPEM(names: hosts.map(\.name) + ["helper.lab"])
        try write(leaf, to: "\(folder)/leaf.pem")
        try write(key, to: "\(folder)/leaf.key")
        // A sign-in page has a certificate too, and it is its own.
        let portal = try certificates.leafPEM(names: ["portal.lab"])
        try write(portal.certificate, to: "\(folder)/portal.pem")
        try write(portal.key, to: "\(folder)/portal.key")
        for issuer in [LabCertificates.Issuer.itself, .stranger] {
            let forged = try certificates.leafPEM(names: hosts.map(\.name), issuer: issuer)
            try write(forged.certificate, to: "\(folder)/\(issuer.rawValue).pem")
            try write(forged.key, to: "\(folder)/\(issuer.rawValue).key")
        }
        let web = "\(folder)/web"
        try FileManager.default.createDirectory(atPath: web, withIntermediateDirectories: true)
        try Data(repeating: 120, count: Self.objectBytes).write(to: URL(fileURLWithPath: "\(web)/object"))
        var servers = ""
        for (name, address) in hosts.map({ ($0.name, $0.address) }) + [("helper.lab", Self.helper)] {
            servers += """
                  server { listen \(address):80; listen \(address):443 ssl; server_name \(name);
                    location = /object { root \(web); }
                    location / { return 200 "<html><title>\(name)</title></html>"; } }

                """
        }
        try write(
            webConfiguration(folder: folder, certificate: "\(folder)/leaf", servers: servers),
            to: "\(folder)/nginx.conf")
        try start(
            in: world, ["nginx", "-c", "\(folder)/nginx.conf", "-p", folder], log: "\(folder)/nginx.out")
    }

    private func startNames() throws {
        let zone = hosts.map { "--address=/\($0.name)/\($0.address)" } + ["--local=/lab/"]
        try startNameServer(
            in: world, listen: Self.publicResolver, ["--no-resolv", "--address=/helper.lab/\(Self.helper)"] + zone)
        for provider in providers { try restartResolver(of: provider, lies: []) }
    }

    @discardableResult
    private func startNameServer(in namespace: String, listen: String, _ arguments: [String]) throws -> LabProcess {
        try start(
            in: namespace,
            [
                "dnsmasq", "--keep-in-foreground", "--conf-file=/dev/null", "--no-hosts", "--cache-size=0",
                "--bind-interfaces", "--listen-address=\(listen)", "--pid-file=\(folder)/\(namespace).names",
                "--user=root",
            ] + arguments, log: "\(folder)/\(namespace).names.log")
    }

    /// Starts a provider's resolver anew.
    ///
    /// - Parameters:
    ///   - lies: dnsmasq options, `--address=/x.lab/10.10.34.35` for example.
    ///   - refused: A name that it has nobody to ask about, so that it refuses.
    func restartResolver(of provider: LabProvider, lies: [String], refusing refused: String? = nil) throws {
        resolvers.withLock { $0.removeValue(forKey: provider.index) }?.stop()
        let names = hosts.map(\.name).filter { $0 != refused } + ["helper.lab"]
        let upstream =
            refused == nil
            ? ["--server=\(Self.publicResolver)"] : names.map { "--server=/\($0)/\(Self.publicResolver)" }
        let started = try startNameServer(
            in: router(provider), listen: provider.gateway, ["--no-resolv"] + upstream + lies)
        resolvers.withLock { $0[provider.index] = started }
    }

    /// A namespace beside a provider's router whose resolver answers every question with the bogon; questions are copied
    /// to it, and its answers carry the address that was asked.
    func buildForger(of provider: LabProvider) throws {
        let (router, forger) = (router(provider), forger(provider))
        try makeNamespace(forger)
        let device = "f\(provider.index)"
        try shell.run([
            "ip", "link", "add", device, "netns", router, "type", "veth", "peer", "name", "uplink", "netns", forger,
        ])
        let (near, far) = ("11.4.\(provider.index).1", "11.4.\(provider.index).2")
        try shell.run(in: router, ["ip", "address", "add", near + "/30", "dev", device])
        try shell.run(in: router, ["ip", "link", "set", device, "up"])
        try shell.run(in: forger, ["ip", "address", "add", far + "/30", "dev", "uplink"])
        try shell.run(in: forger, ["ip", "link", "set", "uplink", "up"])
        try shell.run(in: forger, ["ip", "route", "add", "default", "via", near])
        try shell.run(
            in: forger,
            [
                "iptables", "-w", "-t", "nat", "-A", "PREROUTING", "-p", "udp", "--dport", "53", "-j", "DNAT", "--to",
                far,
            ])
        try startNameServer(in: forger, listen: far, ["--no-resolv", "--address=/#/\(Self.bogon)"])
    }

    /// Starts a program that runs until the world is torn down.
    @discardableResult
    package func start(
        in namespace: String, _ arguments: [String], log: String, lines: (@Sendable (String) -> Void)? = nil
    ) throws -> LabProcess {
        let process = try shell.start(in: namespace, arguments, log: log, lines: lines)
        programs.withLock { $0.append(process) }
        return process
    }

    /// Drops everything from the providers to an address of the world.
    func silence(_ address: String) throws {
        try shell.run(in: world, ["iptables", "-w", "-A", "INPUT", "-i", "w+", "-d", address, "-j", "DROP"])
    }

    /// Ends every silence.
    func endSilence() throws { try shell.run(in: world, ["iptables", "-w", "-F", "INPUT"]) }

    func forgerAddress(of provider: LabProvider) -> String { "11.4.\(provider.index).2" }

    func write(_ text: String, to path: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    }
}
