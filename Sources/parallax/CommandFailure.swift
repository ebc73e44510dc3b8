import Glibc

/// Why a command ends without having done its work: a sentence for people, and the exit code.
struct CommandFailure: Error {
    var message: String
    var code: Int32 = 2

    init(_ message: String, code: Int32 = 2) {
        self.message = message
        self.code = code
    }
}

/// Writes a line to standard error.
func printError(_ text: String) {
    StandardStream.error.write(Array((text + "\n").utf8))
}

/// Standard output and error without a buffer in between: what was written is out.
enum StandardStream: Int32 {
    case output = 1
    case error = 2

    /// Writes all bytes; ends the program quietly when the reader has gone, as `head` does.
    func write(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { bytes in
            var position = 0
            while position < bytes.count {
                let written = Glibc.write(rawValue, bytes.baseAddress! + position, bytes.count - position)
                if written > 0 {
                    position += written
                } else if errno != EINTR {
                    if self == .output { exit(errno == EPIPE ? 0 : 2) }
                    return
                }
            }
        }
    }
}
