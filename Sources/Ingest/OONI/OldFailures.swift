import ObservatoryModel

/// Failure strings of old probes and of test helpers, in today's words (FORMATS §1.3, §9).
enum OldFailures {
    /// The failure in today's words. Texts of an operating system, after `unknown_failure`, are searched for the usual
    /// three; what is not known stays as it is.
    static func mapped(_ text: JSONText) -> Failure {
        switch text {
        case "response_never_received": return .endOfFile
        case "connection_refused_error", "connect_error", "socks_connection_refused": return .connectionRefused
        case "connection_reset_error": return .connectionReset
        case "connection_lost_error": return Failure("connection_aborted")
        case "tcp_timed_out_error": return .timedOut
        case "deferred_timeout_error", "task_timed_out": return .genericTimeout
        case "dns_lookup_error", "dns_name_error": return .nxdomain
        case "dns_server_failure": return .dnsServfail
        case "socks_host_unreachable", "host_unreachable_error": return .hostUnreachable
        case "network_unreachable_error": return .networkUnreachable
        case "ssl_error": return .tlsFailedHandshake
        default: break
        }
        let failure = Failure(utf8: text.bytes)
        guard text.hasPrefix("unknown_failure") else { return failure }
        if failure.text.contains("connection reset") { return .connectionReset }
        if failure.text.contains("i/o timeout") || failure.text.contains("deadline exceeded") { return .genericTimeout }
        if failure.text.contains("no such host") { return .nxdomain }
        return failure
    }
}
