import Ingest
package import ObservatoryModel
package import Probing
import WireFormats

/// Writes sessions as OONI measurements of the test web_connectivity 0.5 (FORMATS §1.1-1.4).
///
/// The tables hold what the session's steps say; the words beside them (`blocking` and the like) are what OONI's own
/// rules make of the tables. Pages are reduced to header names and title, since that is what the rules look at, and
/// since a page may show the address of whoever asks for it.
package struct OONIMeasurementWriter: ~Copyable {
    /// The version of the rules that the words follow.
    static let testVersion = "0.5.28"

    /// The control that a measurement is written with.
    package enum Control: Hashable, Sendable {
        /// A helper's answer, and the helper's address when it is one that could be asked again.
        case answer(HelperAnswer, helper: String?)
        /// Why there is none.
        case failed(String)
    }

    private var parser = OONIParser()

    package init() {}

    /// One measurement, without a line end.
    ///
    /// - Parameters:
    ///   - detailed: The session; without pages, responses hold what the steps say of them.
    ///   - hops: What followed the session's redirect.
    ///   - control: What was seen from elsewhere.
    package mutating func measurement(
        _ detailed: DetailedSession, hops: [RedirectHop] = [], control: Control
    ) -> [UInt8] {
        let session = detailed.session
        var tables = OONITables()
        tables.add(session.steps, of: detailed.url, pages: detailed.pages, depth: 0)
        for (index, hop) in hops.enumerated() {
            tables.add(hop.steps, of: hop.url, pages: hop.pages, depth: index + 1)
        }
        var keys = tables.json
        let request = HelperRequest(url: detailed.url.description, endpoints: detailed.helperEndpoints)
        var helper: String?
        keys.append(("x_control_request", request.json))
        switch control {
        case .answer(let answer, let address):
            keys += [("control", answer.json), ("control_failure", .null)]
            helper = address
        case .failed(let reason):
            keys += [("control", .null), ("control_failure", .string(reason))]
        }
        let head = head(session, target: detailed.url.description, helper: helper)
        let draft = JSONValue.object(head + [("test_keys", .object(keys))]).bytes
        let words = draft.withUnsafeBytes { bytes in
            do throws(RecordFault) {
                return try parser.words(ofWebConnectivity: bytes)
            } catch {
                preconditionFailure("a measurement that was just written cannot be read: \(error)")
            }
        }
        keys += OONIMeasurementWriter.json(words) + tables.experimentFailures(isAccessible: words.accessible == true)
        return JSONValue.object(head + [("test_keys", .object(keys))]).bytes
    }

    private func head(_ session: Session, target: String, helper: String?) -> [(String, JSONValue)] {
        let software = session.software.split(separator: "/", maxSplits: 1).map(String.init)
        let neutrals = session.controls.filter { $0.role == .neutral }
        var annotations: [(String, JSONValue)] = [
            ("engine_name", "parallax"), ("engine_version", .string(software.count > 1 ? software[1] : "")),
            ("platform", "linux"), ("parallax_platform", .string(session.platform.text)),
            ("parallax_session", .string(session.id)),
            ("parallax_outcome", session.outcome == .ok ? "ok" : "failed"),
            ("parallax_neutrals_ok", .string("\(neutrals.count { $0.outcome == .ok })/\(neutrals.count)")),
        ]
        if let type = session.access.networkType { annotations.append(("network_type", .string(type))) }
        let start = JSONValue.string(session.at.ooniText)
        let milliseconds = session.steps.reduce(0) { $0 + ($1.milliseconds ?? 0) }
        return [
            ("annotations", .object(annotations)), ("data_format_version", "0.2.0"),
            (
                "extensions",
                ["dnst": 0, "httpt": 0, "netevents": 0, "tcpconnect": 0, "tlshandshake": 0, "tunnel": 0]
            ),
            ("input", .string(target)), ("measurement_start_time", start), ("options", []),
            ("probe_asn", .string(session.asn.description)),
            ("probe_cc", .string(session.country == .unknown ? "ZZ" : session.country.description)),
            ("probe_ip", "127.0.0.1"), ("probe_network_name", ""), ("report_id", ""), ("resolver_asn", "AS0"),
            ("resolver_ip", "127.0.0.2"), ("resolver_network_name", ""),
            ("software_name", .string(OONIName.cleaned(software.first ?? "parallax-probe"))),
            ("software_version", .string(OONIName.cleaned(software.count > 1 ? software[1] : "0"))),
            (
                "test_helpers",
                helper.map { ["backend": ["address": .string($0), "type": "https"]] } ?? .object([])
            ),
            ("test_name", "web_connectivity"), ("test_runtime", .number(milliseconds / 1000)),
            ("test_start_time", start), ("test_version", .string(OONIMeasurementWriter.testVersion)),
        ]
    }

    private static func json(_ words: WebConnectivityWords) -> [(String, JSONValue)] {
        func flag(_ value: Bool?) -> JSONValue { value.map { .bool($0) } ?? .null }
        let blocking: JSONValue =
            switch words.blocking {
            case .undecided: .null
            case .none: .bool(false)
            case .by(let reason): .string(reason)
            }
        return [
            ("dns_consistency", .optional(words.dnsConsistency)), ("x_blocking_flags", .int(words.blockingFlags)),
            ("x_dns_flags", .int(words.dnsFlags)), ("x_null_null_flags", .int(words.nullNullFlags)),
            ("body_proportion", .number(words.bodyProportion)), ("body_length_match", flag(words.bodyLengthMatch)),
            ("headers_match", flag(words.headersMatch)), ("status_code_match", flag(words.statusCodeMatch)),
            ("title_match", flag(words.titleMatch)), ("blocking", blocking), ("accessible", flag(words.accessible)),
        ]
    }
}

extension DetailedSession {
    /// What the helper is asked for: the addresses that the network's resolver gave, at the URL's port or at both of
    /// the web's, as OONI's probe does.
    package var helperEndpoints: [String] {
        var endpoints: [String] = []
        for step in session.steps where step.stage == .tcp {
            guard let text = step.address, let (address, port) = OONITables.parts(of: text) else { continue }
            for port in url.port != nil || (port != 443 && port != 80) ? [port] : [443, 80] {
                let endpoint = address.contains(":") ? "[\(address)]:\(port)" : "\(address):\(port)"
                if !endpoints.contains(endpoint) { endpoints.append(endpoint) }
            }
        }
        return endpoints
    }
}

extension AccessType {
    /// OONI's word for the kind of network; `nil` for those that it has no word for.
    fileprivate var networkType: String? {
        switch self {
        case .mobile: "mobile"
        case .fixed: "wired_ethernet"
        default: nil
        }
    }
}

extension Timestamp {
    /// `2026-07-11 17:44:07`, as measurements write times.
    package var ooniText: String {
        let text = Timestamp(seconds: seconds).description
        return text.prefix(10) + " " + text.dropFirst(11).prefix(8)
    }
}

/// Names of programs and tests as OONI's collector takes them.
enum OONIName {
    /// Only characters of `[0-9A-Za-z_.+-]`.
    static func cleaned(_ text: String) -> String {
        let kept = text.unicodeScalars.filter { scalar in
            scalar.isASCII
                && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
                    || "_.+-".unicodeScalars.contains(scalar))
        }
        return kept.isEmpty ? "unknown" : String(String.UnicodeScalarView(kept))
    }
}
