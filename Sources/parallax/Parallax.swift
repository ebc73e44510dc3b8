import ArgumentParser
import Glibc
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

/// Runs a command and ends with the project's exit codes: 0 done, 1 the answer is no, 2 bad usage or unreadable input.
@main
enum Main {
    static func main() async {
        do {
            var command = try Parallax.parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch let failure as CommandFailure {
            printError(failure.message)
            exit(failure.code)
        } catch {
            let code = Parallax.exitCode(for: error)
            let message = Parallax.fullMessage(for: error)
            guard code != .success else {
                print(message)
                exit(0)
            }
            if !message.isEmpty { printError(message) }
            exit(code == .failure ? 1 : 2)
        }
    }
}
