import Glibc
import NIOCore
import NIOHTTP1
import NIOSSL
import ObservatoryModel

extension Failure {
    /// OONI's string for an error of the operating system (df-007), by number.
    init(errno code: CInt) {
        self =
            switch code {
            case ECONNREFUSED: .connectionRefused
            case ECONNRESET, EPIPE: .connectionReset
            case ECONNABORTED: Failure("connection_aborted")
            case ETIMEDOUT: .timedOut
            case EHOSTUNREACH: .hostUnreachable
            case ENETUNREACH: .networkUnreachable
            case ENETDOWN: Failure("network_down")
            case ENETRESET: Failure("network_reset")
            case EAFNOSUPPORT: Failure("address_family_not_supported")
            case EADDRINUSE: Failure("address_in_use")
            case EADDRNOTAVAIL: Failure("address_not_available")
            case EACCES, EPERM: Failure("permission_denied")
            case EINVAL: Failure("invalid_argument")
            case EMSGSIZE: Failure("message_size")
            case ENOBUFS: Failure("no_buffer_space")
            case ENOTCONN: Failure("not_connected")
            case EISCONN: Failure("already_connected")
            case EALREADY: Failure("connection_already_in_progress")
            case EINTR: Failure("interrupted")
            case EBADF: Failure("bad_file_descriptor")
            case EFAULT: Failure("bad_address")
            case EDESTADDRREQ: Failure("destination_address_required")
            case ENOPROTOOPT: Failure("no_protocol_option")
            case ENOTSOCK: Failure("not_a_socket")
            case EPROTONOSUPPORT: Failure("protocol_not_supported")
            case EPROTOTYPE: Failure("wrong_protocol_type")
            default: Failure("unknown_failure: errno \(code)")
            }
    }

    /// OONI's string for an error that a channel reported.
    ///
    /// Deadlines of our own are `generic_timeout_error`; an end where more was due is `eof_error`.
    init(channelError error: any Error) {
        switch error {
        case let error as IOError: self.init(errno: error.errnoCode)
        case ChannelError.connectTimeout: self = .genericTimeout
        case ChannelError.eof, ChannelError.inputClosed, ChannelError.ioOnClosedChannel, ChannelError.alreadyClosed:
            self = .endOfFile
        case NIOSSLError.uncleanShutdown: self = .endOfFile
        case NIOSSLError.handshakeFailed(let reason): self.init(handshake: reason)
        case HTTPParserError.invalidEOFState: self = .endOfFile
        default: self = Failure("unknown_failure: \(error)")
        }
    }

    /// Alerts of the peer, and anything that is no TLS, are a failed handshake; certificates are judged elsewhere.
    private init(handshake reason: BoringSSLError) {
        switch reason {
        case .sslError(let stack) where stack.contains(.eofDuringHandshake): self = .endOfFile
        case .zeroReturn: self = .endOfFile
        default: self = .tlsFailedHandshake
        }
    }
}
