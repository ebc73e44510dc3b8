import ArgumentParser
import ObservatoryServer

/// The command line (CONTRACT §3).
struct Parallax: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "parallax",
        abstract: "An open Internet observatory: can people there reach it, since when, how sure?",
        version: "parallax \(softwareVersion)",
        subcommands: [
            Serve.self, Replay.self, Convert.self, Import.self, Export.self, ProbeCommand.self, LabCommand.self,
            Simulate.self, Score.self, AdminCommand.self, WatchCommand.self,
        ])
}

@main
enum Main {
    static func main() async { await Parallax.runAndExit() }
}
