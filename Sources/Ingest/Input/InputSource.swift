#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Where bytes come from, with the name under which problems are reported.
package struct InputSource: Sendable {
    package enum Place: Hashable, Sendable {
        case file(String)
        case standardInput
        case bytes([UInt8])
    }

    package var name: String
    package var place: Place

    package init(name: String, place: Place) {
        self.name = name
        self.place = place
    }

    /// From a command-line argument: a path, or `-` for standard input.
    package init(argument: String) {
        name = argument
        place = argument == "-" ? .standardInput : .file(argument)
    }
}

/// A source that was opened; closes itself.
final class OpenedSource {
    private let descriptor: Int32
    private let ownsDescriptor: Bool
    private let bytes: [UInt8]
    private var position = 0
    /// Whether reading on never waits for whoever writes.
    let isRegular: Bool
    /// Why a read failed, after which the source is over.
    private(set) var failure: String?

    init(_ source: InputSource) throws(InputRefusal) {
        switch source.place {
        case .bytes(let bytes):
            self.bytes = bytes
            descriptor = -1
            ownsDescriptor = false
            isRegular = true
        case .standardInput:
            bytes = []
            descriptor = 0
            ownsDescriptor = false
            isRegular = false
        case .file(let path):
            bytes = []
            ownsDescriptor = true
            descriptor = open(path, O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else {
                throw InputRefusal("Cannot open “\(source.name)”: \(String(cString: strerror(errno))).")
            }
            var status = stat()
            let kind = fstat(descriptor, &status) == 0 ? status.st_mode & S_IFMT : 0
            isRegular = kind == S_IFREG
            if kind == S_IFDIR {
                close(descriptor)
                throw InputRefusal(
                    "“\(source.name)” is a directory. Name the files in it, such as “\(source.name)/*.gz”.")
            }
        }
    }

    deinit {
        if ownsDescriptor { close(descriptor) }
    }

    /// Reads what is there, waiting only while there is nothing; 0 at the end.
    func read(into target: UnsafeMutableRawBufferPointer) -> Int {
        guard let start = target.baseAddress, failure == nil else { return 0 }
        if descriptor < 0 {
            let count = min(target.count, bytes.count - position)
            bytes.withUnsafeBytes { target.copyBytes(from: $0[position..<position + count]) }
            position += count
            return count
        }
        while true {
            #if canImport(Glibc)
                let count = Glibc.read(descriptor, start, target.count)
            #elseif canImport(Musl)
                let count = Musl.read(descriptor, start, target.count)
            #else
                let count = Darwin.read(descriptor, start, target.count)
            #endif
            if count >= 0 { return count }
            if errno == EINTR { continue }
            failure = String(cString: strerror(errno))
            return 0
        }
    }
}
