import ArgumentParser
import Glibc
import ObservatoryModel
import Probing

/// The probe alone, for machines that have little room.
@main
enum Main {
    static func main() async {
        do {
            var command = try ProbeCommand.parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch let failure as CommandFailure {
            printError(failure.message)
            exit(failure.code)
        } catch {
            let code = ProbeCommand.exitCode(for: error)
            let message = ProbeCommand.fullMessage(for: error)
            guard code != .success else {
                print(message)
                exit(0)
            }
            if !message.isEmpty { printError(message) }
            exit(code == .failure ? 1 : 2)
        }
    }
}

extension CountryCode: ExpressibleByArgument {
    /// Two letters, in any case.
    public init?(argument: String) { self.init(argument.uppercased()) }
}

/// OONI's format needs the reader of measurements, which is most of what this program leaves out.
struct ProbeOONIOutput: Sendable {
    let runner: SessionRunner
    let collectors: [Collector]

    func write(_: DetailedSession) async {
        printError("This program cannot write OONI’s format; `parallax probe --output ooni` can.")
        exit(2)
    }
}
