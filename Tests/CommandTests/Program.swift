import Foundation
import Synchronization

/// The built `parallax`, run as people run it.
struct Program {
    /// The program lies beside the bundle of tests that runs.
    static let path: String = {
        let bundle = URL(fileURLWithPath: CommandLine.arguments[0])
        var folder = bundle.deletingLastPathComponent()
        // On some systems the bundle is a folder with the executable deep within.
        while folder.path != "/",
            !FileManager.default.isExecutableFile(atPath: folder.appendingPathComponent("parallax").path)
        {
            folder.deleteLastPathComponent()
        }
        return folder.appendingPathComponent("parallax").path
    }()

    struct Result {
        var status: Int32
        var output: Data
        var errors: String

        var lines: [Substring] { String(decoding: output, as: UTF8.self).split(separator: "\n") }
    }

    /// Runs to the end.
    static func run(_ arguments: [String], input: Data = Data()) throws -> Result {
        let folder = try Folder()
        let (outputPath, errorPath, inputPath) = (folder.path + "/out", folder.path + "/err", folder.path + "/in")
        try input.write(to: URL(fileURLWithPath: inputPath))
        _ = FileManager.default.createFile(atPath: outputPath, contents: nil)
        _ = FileManager.default.createFile(atPath: errorPath, contents: nil)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.standardInput = try FileHandle(forReadingFrom: URL(fileURLWithPath: inputPath))
        process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: outputPath))
        process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: errorPath))
        try process.run()
        process.waitUntilExit()
        return Result(
            status: process.terminationStatus, output: try Data(contentsOf: URL(fileURLWithPath: outputPath)),
            errors: try String(contentsOfFile: errorPath, encoding: .utf8))
    }
}

/// A folder that goes when the test is over.
final class Folder: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("parallax-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Writes a file into it.
    ///
    /// - Returns: its path.
    func write(_ name: String, _ content: some DataProtocol) throws -> String {
        try Data(content).write(to: URL(fileURLWithPath: path + "/" + name))
        return path + "/" + name
    }
}

/// A running `parallax serve`.
final class RunningServer {
    let address: String
    private let process: Process

    /// Starts it and waits until it tells its address.
    ///
    /// - Throws: when it ends or takes longer than a minute.
    init(store: String, more: [String] = []) throws {
        process = Process()
        process.executableURL = URL(fileURLWithPath: Program.path)
        process.arguments = ["serve", "--no-example", "--listen", "127.0.0.1:0", "--store", "sqlite:" + store] + more
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        var text = ""
        while !text.contains("\n") {
            let data = pipe.fileHandleForReading.availableData
            guard !data.isEmpty else { throw CocoaError(.executableRuntimeMismatch) }
            text += String(decoding: data, as: UTF8.self)
        }
        guard let match = text.firstMatch(of: /http:\/\/[0-9.:]+/) else { throw CocoaError(.featureUnsupported) }
        address = String(match.0)
    }

    /// Kills it at once, as a crash or a lost power supply would.
    func kill() {
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// Asks it to stop.
    ///
    /// - Returns: its exit status and how long it took.
    func stop() -> (status: Int32, seconds: Double) {
        let began = ContinuousClock.now
        process.terminate()
        process.waitUntilExit()
        let took = ContinuousClock.now - began
        return (process.terminationStatus, Double(took.components.seconds) + Double(took.components.attoseconds) / 1e18)
    }

    deinit { if process.isRunning { kill() } }
}
