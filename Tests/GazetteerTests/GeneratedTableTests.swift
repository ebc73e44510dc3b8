import Foundation  // runs the script and reads files
import Testing

struct GeneratedTableTests {
    private static let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
    private static let sources = ["/usr/share/iso-codes/json/iso_3166-1.json", "/usr/share/zoneinfo/zone1970.tab"]
    private static let canRun = sources.allSatisfy { FileManager.default.fileExists(atPath: $0) } && hasPython
    private static var hasPython: Bool {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        return path.split(separator: ":").contains { FileManager.default.isExecutableFile(atPath: "\($0)/python3") }
    }

    /// Compares each table that the installed versions of iso-codes and tzdata are those of; others say so.
    @Test(.enabled(if: canRun, "iso-codes, tzdata or python3 is not installed"))
    func `the committed tables are what the script makes`() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("gazetteer-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", Self.root.appendingPathComponent("scripts/make-gazetteer").path, folder.path]
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
        for name in ["CountryTable", "RegionTable", "ZoneTable"] {
            let made = try String(contentsOf: folder.appendingPathComponent("\(name).swift"), encoding: .utf8)
            let committed = try String(
                contentsOf: Self.root.appendingPathComponent("Sources/Gazetteer/Generated/\(name).swift"),
                encoding: .utf8)
            guard Self.head(made) == Self.head(committed) else {
                print("\(name) was made with \(Self.head(committed)); \(Self.head(made)) installed: not compared")
                continue
            }
            #expect(made == committed, "\(name): run scripts/make-gazetteer")
        }
    }

    /// The lines that name the sources and their versions.
    private static func head(_ table: String) -> [String] {
        table.split(separator: "\n").prefix { $0.hasPrefix("//") && !$0.hasPrefix("///") }.map(String.init)
    }
}
