import FoundationEssentials
import SQLiteStorage
package import Storage

/// A store in the folder for temporary files, for what need not outlive the process.
package struct TemporaryStore: Sendable {
    package let store: any ObservatoryStore
    private let folder: String

    /// - Throws: `StoreError`, or why the folder cannot be made.
    package init() throws {
        let name = "parallax-" + hex((0..<8).map { _ in UInt8.random(in: 0...255) })
        folder = FileManager.default.temporaryDirectory.appending(path: name).path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        store = try SQLiteStore(path: folder + "/example.sqlite")
    }

    /// Deletes the files; call after the store was closed.
    package func remove() {
        try? FileManager.default.removeItem(atPath: folder)
    }
}
