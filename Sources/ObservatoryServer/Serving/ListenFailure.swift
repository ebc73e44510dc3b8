import NIOCore

/// Why the server cannot listen, in a sentence with the way out.
package struct ListenFailure: Error, CustomStringConvertible {
    package let description: String

    /// `nil` for an error that is about something else.
    init?(_ error: any Error, at address: ListenAddress) {
        guard let error = error as? IOError else { return nil }
        switch error.errnoCode {
        case 98:
            description =
                "Port \(address.port) is taken on \(address.host). Name another with --listen \(address.host):\(address.port + 1), or stop what listens there (“ss -ltnp” shows it)."
        case 13:
            description =
                "Listening on port \(address.port) needs more rights. Ports from 1024 on need none: --listen \(address.host):8080."
        case 99:
            description = "\(address.host) is no address of this machine. “ip address” lists them; 0.0.0.0 means all."
        default:
            return nil
        }
    }
}
