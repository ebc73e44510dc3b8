import ObservatoryModel

/// Failure strings of old probes and of test helpers, in today's words (FORMATS §1.3, §9).
enum OldFailures {
    private static let map: [String: String] = [
        "response_never_received": "eof_error",
        "connection_refused_error": "connection_refused",
        "connection_reset_error": "connection_reset",
        "connection_lost_error": "connection_aborted",
        "connect_error": "connection_refused",
        "tcp_timed_out_error": "timed_out",
        "deferred_timeout_error": "generic_timeout_error",
        "task_timed_out": "generic_timeout_error",
        "dns_lookup_error": "dns_nxdomain_error",
        "dns_name_error": "dns_nxdomain_error",
        "dns_server_failure": "dns_servfail_error",
        "socks_host_unreachable": "host_unreachable",
        "socks_connection_refused": "connection_refused",
        "network_unreachable_error": "network_unreachable",
        "host_unreachable_error": "host_unreachable",
        "ssl_error": "ssl_failed_handshake",
        "http_request_failed": "unknown_failure: http_request_failed",
    ]

    private static let known = map.mapValues { Failure($0) }

    /// The failure in today's words. Texts of an operating system, after `unknown_failure`, are searched for the usual
    /// three; what is not known stays as it is.
    static func mapped(_ failure: Failure) -> Failure {
        if let today = known[failure.text] { return today }
        guard failure.text.hasPrefix("unknown_failure") else { return failure }
        if failure.text.contains("connection reset") { return .connectionReset }
        if failure.text.contains("i/o timeout") || failure.text.contains("deadline exceeded") { return .genericTimeout }
        if failure.text.contains("no such host") { return .nxdomain }
        return failure
    }
}
