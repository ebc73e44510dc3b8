import ArgumentParser
import NetworkLab

/// `parallax lab`: a network with a real censor in it, real probes, and the real collector.
struct LabCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lab", abstract: "Play a scenario in network namespaces with a real censor (root, Linux).",
        subcommands: [LabRun.self, LabCheck.self])
}

/// Says what this machine can do.
struct LabCheck: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Say which parts of the lab this machine can do.")

    func run() async throws {
        let capabilities = LabCapabilities.probe()
        let lines = LabCapabilities.Part.allCases.map { "\(capabilities.has($0) ? "yes" : "no ")  \($0.rawValue)\n" }
        StandardStream.output.write(Array(lines.joined().utf8))
    }
}
