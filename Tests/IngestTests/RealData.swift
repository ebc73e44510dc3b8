import ObservatoryModel
import TestSupport
import Testing

@testable import Ingest

/// Reads recorded files whole.
enum RealData {
    /// `RecordedFile.path`.
    static func path(_ name: String, sourceLocation: SourceLocation = #_sourceLocation) -> String? {
        RecordedFile.path(name, sourceLocation: sourceLocation)
    }

    /// All records and problems of a file.
    static func read(
        _ path: String, format: InputFormat = .auto
    ) throws -> (records: [Record], problems: [IngestProblem]) {
        try read([InputSource(argument: path)], format: format)
    }

    static func read(
        _ inputs: [InputSource], format: InputFormat = .auto, until: Timestamp? = nil, latest: Timestamp? = nil
    ) throws -> (records: [Record], problems: [IngestProblem]) {
        let stream = try RecordStream(inputs, format: format, until: until, latest: latest)
        var (records, problems) = ([Record](), [IngestProblem]())
        while let element = stream.next() {
            switch element {
            case .record(let record): records.append(record)
            case .problem(let problem): problems.append(problem)
            }
        }
        return (records, problems)
    }
}
