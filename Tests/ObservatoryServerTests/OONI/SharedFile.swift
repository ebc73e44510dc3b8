import Foundation
import Testing

/// A file that lies beside the project and is not part of it.
enum SharedFile {
    /// The path below `../shared`; `nil` where the file is not there, which is an issue in continuous integration and a
    /// line elsewhere.
    static func path(_ name: String, sourceLocation: SourceLocation = #_sourceLocation) -> String? {
        var folder = URL(filePath: #filePath)
        for _ in 0..<8 {
            folder.deleteLastPathComponent()
            let path = folder.appending(path: "shared/\(name)").path
            if FileManager.default.fileExists(atPath: path) { return path }
        }
        if ProcessInfo.processInfo.environment["CI"] != nil {
            Issue.record("“shared/\(name)” is not there", sourceLocation: sourceLocation)
        } else {
            print("skipped: “shared/\(name)” is not there")
        }
        return nil
    }
}

/// Runs another program.
enum Command {
    /// What it writes to standard output and standard error.
    static func output(of program: String, _ arguments: [String]) throws -> String {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let bytes = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return String(decoding: bytes, as: UTF8.self)
    }
}
