import Gazetteer
import ObservatoryModel
import Storage

/// A session or an OONI verdict as the public lists show it, in OONI's words (FORMATS §1.8).
///
/// A session is shown without its id, its probe and its region, and with its time floored to the minute: nobody shall
/// follow a volunteer through the list.
struct PublicMeasurement: Sendable {
    /// What OONI's four counts tell apart.
    enum Standing: Hashable, Sendable {
        case ok
        /// It failed; not yet that somebody blocks.
        case anomaly
        /// A block page of the probe's own country was met.
        case confirmed
        /// The measurement says nothing of the platform, since its controls failed too.
        case failure
    }

    /// The name under which sessions appear among the tests of OONI.
    static let sessionTest = "parallax_session"

    var uid: String
    var at: Timestamp
    var country: CountryCode
    var asn: ASN
    var test: String
    /// The URL; empty for tests that take none.
    var input: String
    var platform: PlatformID?
    var standing: Standing
    /// 0...1; for a session 0 or 1.
    var blocked: Double
    var down: Double
    var stage: Stage?
    var failure: Failure?

    /// `nil` for records of other kinds.
    init?(_ stored: StoredRecord, _ record: Record) {
        (country, asn, platform) = (stored.country, stored.asn, stored.platform)
        switch record {
        case .session(let session):
            at = stored.at.floored(to: .minutes(1))
            uid = PublicMeasurement.sessionUID(stored)
            (test, input) = (PublicMeasurement.sessionTest, session.target)
            let failed = session.outcome == .failed
            standing = failed ? (session.neutralsFailed ? .failure : .anomaly) : .ok
            (blocked, down) = (failed ? 1 : 0, 0)
            let failing = session.steps.first { $0.failure != nil && $0.stage != .transfer }
            (stage, failure) = (failing?.stage, failing?.failure)
        case .ooni(let verdict):
            (at, uid) = (stored.at, verdict.id)
            (test, input) = (verdict.test, verdict.target)
            standing = PublicMeasurement.standing(blocked: verdict.blocked)
            (blocked, down) = (verdict.blocked, verdict.down)
            (stage, failure) = (verdict.stage, verdict.failure)
        case .report, .reports, .signal, .calendar, .network, .heartbeat: return nil
        }
    }

    /// How OONI's weight for “blocked” reads: 1 is a known block page, above a half an anomaly.
    static func standing(blocked: Double) -> Standing { blocked >= 1 ? .confirmed : blocked > 0.5 ? .anomaly : .ok }

    /// The host of the input, in lower case; empty when there is none.
    var domain: String { PublicMeasurement.host(of: input) }

    static func host(of url: String) -> String {
        var rest = url[...]
        if let scheme = rest.firstRange(of: "://") { rest = rest[scheme.upperBound...] }
        rest = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        if let at = rest.lastIndex(of: "@") { rest = rest[rest.index(after: at)...] }
        if rest.hasPrefix("["), let end = rest.firstIndex(of: "]") { return rest[...end].lowercased() }
        return rest.prefix { $0 != ":" }.lowercased()
    }

    /// Citizen Lab's category of a platform of the catalogue; empty for others.
    static func category(of platform: PlatformID?) -> String {
        switch platform?.text {
        case "facebook", "instagram", "tiktok", "x": "GRP"
        case "messenger", "signal", "telegram", "whatsapp": "COMT"
        case "youtube": "MMED"
        case "google": "SRCH"
        case "wikipedia": "CULTR"
        default: ""
        }
    }

    /// OONI's word for how a measurement failed; empty for one that did not.
    static func blockingType(_ standing: Standing, _ stage: Stage?) -> String {
        guard standing == .anomaly || standing == .confirmed else { return "" }
        return switch stage {
        case .dns: "dns"
        case .tcp: "tcp_ip"
        case .tls, .quic, .http: "http-failure"
        case .transfer, nil: ""
        }
    }

    // MARK: Identity

    /// `20260105120000.000000_PK_parallaxsession_000000000000002a`: minute of arrival, country, and the place in the store.
    private static func sessionUID(_ stored: StoredRecord) -> String {
        let minute = stored.received.floored(to: .minutes(1))
        let date = minute.utcDate
        let time = (minute.seconds - date.daysSinceEpoch * 86_400) / 60
        let sequence = String(stored.sequence, radix: 16)
        let zeros = String(repeating: "0", count: 16 - sequence.utf8.count)
        func two(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }
        return "\(date.compact)\(two(time / 60))\(two(time % 60))00.000000_\(stored.country)_parallaxsession_"
            + zeros + sequence
    }

    /// The place in the store that a session's uid names; `nil` for uids of other making.
    static func sequence(of uid: String) -> Int64? {
        let parts = uid.split(separator: "_", omittingEmptySubsequences: false)
        guard parts.count == 4, parts[2] == "parallaxsession", parts[3].utf8.count == 16,
            let sequence = Int64(parts[3], radix: 16), sequence > 0
        else { return nil }
        return sequence
    }
}
