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
            Simulate.self, Score.self,
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

/// Why a command ends without having done its work: a sentence for people, and the exit code.
struct CommandFailure: Error {
    var message: String
    var code: Int32 = 2

    init(_ message: String, code: Int32 = 2) {
        self.message = message
        self.code = code
    }
}

/// Writes a line to standard error.
func printError(_ text: String) {
    StandardStream.error.write(Array((text + "\n").utf8))
}

/// Standard output and error without a buffer in between: what was written is out.
enum StandardStream: Int32 {
    case output = 1
    case error = 2

    /// Writes all bytes; ends the program quietly when the reader has gone, as `head` does.
    func write(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { bytes in
            var position = 0
            while position < bytes.count {
                let written = Glibc.write(rawValue, bytes.baseAddress! + position, bytes.count - position)
                if written > 0 {
                    position += written
                } else if errno != EINTR {
                    if self == .output { exit(errno == EPIPE ? 0 : 2) }
                    return
                }
            }
        }
    }
}
