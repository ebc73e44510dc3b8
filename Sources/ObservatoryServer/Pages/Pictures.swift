import CPicture
import Crypto
import Hummingbird
import NIOPosix

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// PNG pictures of the SVG that pages make, for places that show no SVG.
///
/// They are kept by what they were drawn from, so that a picture is never older than its page, and one that many ask for
/// is drawn once.
actor Pictures {
    /// Why a document could not be drawn.
    struct Fault: Error, CustomStringConvertible {
        var description: String
    }

    private var kept: [[UInt8]: [UInt8]] = [:]
    /// Keys of `kept`, the one asked for last at the end.
    private var order: [[UInt8]] = []
    private var drawing = 0

    /// A card is about 60 kB.
    private static let mostKept = 64
    /// Pictures that are drawn at once; each takes a core for some hundredths of a second.
    private static let mostDrawing = 2

    /// - Throws: `Problem` with `rate-limited` when too many are being drawn, and `Fault` when librsvg cannot draw it.
    func png(of svg: String, width: Int, height: Int) async throws -> [UInt8] {
        let key = Array(SHA256.hash(data: Array("\(width) \(height) \(svg)".utf8)))
        if let known = kept[key] {
            order.removeAll { $0 == key }
            order.append(key)
            return known
        }
        guard drawing < Pictures.mostDrawing else {
            throw Problem(
                .rateLimited, "Too many pictures are being drawn; try again in 2 seconds.",
                headers: [.retryAfter: "2"])
        }
        drawing += 1
        defer { drawing -= 1 }
        let picture = try await NIOThreadPool.singleton.runIfActive {
            try drawnPNG(of: Array(svg.utf8), width: width, height: height)
        }
        if kept.updateValue(picture, forKey: key) == nil { order.append(key) }
        if order.count > Pictures.mostKept { kept[order.removeFirst()] = nil }
        return picture
    }
}

/// Blocks for some hundredths of a second.
///
/// - Throws: `Pictures.Fault`.
private func drawnPNG(of svg: [UInt8], width: Int, height: Int) throws -> [UInt8] {
    var bytes: UnsafeMutablePointer<UInt8>?
    var count = 0
    var message = [CChar](repeating: 0, count: 200)
    let status = cpicture_png(svg, svg.count, Int32(width), Int32(height), &bytes, &count, &message, message.count)
    guard status == 0, let bytes else {
        let text = message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        throw Pictures.Fault(description: String(decoding: text, as: UTF8.self))
    }
    defer { free(bytes) }
    return Array(UnsafeBufferPointer(start: bytes, count: count))
}
