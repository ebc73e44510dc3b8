import ArgumentParser
import FoundationEssentials
import Glibc
import NetworkLab
import Synchronization

/// Plays a scenario and writes the revisions that the observatory makes of it.
struct LabRun: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Play a scenario; the revisions of the observatory go to standard output.")

    enum Output: String, ExpressibleByArgument, CaseIterable {
        case ndjson, text
    }

    @Argument(help: "The scenario: pakistan.")
    var scenario = "pakistan"

    @Option(help: "Revisions as text, or as one JSON object a line.")
    var output: Output = .text

    @Option(help: "Probes in each provider's home.")
    var probes = 3

    func run() async throws {
        guard scenario == "pakistan" else {
            throw CommandFailure("No scenario is called “\(scenario)”. Known is: pakistan.")
        }
        guard (1...20).contains(probes) else { throw CommandFailure("--probes is 1 to 20.") }
        let capabilities = LabCapabilities.probe()
        for part in LabCapabilities.Part.allCases where !capabilities.has(part) {
            printError("skipped: \(part.rawValue): not on this machine")
        }
        guard PakistanScenario.needs.allSatisfy({ capabilities.has($0) }) else {
            throw CommandFailure("The scenario needs what was skipped, so it was not played.", code: 1)
        }
        NamespaceWorld.removeStale()
        let world = NamespaceWorld(
            providers: PakistanScenario.providers, hosts: PakistanScenario.hosts, folder: try temporaryFolder())
        try world.startWarden()
        let log = LabLog(output: output)
        let failure = Mutex<String?>(nil)
        await StopSignals.whileNoneCame {
            do {
                try await play(in: world, log: log)
            } catch is CancellationError {
                failure.withLock { $0 = "it was told to" }
            } catch {
                failure.withLock { $0 = "\(error)" }
            }
        }
        world.tearDown()
        if let reason = failure.withLock({ $0 }) { throw CommandFailure("The lab stopped: \(reason).", code: 1) }
        guard log.summarize(onset: PakistanScenario.onset, end: PakistanScenario.end) else {
            throw CommandFailure("The observatory did not confirm the block and see its end.", code: 1)
        }
    }

    private func play(in world: NamespaceWorld, log: LabLog) async throws {
        try world.build()
        let program = "/proc/\(getpid())/exe"
        let collector = "http://\(NamespaceWorld.collector):8080"
        try write(PakistanScenario.targetFile, "\(world.folder)/targets.json")
        try write(PakistanScenario.countries, "\(world.folder)/countries")
        try write(PakistanScenario.networks, "\(world.folder)/networks")
        try write(
            """
            {"listen":"\(NamespaceWorld.collector):8080","store":"sqlite:\(world.folder)/lab.sqlite","follow":false,
            "example":false,"countries4File":"\(world.folder)/countries","networks4File":"\(world.folder)/networks"}
            """, "\(world.folder)/serve.json")
        try world.start(
            in: world.world, [program, "serve", "--config", "\(world.folder)/serve.json"],
            log: "\(world.folder)/serve.log")
        try await Task.sleep(for: .seconds(3))
        for provider in world.providers {
            for number in 1...probes {
                try world.start(
                    in: world.home(provider),
                    [
                        program, "probe", "--consent", "--quiet", "--collector", collector, "--home",
                        "\(world.folder)/probe-\(provider.index)-\(number)", "--targets",
                        "\(world.folder)/targets.json", "--ca", "\(world.folder)/ca.pem", "--country", provider.country,
                        "--asn",
                        "\(provider.asn)", "--access", provider.isMobile ? "mobile" : "fixed", "--every", "60",
                        "--transfer-every", "60", "--budget", "100000", "--helper", NamespaceWorld.helper,
                        "--all-contrasts",
                    ], log: "\(world.folder)/probe-\(provider.index)-\(number).log")
            }
        }
        log.begin()
        try world.start(
            in: world.world, [program, "lab", "follow", collector], log: "\(world.folder)/follow.log",
            lines: { log.take($0) })
        for turn in PakistanScenario.turns {
            try await Task.sleep(for: .seconds(max(0, turn.seconds - log.seconds)))
            log.say(turn.text)
            try turn.apply(world)
        }
        while log.seconds < PakistanScenario.last, !log.isOver {
            try await Task.sleep(for: .seconds(2))
        }
    }

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
}
