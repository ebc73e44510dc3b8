import FoundationEssentials
import SQLiteStorage

/// A folder that goes away with the last reference to it, and stores in it.
final class TemporaryFolder: Sendable {
    let path: String

    init() {
        path = FileManager.default.temporaryDirectory.path + "/parallax-store-\(UInt64.random(in: .min ... .max))"
        try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    var file: String { path + "/store.sqlite" }

    /// Opens the folder's store.
    func store(_ options: SQLiteStore.Options = .small) throws -> SQLiteStore {
        try SQLiteStore(path: file, options: options)
    }
}

extension SQLiteStore.Options {
    /// Bounds so low that a few thousand records meet all of them.
    static let small: SQLiteStore.Options = {
        var options = SQLiteStore.Options()
        options.rollUpVotes = 700
        options.identityRunLength = 1500
        return options
    }()

    /// Everything is written out with every commit.
    static let eager: SQLiteStore.Options = {
        var options = SQLiteStore.Options()
        options.rollUpVotes = 1
        options.identityRunLength = 1
        return options
    }()
}
