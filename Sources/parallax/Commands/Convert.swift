import ArgumentParser
import Ingest
import WireFormats

/// `parallax convert`: prints the native records that files become; nothing is stored.
struct Convert: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print the native records that files of other formats become, one a line.")

    @OptionGroup var input: InputOptions

    func run() throws {
        let stream = try input.open()
        var writer = RecordWriter()
        var block: [UInt8] = []
        while let element = stream.next() {
            switch element {
            case .record(let record):
                block += writer.line(record)
                block.append(UInt8(ascii: "\n"))
                if block.count > 1 << 16 {
                    StandardStream.output.write(block)
                    block.removeAll(keepingCapacity: true)
                }
            case .problem(let problem): report(problem)
            }
        }
        StandardStream.output.write(block)
        reportCount(of: stream.counts.problems)
    }
}
