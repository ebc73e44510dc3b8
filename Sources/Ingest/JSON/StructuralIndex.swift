import CSimdjson

/// Finds the structure of JSON texts with SIMD (simdjson's first stage), one text after another.
///
/// A class because it owns C++ scratch space; one per parser, never shared between threads.
final class StructuralIndex {
    private let indexer: OpaquePointer

    /// Traps when there is no memory for the initial 64 KiB of scratch.
    init() {
        guard let indexer = csimdjson_indexer_create() else { preconditionFailure("no memory for the JSON indexer") }
        self.indexer = indexer
    }

    deinit {
        csimdjson_indexer_destroy(indexer)
    }

    /// Indexes a text and puts a cursor before its first token.
    ///
    /// The cursor borrows both the text and this index: it is valid until the next call and as long as the bytes live.
    /// - Throws: when the text is empty, not UTF-8, or has a string that is not closed or holds a raw control character.
    func cursor(over text: UnsafeRawBufferPointer) throws(RecordFault) -> JSONCursor {
        guard let start = text.baseAddress?.assumingMemoryBound(to: UInt8.self), !text.isEmpty else {
            throw .empty
        }
        let count = csimdjson_indexer_run(indexer, start, text.count)
        guard count >= 0 else {
            switch count {
            case Int64(CSIMDJSON_INVALID_UTF8): throw .invalidUTF8
            case Int64(CSIMDJSON_UNCLOSED_STRING): throw .unclosedString
            case Int64(CSIMDJSON_UNESCAPED_CONTROL): throw .controlCharacter
            case Int64(CSIMDJSON_EMPTY): throw .empty
            default: throw .tooLarge
            }
        }
        return JSONCursor(base: start, marks: csimdjson_indexer_marks(indexer), count: Int(count))
    }
}
