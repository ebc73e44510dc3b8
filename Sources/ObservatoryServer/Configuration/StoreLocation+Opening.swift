import FoundationEssentials
import SQLiteStorage
package import Storage

extension StoreLocation {
    /// Opens the store, making the file and its folder when they are not there.
    ///
    /// - Throws: `StoreError`.
    package func open() async throws -> any ObservatoryStore {
        switch self {
        case .sqlite(let path):
            let folder = URL(filePath: path).deletingLastPathComponent().path
            if !folder.isEmpty {
                try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            }
            return try SQLiteStore(path: path)
        }
    }

    /// Whether the file is there.
    package var exists: Bool { FileManager.default.fileExists(atPath: path) }
}
