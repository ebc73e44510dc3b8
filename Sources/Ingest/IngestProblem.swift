/// Something that could not be taken in: a line, or the rest of a file. It is counted and reported, and the run goes on.
package struct IngestProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// The input's name as the user gave it; `-` for standard input.
    package var file: String
    /// Counted from 1; 0 when it concerns the file rather than one line.
    package var line: Int
    /// A lower-case fragment.
    package var reason: String

    package init(file: String, line: Int, reason: String) {
        self.file = file
        self.line = line
        self.reason = reason
    }

    /// `FILE:LINE: reason`, or `FILE: reason`.
    package var description: String { line > 0 ? "\(file):\(line): \(reason)" : "\(file): \(reason)" }
}

/// An input that cannot be read at all, in a sentence for people; the command line exits with 2.
package struct InputRefusal: Error, Hashable, Sendable, CustomStringConvertible {
    package var description: String

    package init(_ description: String) {
        self.description = description
    }
}
