import CZlib
import CZstd

/// How an input is packed, told by its first bytes and never by its name.
package enum Packing: String, Hashable, Sendable {
    case plain, gzip, zstd

    /// - Parameter head: The first bytes of the input; four are enough.
    package init(head: some Collection<UInt8>) {
        if head.starts(with: [0x1f, 0x8b]) {
            self = .gzip
        } else if head.starts(with: [0x28, 0xb5, 0x2f, 0xfd]) {
            self = .zstd
        } else {
            self = .plain
        }
    }
}

/// Unpacks a stream piece by piece; several gzip members or zstd frames in a row are one stream.
protocol Decompressor: AnyObject {
    /// Moves bytes from `input` to `output` until one of them is used up.
    ///
    /// - Returns: How many bytes were taken and how many were written.
    /// - Throws: `InflateFault.damaged` when the data cannot be what it says it is.
    func step(
        _ input: UnsafeRawBufferPointer, _ output: UnsafeMutableRawBufferPointer
    ) throws(InflateFault) -> (taken: Int, written: Int)

    /// Whether the stream may end here: between members or frames.
    var isComplete: Bool { get }
}

/// Why unpacking stopped.
package enum InflateFault: Error, Hashable, Sendable, CustomStringConvertible {
    case damaged(Packing)
    case truncated(Packing)
    case tooLarge(limit: Int)
    /// What follows the last gzip member is no gzip.
    case trailing(Packing)

    package var description: String {
        switch self {
        case .damaged(let packing): "damaged \(packing.rawValue) data"
        case .truncated(let packing): "truncated \(packing.rawValue) data: the end is missing"
        case .tooLarge(let limit): "unpacks to more than \(limit) bytes"
        case .trailing(let packing): "data after the end of the \(packing.rawValue) stream is ignored"
        }
    }
}

extension Packing {
    /// A fresh decompressor; `nil` for plain data.
    func decompressor() -> (any Decompressor)? {
        switch self {
        case .plain: nil
        case .gzip: GzipDecompressor()
        case .zstd: ZstdDecompressor()
        }
    }

    /// Unpacks a body that is whole in memory.
    ///
    /// - Parameter limit: The most bytes that may come out; 16 MiB of nothing pack into 16 kB.
    package static func unpack(_ body: [UInt8], limit: Int) throws(InflateFault) -> [UInt8] {
        let packing = Packing(head: body.prefix(4))
        guard let decompressor = packing.decompressor() else {
            guard body.count <= limit else { throw .tooLarge(limit: limit) }
            return body
        }
        var result: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 1 << 16)
        var position = 0
        var fault: InflateFault?
        body.withUnsafeBytes { body in
            block.withUnsafeMutableBytes { block in
                do throws(InflateFault) {
                    while true {
                        let rest = UnsafeRawBufferPointer(rebasing: body[position...])
                        let (taken, written) = try decompressor.step(rest, block)
                        position += taken
                        guard result.count + written <= limit else { throw InflateFault.tooLarge(limit: limit) }
                        result.append(contentsOf: block[..<written])
                        if taken == 0, written == 0 { break }
                    }
                    if !decompressor.isComplete { throw InflateFault.truncated(packing) }
                } catch {
                    fault = error
                }
            }
        }
        if let fault { throw fault }
        return result
    }
}

/// gzip by zlib.
private final class GzipDecompressor: Decompressor {
    private var stream = z_stream()
    private(set) var isComplete = true
    /// Set after the last member, when something other than a member follows.
    private var isOver = false

    init() {
        precondition(czlib_inflate_init_gzip(&stream) == Z_OK, "no memory for zlib")
    }

    deinit {
        inflateEnd(&stream)
    }

    func step(
        _ input: UnsafeRawBufferPointer, _ output: UnsafeMutableRawBufferPointer
    ) throws(InflateFault) -> (taken: Int, written: Int) {
        guard !isOver, !output.isEmpty else { return (isOver ? input.count : 0, 0) }
        if isComplete {
            guard let first = input.first else { return (0, 0) }
            // Zeros may pad the last member; anything else that is no member ends the stream.
            guard first == 0x1f else {
                isOver = true
                guard input.allSatisfy({ $0 == 0 }) else { throw .trailing(.gzip) }
                return (input.count, 0)
            }
            inflateReset(&stream)
            isComplete = false
        }
        let most = Int(UInt32.max) / 2
        stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress?.assumingMemoryBound(to: UInt8.self))
        stream.avail_in = UInt32(min(input.count, most))
        stream.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.avail_out = UInt32(min(output.count, most))
        let (inputBefore, outputBefore) = (stream.avail_in, stream.avail_out)
        let status = inflate(&stream, Z_NO_FLUSH)
        let taken = Int(inputBefore - stream.avail_in)
        let written = Int(outputBefore - stream.avail_out)
        switch status {
        case Z_STREAM_END: isComplete = true
        case Z_OK, Z_BUF_ERROR: break
        default:
            isOver = true
            guard written == 0 else { return (taken, written) }
            throw .damaged(.gzip)
        }
        return (taken, written)
    }
}

/// zstd by libzstd; windows over 128 MiB are refused by the library's default.
private final class ZstdDecompressor: Decompressor {
    private let stream: OpaquePointer
    private(set) var isComplete = true
    private var isDamaged = false

    init() {
        guard let stream = ZSTD_createDStream() else { preconditionFailure("no memory for zstd") }
        self.stream = stream
    }

    deinit {
        ZSTD_freeDStream(stream)
    }

    func step(
        _ input: UnsafeRawBufferPointer, _ output: UnsafeMutableRawBufferPointer
    ) throws(InflateFault) -> (taken: Int, written: Int) {
        if isDamaged { throw .damaged(.zstd) }
        var source = ZSTD_inBuffer(src: input.baseAddress, size: input.count, pos: 0)
        var target = ZSTD_outBuffer(dst: output.baseAddress, size: output.count, pos: 0)
        let hint = ZSTD_decompressStream(stream, &target, &source)
        if ZSTD_isError(hint) != 0 {
            isDamaged = true
            guard target.pos == 0 else { return (source.pos, target.pos) }
            throw .damaged(.zstd)
        }
        // 0 says that a frame is over; without any progress it says nothing.
        if source.pos > 0 || target.pos > 0 { isComplete = hint == 0 }
        return (source.pos, target.pos)
    }
}
