/// The classes of a provider's line to its homes.
enum LineClass: String {
    /// Everything.
    case line = "1:10"
    /// Connections that a rule has marked.
    case slow = "1:20"

    var queue: String { self == .line ? "10:" : "20:" }
}

extension NamespaceWorld {
    /// Lets a class of the line to the homes have only so many kilobits a second.
    ///
    /// A class that was never shaped is as fast as the machine.
    func shape(_ provider: LabProvider, _ line: LineClass, kilobits: Int) throws {
        let router = router(provider)
        let device = ["dev", provider.down]
        // It is there already when another rule shapes the line too.
        _ = shell.works(
            ["ip", "netns", "exec", router, "tc", "qdisc", "add"] + device + [
                "root", "handle", "1:", "htb", "default", "10",
            ])
        try shell.run(
            in: router,
            ["tc", "class", "replace"] + device
                + ["parent", "1:", "classid", line.rawValue, "htb", "rate", "\(kilobits)kbit"])
        // A quarter of a second, and not less than a few segments: the queue of a thousand packets that it would have
        // otherwise holds a minute at these rates, and handshakes that wait for it would look blocked.
        let queue = max(60_000, kilobits * 125 / 4)
        try shell.run(
            in: router,
            ["tc", "qdisc", "replace"] + device
                + ["parent", line.rawValue, "handle", line.queue, "bfifo", "limit", String(queue)])
    }

    /// Gives the line the speed that it has in quiet times.
    func shapeLine(of provider: LabProvider) throws {
        guard let kilobits = provider.kilobits else { return }
        try shape(provider, .line, kilobits: kilobits)
    }

    /// Takes all bounds away.
    func unshape(_ provider: LabProvider) {
        _ = shell.works(["ip", "netns", "exec", router(provider), "tc", "qdisc", "del", "dev", provider.down, "root"])
    }
}
