import Glibc
import Probing

/// A folder for one test, removed at its end.
func withTemporaryFolder<Value>(_ body: (ProbeFolder) async throws -> Value) async throws -> Value {
    var template = Array("/tmp/parallax-probe-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw ProbeFolderError.damaged(path: "/tmp") }
    let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let folder = try ProbeFolder(root: path)
    defer {
        try? folder.removeAll()
        rmdir(path + "/spool")
        rmdir(path)
    }
    return try await body(folder)
}

/// SplitMix64, so that a test's chance is the same each time.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}
