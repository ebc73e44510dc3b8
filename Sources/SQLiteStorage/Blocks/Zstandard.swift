import CZstd
import Synchronization

/// Compresses blocks, keeping zstd's working memory from one to the next. Frames carry a checksum.
final class BlockCompressor: Sendable {
    private let context: Mutex<OpaquePointer>

    /// - Parameter level: zstd's, 1 (fast) to 19 (small).
    init(level: Int32) {
        guard let context = ZSTD_createCCtx() else { preconditionFailure("no memory for a zstd context") }
        ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, level)
        ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1)
        self.context = Mutex(context)
    }

    deinit {
        context.withLock { _ = ZSTD_freeCCtx($0) }
    }

    func compress(_ bytes: [UInt8]) -> [UInt8] {
        context.withLock { context in
            [UInt8](unsafeUninitializedCapacity: ZSTD_compressBound(bytes.count)) { target, count in
                count = bytes.withUnsafeBytes {
                    ZSTD_compress2(context, target.baseAddress, target.count, $0.baseAddress, $0.count)
                }
                // With a large enough target and valid parameters zstd only fails for want of memory.
                precondition(ZSTD_isError(count) == 0, "zstd ran out of memory")
            }
        }
    }
}

/// The bytes of a frame that `BlockCompressor` wrote; `nil` when it is damaged or larger than `limit`.
func decompressedBlock(_ frame: [UInt8], limit: Int = 1 << 30) -> [UInt8]? {
    frame.withUnsafeBytes { source -> [UInt8]? in
        let size = ZSTD_getFrameContentSize(source.baseAddress, source.count)
        guard size <= UInt64(limit) else { return nil }
        var isWhole = false
        let bytes = [UInt8](unsafeUninitializedCapacity: Int(size)) { target, count in
            let result = ZSTD_decompress(target.baseAddress, Int(size), source.baseAddress, source.count)
            isWhole = result == Int(size)
            count = isWhole ? result : 0
        }
        return isWhole ? bytes : nil
    }
}
