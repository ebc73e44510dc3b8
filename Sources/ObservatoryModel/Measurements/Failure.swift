/// Why a step failed: one of OONI's failure strings (df-007-errors), or `unknown_failure: …`.
///
/// The strings are a public contract. Success is the absence of a failure, never a value of it.
package struct Failure: Hashable, Sendable, CustomStringConvertible {
    package let text: String

    /// Keeps the text as it is; old spellings are mapped by whoever reads old data.
    package init(_ text: String) {
        self.text = text
    }

    /// From bytes. A known string shares storage with the list below, so that reading millions allocates nothing.
    package init(utf8 bytes: UnsafeBufferPointer<UInt8>) {
        if let known = Failure.index.find(bytes) {
            self = known
        } else {
            text = String(decoding: bytes, as: UTF8.self)
        }
    }

    package var description: String { text }

    package static let connectionReset = Failure("connection_reset")
    package static let connectionRefused = Failure("connection_refused")
    package static let genericTimeout = Failure("generic_timeout_error")
    package static let timedOut = Failure("timed_out")
    package static let endOfFile = Failure("eof_error")
    package static let hostUnreachable = Failure("host_unreachable")
    package static let networkUnreachable = Failure("network_unreachable")
    package static let nxdomain = Failure("dns_nxdomain_error")
    package static let dnsRefused = Failure("dns_refused_error")
    package static let dnsServfail = Failure("dns_servfail_error")
    package static let dnsNoAnswer = Failure("dns_no_answer")
    package static let dnsBogon = Failure("dns_bogon_error")
    package static let tlsFailedHandshake = Failure("ssl_failed_handshake")
    package static let tlsInvalidHostname = Failure("ssl_invalid_hostname")
    package static let tlsUnknownAuthority = Failure("ssl_unknown_authority")
    package static let tlsInvalidCertificate = Failure("ssl_invalid_certificate")

    /// The 47 strings of FORMATS §1.3.
    package static let known: [Failure] = [
        "dns_nxdomain_error", "dns_no_answer", "dns_refused_error", "dns_servfail_error", "dns_server_misbehaving",
        "dns_temporary_failure", "dns_non_recoverable_failure", "dns_bogon_error", "dns_reply_with_wrong_query_id",
        "android_dns_cache_no_data", "connection_refused", "connection_reset", "generic_timeout_error", "timed_out",
        "host_unreachable", "network_unreachable", "network_down", "network_reset", "connection_aborted", "eof_error",
        "not_connected", "connection_already_closed", "connection_already_in_progress", "already_connected",
        "ssl_failed_handshake", "ssl_invalid_hostname", "ssl_unknown_authority", "ssl_invalid_certificate",
        "quic_incompatible_version", "http_invalid_redirect_location_host", "json_parse_error",
        "address_family_not_supported", "address_in_use", "address_not_available", "bad_address",
        "bad_file_descriptor", "destination_address_required", "interrupted", "invalid_argument", "message_size",
        "no_buffer_space", "no_protocol_option", "not_a_socket", "operation_would_block", "permission_denied",
        "protocol_not_supported", "wrong_protocol_type",
    ].map { Failure($0) }

    private static let index = FailureIndex(known)
}

/// Finds a known failure by its length and first, middle and last bytes, then compares the rest.
private struct FailureIndex: Sendable {
    /// Candidates by length, 0...63.
    private let byLength: [[(bytes: [UInt8], failure: Failure)]]

    init(_ failures: [Failure]) {
        var table = [[(bytes: [UInt8], failure: Failure)]](repeating: [], count: 64)
        for failure in failures {
            table[failure.text.utf8.count].append((Array(failure.text.utf8), failure))
        }
        byLength = table
    }

    func find(_ bytes: UnsafeBufferPointer<UInt8>) -> Failure? {
        guard bytes.count < byLength.count else { return nil }
        for candidate in byLength[bytes.count] where candidate.bytes.elementsEqual(bytes) {
            return candidate.failure
        }
        return nil
    }
}
