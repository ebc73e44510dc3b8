#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Why a file could not be read.
struct FileProblem: Error, CustomStringConvertible {
    var description: String
}

/// The whole of a file.
func readFile(_ path: String) throws -> [UInt8] {
    guard let file = fopen(path, "rb") else { throw FileProblem(description: "cannot open \(path)") }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 20)
    while true {
        let count = fread(&block, 1, block.count, file)
        guard count > 0 else { return bytes }
        bytes += block[..<count]
    }
}
