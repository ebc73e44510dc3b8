import Glibc

/// What can go wrong with the probe's folder.
package enum ProbeFolderError: Error, Hashable, CustomStringConvertible {
    /// A system call on a path failed.
    case system(path: String, doing: String, number: Int32)
    /// A file does not hold what the probe wrote into it.
    case damaged(path: String)

    package var description: String {
        switch self {
        case .system(let path, let doing, let number):
            "Cannot \(doing) “\(path)”: \(String(cString: strerror(number)))."
        case .damaged(let path):
            "“\(path)” does not hold what a probe writes there; move it away, and the probe makes a new one."
        }
    }
}

/// The folder that holds everything the probe keeps: its key, the consent, the day's use of data, and the spool.
package struct ProbeFolder: Hashable, Sendable {
    package let root: String

    /// Makes the folder when it is not there, for its owner alone.
    package init(root: String) throws(ProbeFolderError) {
        self.root = root
        try makeFolder(root)
        try makeFolder(root + "/spool")
    }

    package func path(_ name: String) -> String { root + "/" + name }

    /// The bytes of a file; `nil` when there is none.
    package func read(_ name: String) throws(ProbeFolderError) -> [UInt8]? {
        let file = open(path(name), O_RDONLY | O_CLOEXEC)
        if file < 0 {
            if errno == ENOENT { return nil }
            throw failure(name, "open")
        }
        defer { close(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = Glibc.read(file, &chunk, chunk.count)
            if count < 0 {
                if errno == EINTR { continue }
                throw failure(name, "read")
            }
            if count == 0 { return bytes }
            bytes += chunk[..<count]
        }
    }

    /// Replaces a file as a whole: after a crash it holds the old bytes or the new ones.
    package func write(_ bytes: [UInt8], to name: String, mode: UInt32 = 0o600) throws(ProbeFolderError) {
        let new = name + ".new"
        let file = open(path(new), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
        guard file >= 0 else { throw failure(new, "create") }
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                let error = failure(new, "write")
                close(file)
                unlink(path(new))
                throw error
            }
            written += count
        }
        guard fsync(file) == 0, close(file) == 0 else { throw failure(new, "write") }
        guard rename(path(new), path(name)) == 0 else { throw failure(name, "replace") }
    }

    /// Adds to the end of a file and waits until it is on disk.
    package func append(_ bytes: [UInt8], to name: String) throws(ProbeFolderError) {
        let file = open(path(name), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw failure(name, "create") }
        defer { close(file) }
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                throw failure(name, "write")
            }
            written += count
        }
        guard fdatasync(file) == 0 else { throw failure(name, "write") }
    }

    /// Removes a file; one that is not there is no error.
    package func remove(_ name: String) throws(ProbeFolderError) {
        if unlink(path(name)) != 0, errno != ENOENT { throw failure(name, "remove") }
    }

    /// The names in a folder below, sorted.
    package func names(in folder: String) throws(ProbeFolderError) -> [String] {
        guard let stream = opendir(path(folder)) else { throw failure(folder, "read") }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// Bytes of a file; 0 when there is none.
    package func size(of name: String) -> Int {
        var information = stat()
        return stat(path(name), &information) == 0 ? Int(information.st_size) : 0
    }

    /// Removes everything that the probe keeps.
    package func removeAll() throws(ProbeFolderError) {
        for name in try names(in: "spool") { try remove("spool/\(name)") }
        for name in ["key", "consent", "data-use"] { try remove(name) }
    }

    private func makeFolder(_ path: String) throws(ProbeFolderError) {
        var parent = ""
        for part in path.split(separator: "/") {
            parent += (parent.isEmpty && !path.hasPrefix("/") ? "" : "/") + part
            if mkdir(parent, 0o700) != 0, errno != EEXIST {
                throw .system(path: parent, doing: "create", number: errno)
            }
        }
    }

    private func failure(_ name: String, _ doing: String) -> ProbeFolderError {
        .system(path: path(name), doing: doing, number: errno)
    }
}
