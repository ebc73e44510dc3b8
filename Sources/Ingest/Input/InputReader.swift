#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Reads an input in large blocks, unpacks it, and hands out its lines without copying them.
///
/// Memory stays bounded whatever comes in: a line over the limit is skipped to its end and reported.
final class InputReader {
    /// What `nextLine` finds.
    enum Line {
        /// The bytes without the line feed (or CR LF), and the line's number from 1. Valid until the next call.
        case line(UnsafeRawBufferPointer, number: Int)
        case problem(IngestProblem)
    }

    /// The longest line that is taken, in bytes.
    static let longestLine = 16 << 20
    /// A packed stream that unpacks to more than so many times its size, past the first 256 MiB, is an attack.
    static let highestRatio = 5_000

    let name: String
    /// Whether it comes as it is written, so that it cannot be read whole and sorted.
    let isStandardInput: Bool
    private let source: OpenedSource
    private let lineLimit: Int
    private var decompressor: (any Decompressor)?
    private(set) var packing = Packing.plain
    private var packed: UnsafeMutableRawBufferPointer
    private var packedRange = 0..<0
    private var buffer: UnsafeMutableRawBufferPointer
    private var range = 0..<0
    /// Bytes of `range` that are known to hold no line feed.
    private var scanned = 0
    private var isOver = false
    private var line = 0
    private var (bytesIn, bytesOut) = (0, 0)
    /// Said once, after everything that came before it was handed out.
    private(set) var trouble: IngestProblem?
    private var wasCutShort = false

    /// Opens a source and looks at its first bytes.
    init(_ source: InputSource, lineLimit: Int = InputReader.longestLine) throws(InputRefusal) {
        name = source.name
        isStandardInput = source.place == .standardInput
        self.lineLimit = lineLimit
        self.source = try OpenedSource(source)
        packed = .allocate(byteCount: 1 << 18, alignment: 64)
        buffer = .allocate(byteCount: 1 << 19, alignment: 64)
        while packedRange.count < 4, readPacked() {}
        packing = Packing(head: packed[packedRange].prefix(4))
        decompressor = packing.decompressor()
    }

    deinit {
        packed.deallocate()
        buffer.deallocate()
    }

    /// The first bytes of the unpacked content: as much as a guess needs, without waiting for more than one line.
    ///
    /// Only before the first `nextLine`. Valid until the next call of anything.
    func head(atMost count: Int = 1 << 16) -> UnsafeRawBufferPointer {
        while range.count < count, !isOver {
            let before = range.count
            fill()
            if buffer[range][(range.lowerBound + before)...].contains(0x0a), !source.isRegular { break }
        }
        return UnsafeRawBufferPointer(rebasing: buffer[range.prefix(count)])
    }

    /// The next line; `nil` at the end. A last line without a line feed counts.
    func nextLine() -> Line? {
        while true {
            let pending = buffer[(range.lowerBound + scanned)..<range.upperBound]
            if let start = pending.baseAddress(of: buffer), let found = memchr(start, 0x0a, pending.count) {
                let end = UnsafeRawPointer(found) - UnsafeRawPointer(buffer.baseAddress!)
                let text = trimmed(range.lowerBound..<end)
                range = end + 1..<range.upperBound
                scanned = 0
                line += 1
                return .line(text, number: line)
            }
            scanned = range.count
            if range.count > lineLimit { return skipLine() }
            guard isOver else {
                fill()
                continue
            }
            defer { (range, scanned) = (range.upperBound..<range.upperBound, 0) }
            if !range.isEmpty, !wasCutShort {
                line += 1
                return .line(trimmed(range), number: line)
            }
            guard let trouble else { return nil }
            self.trouble = nil
            return .problem(trouble)
        }
    }

    /// Everything that is left, for formats that are one text rather than lines.
    ///
    /// - Returns: `nil` when there is more than the limit. A problem, when the input was cut short, comes beside it.
    func rest(atMost limit: Int) -> (bytes: UnsafeRawBufferPointer, problem: IngestProblem?)? {
        while !isOver {
            guard range.count <= limit else { return nil }
            fill()
        }
        guard range.count <= limit else { return nil }
        let all = UnsafeRawBufferPointer(rebasing: buffer[range])
        range = range.upperBound..<range.upperBound
        scanned = 0
        return (all, trouble)
    }

