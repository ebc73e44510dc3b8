import FoundationEssentials
import Glibc
import JWTKit

/// The Ed25519 key that signs the tokens of this observatory: a PEM file that only its owner may read.
package struct AdminKey: Sendable {
    let key: EdDSA.PrivateKey

    /// Why there is no key; a sentence each.
    package enum Failure: Error, CustomStringConvertible {
        case cannotWrite(path: String, reason: String)
        case unreadable(path: String)
        case notKey(path: String)

        package var description: String {
            switch self {
            case .cannotWrite(let path, let reason): "The key for tokens cannot be written to “\(path)”: \(reason)."
            case .unreadable(let path): "The key for tokens at “\(path)” cannot be read."
            case .notKey(let path):
                "“\(path)” holds no Ed25519 private key in PEM; “openssl genpkey -algorithm ed25519” makes one."
            }
        }
    }

    /// A key of its own, for tests.
    init(_ key: EdDSA.PrivateKey) {
        self.key = key
    }

    /// Reads the key, and makes one first when there is no file.
    package init(file path: String) throws {
        try AdminKey.makeUnlessThere(path)
        guard let data = try? Data(contentsOf: URL(filePath: path)) else { throw Failure.unreadable(path: path) }
        guard let key = try? EdDSA.PrivateKey(pem: String(decoding: data, as: UTF8.self)) else {
            throw Failure.notKey(path: path)
        }
        self.key = key
    }

    /// Whether there is a key.
    package static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// Two programs that start together must end up with one key, hence `O_EXCL`, and nobody else may read it, not even
    /// for a moment, hence the mode.
    private static func makeUnlessThere(_ path: String) throws {
        guard !exists(path) else { return }
        let folder = URL(filePath: path).deletingLastPathComponent().path
        try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let temporary = path + ".\(randomDigits(16))"
        let file = open(temporary, O_CREAT | O_EXCL | O_WRONLY, 0o600)
        guard file >= 0 else { throw Failure.cannotWrite(path: path, reason: String(cString: strerror(errno))) }
        defer { unlink(temporary) }
        let text = Array((try EdDSA.PrivateKey().pemRepresentation + "\n").utf8)
        let written = write(file, text, text.count)
        let isSynced = fsync(file) == 0
        close(file)
        guard written == text.count, isSynced else {
            throw Failure.cannotWrite(path: path, reason: String(cString: strerror(errno)))
        }
        // The whole file appears at once, or the one of the other program stays.
        guard link(temporary, path) == 0 || errno == EEXIST else {
            throw Failure.cannotWrite(path: path, reason: String(cString: strerror(errno)))
        }
    }
}
