import CZlib
import HTTPTypes
import Hummingbird

extension Response {
    /// `cacheable`, packed with gzip for who takes it: a page on a bad line is a third to a fifth of its size then.
    ///
    /// Only for what holds no secret, since the length of what is packed tells of its content.
    static func compressed(_ bytes: [UInt8], type: String, maxAge: Int, for request: Request) -> Response {
        guard acceptsGzip(request.headers[.acceptEncoding]) else {
            return .cacheable(bytes, type: type, maxAge: maxAge, for: request)
        }
        var response = Response.cacheable(gzipped(bytes), type: type, maxAge: maxAge, for: request)
        response.headers[.contentEncoding] = "gzip"
        return response
    }

    /// Whether `gzip` is named and not refused by `q=0` (RFC 9110 §12.5.3).
    static func acceptsGzip(_ header: String?) -> Bool {
        guard let header else { return false }
        return header.split(separator: ",").contains { part in
            let words = part.split(separator: ";").map { word in word.filter { $0 != " " && $0 != "\t" }.lowercased() }
            guard words.first == "gzip" || words.first == "x-gzip" else { return false }
            return !words.dropFirst().contains { $0.hasPrefix("q=0") && !$0.contains { ("1"..."9").contains($0) } }
        }
    }
}

/// The bytes as one gzip member, without a time in it, so that the same bytes give the same member.
func gzipped(_ bytes: [UInt8]) -> [UInt8] {
    var stream = z_stream()
    precondition(czlib_deflate_init_gzip(&stream, 6) == Z_OK, "no memory for zlib")
    defer { deflateEnd(&stream) }
    var source = bytes
    return source.withUnsafeMutableBufferPointer { input in
        let room = Int(deflateBound(&stream, uLong(input.count)))
        return [UInt8](unsafeUninitializedCapacity: room) { output, count in
            stream.next_in = input.baseAddress
            stream.avail_in = uInt(input.count)
            stream.next_out = output.baseAddress
            stream.avail_out = uInt(room)
            // `deflateBound` holds all of it, so that one call ends it.
            precondition(deflate(&stream, Z_FINISH) == Z_STREAM_END, "zlib needs more room than it said")
            count = room - Int(stream.avail_out)
        }
    }
}
