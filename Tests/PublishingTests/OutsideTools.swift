import Foundation  // runs validators and reads files
import Testing

/// Validators of others that check what we write.
enum OutsideTools {
    static let xmllint = "/usr/bin/xmllint"
    /// Debian's own Python, which its `python3-feedparser` belongs to.
    static let python = "/usr/bin/python3"

    static let hasXMLLint = FileManager.default.isExecutableFile(atPath: xmllint)
    static let hasFeedParser = (try? run(python, ["-c", "import feedparser"]))?.status == 0

    /// The samples of publication formats beside the checkout, where there are any.
    static let samples: URL = {
        let environment = ProcessInfo.processInfo.environment
        let beside = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("shared")
        let shared = environment["PARALLAX_SHARED"].map { URL(fileURLWithPath: $0) } ?? beside
        return shared.appendingPathComponent("samples/publication")
    }()
    static let capSchema = samples.appendingPathComponent("cap/cap12.xsd").path
    /// Continuous integration has the samples, so that there a missing one is a failure.
    static let mayCheckCAP =
        hasXMLLint
        && (FileManager.default.fileExists(atPath: capSchema) || ProcessInfo.processInfo.environment["CI"] == "true")

    /// Runs a program with a file of the given text as its last argument, and gives its status and all it prints.
    static func run(
        _ program: String, _ arguments: [String], file text: String? = nil
    ) throws -> (status: Int32, output: String) {
        var arguments = arguments
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("publishing-\(UUID().uuidString)")
        if let text {
            try Data(text.utf8).write(to: file)
            arguments.append(file.path)
        }
        defer { try? FileManager.default.removeItem(at: file) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: data, as: UTF8.self))
    }

    /// The text as JSON, read by Foundation.
    static func json(_ text: String) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }
}
