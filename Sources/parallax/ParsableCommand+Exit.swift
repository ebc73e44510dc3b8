import ArgumentParser
import Glibc

extension ParsableCommand {
    /// Runs the command that the arguments name, and ends the program with the project's exit codes: 0 done, 1 the answer is
    /// no, 2 bad usage or unreadable input.
    static func runAndExit() async {
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch let failure as CommandFailure {
            printError(failure.message)
            Glibc.exit(failure.code)
        } catch {
            let code = exitCode(for: error)
            let message = fullMessage(for: error)
            guard code != .success else {
                print(message)
                Glibc.exit(0)
            }
            if !message.isEmpty { printError(message) }
            Glibc.exit(code == .failure ? 1 : 2)
        }
    }
}
