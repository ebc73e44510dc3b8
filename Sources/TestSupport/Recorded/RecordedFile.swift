package import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Recorded files that lie beside the repository, in `../shared`; they are too large and too bound by licences for it.
package enum RecordedFile {
    /// `shared` next to the root of the package.
    private static let root: String = {
        var parts = #filePath.split(separator: "/")
        // Sources/TestSupport/Recorded/RecordedFile.swift
        parts.removeLast(4)
        return "/" + parts.dropLast().joined(separator: "/") + "/shared"
    }()

    /// The path of a file or folder, `data/…` or `samples/…`.
    ///
    /// - Returns: `nil` when it is not there, after a line that says so. Under CI its absence is a failure.
    package static func path(_ name: String, sourceLocation: SourceLocation = #_sourceLocation) -> String? {
        let path = "\(root)/\(name)"
        if access(path, R_OK) == 0 { return path }
        if getenv("CI") != nil {
            Issue.record("\(path) is missing", sourceLocation: sourceLocation)
        } else {
            print("skipped: \(name) is not in \(root)")
        }
        return nil
    }
}