    private func trimmed(_ range: Range<Int>) -> UnsafeRawBufferPointer {
        var range = range
        if let last = range.last, buffer[last] == 0x0d { range = range.lowerBound..<last }
        if line == 0, buffer[range].starts(with: [0xef, 0xbb, 0xbf]) { range = range.dropFirst(3) }
        return UnsafeRawBufferPointer(rebasing: buffer[range])
    }

    /// Drops the line that grew too long, as far as its line feed.
    private func skipLine() -> Line {
        line += 1
        var length = range.count
        range = range.upperBound..<range.upperBound
        scanned = 0
        while !isOver {
            fill()
            let block = buffer[range]
            if let feed = block.firstIndex(of: 0x0a) {
                length += feed - range.lowerBound
                range = feed + 1..<range.upperBound
                break
            }
            length += range.count
            range = range.upperBound..<range.upperBound
        }
        return .problem(
            IngestProblem(
                file: name, line: line, reason: "line of \(length) bytes skipped, the limit is \(lineLimit)"))
    }

    /// Gets more unpacked bytes behind `range`, or finds that there are none.
    private func fill() {
        makeRoom()
        let free = UnsafeMutableRawBufferPointer(rebasing: buffer[range.upperBound..<buffer.count - 64])
        guard let decompressor else {
            let count = packedRange.isEmpty ? source.read(into: free) : takePacked(free)
            if count == 0 { end() }
            range = range.lowerBound..<range.upperBound + count
            return
        }
        while true {
            if packedRange.isEmpty, !readPacked() {
                // The end of the file; the decompressor may still hold bytes back.
                let (_, written) = step(decompressor, free)
                if written == 0 {
                    if trouble == nil, !decompressor.isComplete { cutShort(.truncated(packing)) }
                    end()
                }
                range = range.lowerBound..<range.upperBound + written
                return
            }
            let (taken, written) = step(decompressor, free)
            range = range.lowerBound..<range.upperBound + written
            if isOver || written > 0 { return }
            if taken == 0 { return cutShort(.damaged(packing)) }
        }
    }

    private func step(_ decompressor: any Decompressor, _ free: UnsafeMutableRawBufferPointer) -> (Int, Int) {
        do {
            let (taken, written) = try decompressor.step(UnsafeRawBufferPointer(rebasing: packed[packedRange]), free)
            packedRange = packedRange.dropFirst(taken)
            bytesOut += written
            if bytesOut > 256 << 20, bytesOut / Self.highestRatio > bytesIn {
                cutShort(.tooLarge(limit: bytesOut))
            }
            return (taken, written)
        } catch {
            cutShort(error)
            return (0, 0)
        }
    }

    private func cutShort(_ fault: InflateFault) {
        if case .trailing = fault {} else { wasCutShort = true }
        trouble = IngestProblem(file: name, line: 0, reason: "\(fault), after \(bytesOut) bytes unpacked")
        isOver = true
    }

    private func end() {
        isOver = true
        if let failure = source.failure, trouble == nil {
            trouble = IngestProblem(file: name, line: 0, reason: "reading failed: \(failure)")
        }
    }

    /// Moves what is left to the front, or doubles the buffer when it is full.
    private func makeRoom() {
        guard buffer.count - 64 - range.upperBound < buffer.count / 4 else { return }
        var target = buffer
        if range.count > buffer.count / 2 {
            target = .allocate(byteCount: buffer.count * 2, alignment: 64)
        }
        if !range.isEmpty {
            memmove(target.baseAddress!, buffer.baseAddress! + range.lowerBound, range.count)
        }
        if target.baseAddress != buffer.baseAddress {
            buffer.deallocate()
            buffer = target
        }
        range = 0..<range.count
    }

    private func readPacked() -> Bool {
        if packedRange.isEmpty { packedRange = 0..<0 }
        let free = UnsafeMutableRawBufferPointer(rebasing: packed[packedRange.upperBound...])
        let count = source.read(into: free)
        bytesIn += count
        packedRange = packedRange.lowerBound..<packedRange.upperBound + count
        return count > 0
    }

    private func takePacked(_ free: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(free.count, packedRange.count)
        free.copyMemory(from: UnsafeRawBufferPointer(rebasing: packed[packedRange.prefix(count)]))
        packedRange = packedRange.dropFirst(count)
        return count
    }
}

extension Slice<UnsafeMutableRawBufferPointer> {
    /// The address of the first byte; `nil` when the slice is empty.
    fileprivate func baseAddress(of buffer: UnsafeMutableRawBufferPointer) -> UnsafeMutableRawPointer? {
        isEmpty ? nil : buffer.baseAddress! + startIndex
    }
}
