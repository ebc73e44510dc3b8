import Glibc
import Probing

/// The probe alone, for machines that have little room.
@main
enum Main {
    static func main() async { await ProbeCommand.runAndExit() }
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
