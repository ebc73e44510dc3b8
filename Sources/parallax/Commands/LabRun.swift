import ArgumentParser
import FoundationEssentials
import Glibc
import NIOCore
import NIOPosix
import NetworkLab
import ObservatoryModel
import ObservatoryServer
import Synchronization

/// Plays a scenario, writes the revisions that the observatory makes of it, and checks what it says and shows.
struct LabRun: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Play a scenario; the revisions of the observatory go to standard output.")

    enum Output: String, ExpressibleByArgument, CaseIterable {
        case ndjson, text
    }

    @Argument(help: "The scenario; --list says which there are.")
    var scenario = "pakistan"

    @Flag(help: "Say which scenarios there are, what they need that this machine has not, and what cannot be played.")
    var list = false

    @Option(help: "Revisions as text, or as one JSON object a line.")
    var output: Output = .text

    @Option(help: "Probes in each provider's home, at least 3; those that throttle have twice as many and one more.")
    var probes = 3

    func run() async throws {
        let capabilities = LabCapabilities.probe()
        if list { return say(capabilities) }
        guard let chosen = LabScenario.all.first(where: { $0.name == scenario }) else {
            let known = LabScenario.all.map(\.name).joined(separator: ", ")
            throw CommandFailure("No scenario is called “\(scenario)”. Known are: \(known).")
        }
        guard (3...20).contains(probes) else { throw CommandFailure("--probes is 3 to 20.") }
        let missing = chosen.needs.filter { !capabilities.has($0) }
        for part in missing { printError("skipped: \(part.rawValue): not on this machine") }
        guard missing.isEmpty else {
            throw CommandFailure("“\(chosen.name)” needs what was skipped, so it was not played.", code: 1)
        }
        NamespaceWorld.removeStale()
        let world = NamespaceWorld(
            providers: chosen.providers, hosts: chosen.hosts, folder: try temporaryFolder())
        try world.startWarden()
        let log = LabLog(output: output)
        let failure = Mutex<String?>(nil)
        await StopSignals.whileNoneCame {
            do {
                try await play(chosen, in: world, log: log)
            } catch is CancellationError {
                failure.withLock { $0 = "it was told to" }
            } catch {
                failure.withLock { $0 = "\(error)" }
            }
        }
        world.tearDown()
        if let reason = failure.withLock({ $0 }) { throw CommandFailure("The lab stopped: \(reason).", code: 1) }
        guard log.allHeld else {
            throw CommandFailure("The observatory did not say all that it should have; see above.", code: 1)
        }
    }

    private func say(_ capabilities: LabCapabilities) {
        var text = ""
        for scenario in LabScenario.all {
            let missing = scenario.needs.filter { !capabilities.has($0) }.map(\.rawValue)
            text += scenario.name.padded(to: 24) + scenario.about + "\n"
            if !missing.isEmpty { text += "    skipped here: no \(missing.joined(separator: ", "))\n" }
        }
        for (name, reason) in LabScenario.unplayable { text += "not played: \(name): \(reason)\n" }
        StandardStream.output.write(Array(text.utf8))
    }

    private func play(_ scenario: LabScenario, in world: NamespaceWorld, log: LabLog) async throws {
        try world.build()
        let group = try await NamespaceLoop.group(in: world.world)
        defer { group.shutdownGracefully { _ in } }
        guard let address = InternetAddress(NamespaceWorld.collector) else { return }
        let reader = ObservatoryReader(address: address, port: 8080, group: group)
        try startObservatory(of: scenario, in: world)
        for _ in 0..<300 where !(await reader.isReady()) { try await Task.sleep(for: .milliseconds(200)) }
        guard await reader.isReady() else {
            throw CommandFailure("the observatory did not start; it said: \(tail("\(world.folder)/serve.log"))")
        }
        let files = try startProbes(of: scenario, in: world)
        log.begin()
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await follow(reader, log: log) }
            tasks.addTask { try await turn(scenario, in: world, reader: reader, log: log, sessions: files) }
            // The follower goes on for ever; the scenario ends.
            try await tasks.next()
            tasks.cancelAll()
        }
    }

    /// Prints each new revision as it comes.
    private func follow(_ reader: ObservatoryReader, log: LabLog) async throws {
        var seen: [String: Int] = [:]
        while true {
            for incident in await reader.incidents() {
                let lines = await reader.revisionLines(of: incident)
                for line in lines.dropFirst(seen[incident] ?? 0) { log.take(line) }
                seen[incident] = max(seen[incident] ?? 0, lines.count)
            }
            try await Task.sleep(for: .seconds(1))
        }
    }

    /// Plays the scenario to its end, and checks on the way.
    private func turn(
        _ scenario: LabScenario, in world: NamespaceWorld, reader: ObservatoryReader, log: LabLog, sessions: [String]
    ) async throws {
        var onset = Timestamp.wallClock()
        for turn in scenario.turns {
            try await Task.sleep(for: .seconds(max(0, turn.seconds - log.seconds)))
            if turn.seconds == scenario.onset { onset = .wallClock() }
            log.say(turn.text)
            try turn.apply(world)
        }
        var checks: [ScenarioCheck] = []
        while true {
            checks = await scenario.during(reader, onset)
            if log.seconds >= (checks.allSatisfy(\.holds) ? scenario.earliestEnd : scenario.latestEnd) { break }
            try await Task.sleep(for: .seconds(5))
        }
        log.tell(checks, title: "while it lasts")
        log.say("all of it ends")
        let end = Timestamp.wallClock()
        try scenario.lift(world)
        let ended = log.seconds
        while log.seconds < ended + scenario.aftermath {
            checks = await scenario.after(reader, end)
            if checks.allSatisfy(\.holds) { break }
            try await Task.sleep(for: .seconds(5))
        }
        log.tell(checks, title: "after the end")
        // What was just read is printed by the follower a moment later.
        try await Task.sleep(for: .seconds(3))
        let delays = scenario.delays(sessions.flatMap { LabSession.read($0) }, log.seen, onset, end)
        if !delays.isEmpty { log.tell(delays, title: "delays") }
    }

    private func startObservatory(of scenario: LabScenario, in world: NamespaceWorld) throws {
        try write(scenario.targetFile, "\(world.folder)/targets.json")
        try write(scenario.countries, "\(world.folder)/countries")
        try write(scenario.networks, "\(world.folder)/networks")
        try write(
            """
            {"listen":"\(NamespaceWorld.collector):8080","store":"sqlite:\(world.folder)/lab.sqlite","follow":false,
            "example":false,"countries4File":"\(world.folder)/countries","networks4File":"\(world.folder)/networks"}
            """, "\(world.folder)/serve.json")
        try world.start(
            in: world.world, [program, "serve", "--config", "\(world.folder)/serve.json"],
            log: "\(world.folder)/serve.log")
    }

    /// - Returns: The files that the probes write their sessions to.
    private func startProbes(of scenario: LabScenario, in world: NamespaceWorld) throws -> [String] {
        var files: [String] = []
        for provider in world.providers {
            for number in 1...scenario.probes(provider, probes) {
                let name = "\(world.folder)/probe-\(provider.index)-\(number)"
                let trust =
                    scenario.untrusting.contains(provider.index) ? [] : ["--ca", "\(world.folder)/ca.pem"]
                try world.start(
                    in: world.home(provider),
                    [
                        program, "probe", "--consent", "--quiet", "--output", "ndjson", "--collector",
                        "http://\(NamespaceWorld.collector):8080", "--home", name, "--targets",
                        "\(world.folder)/targets.json", "--country",
                        provider.country, "--asn", "\(provider.asn)", "--access",
                        provider.isMobile ? "mobile" : "fixed", "--every", "60", "--transfer-every", "0", "--budget",
                        "100000", "--helper", NamespaceWorld.helper, "--all-contrasts",
                    ] + trust, log: "\(name).log")
                files.append("\(name).log")
            }
        }
        return files
    }

    private var program: String { "/proc/\(getpid())/exe" }

    private func temporaryFolder() throws -> String {
        var template = Array("/tmp/parallax-lab-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw CommandFailure("No folder can be made in /tmp: \(String(cString: strerror(errno))).")
        }
        return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private func write(_ text: String, _ path: String) throws {
        try Data(text.utf8).write(to: URL(filePath: path))
    }

    private func tail(_ path: String) -> String {
        let text = (try? Data(contentsOf: URL(filePath: path))).map { String(decoding: $0, as: UTF8.self) } ?? ""
        return String(text.suffix(500))
    }
}

extension String {
    /// With spaces behind it, to a width.
    fileprivate func padded(to width: Int) -> String { self + String(repeating: " ", count: max(1, width - count)) }
}
