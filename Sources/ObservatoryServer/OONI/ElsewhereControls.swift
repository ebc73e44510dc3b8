import ObservatoryModel
import WireFormats

/// Controls for measurements that are written long after: what sessions on the same target saw in other countries at
/// the time.
///
/// A session counts only when one of its own neutral hosts worked. What worked anywhere else counts as working.
struct ElsewhereControls {
    private struct Key: Hashable {
        var target: String
        /// Hours since 1970.
        var hour: Int64
    }

    private struct Tally {
        var addresses: [String] = []
        var dnsFailure: Failure?
        var connects: [String: Failure?] = [:]
        var handshakes: [String: Failure?] = [:]
        var page: (status: Int32, bytes: Int64, location: String?)?
        var pageFailure: Failure?
    }

    /// Addresses and endpoints of one tally at most.
    private static let most = 64
    private var tallies: [Key: [CountryCode: Tally]] = [:]

    /// Takes a session into account.
    mutating func note(_ session: Session) {
        guard session.controls.contains(where: { $0.role == .neutral && $0.outcome == .ok }) else { return }
        let key = Key(target: session.target, hour: Self.hour(session.at))
        var tally = tallies[key]?[session.country] ?? Tally()
        var endpoint: String?
        for step in session.steps {
            switch step.stage {
            case .dns:
                if let failure = step.failure {
                    tally.dnsFailure = tally.dnsFailure ?? failure
                } else {
                    for address in step.addresses
                    where !tally.addresses.contains(address) && tally.addresses.count < Self.most {
                        tally.addresses.append(address)
                    }
                }
            case .tcp:
                endpoint = step.address
                if let address = step.address { Self.note(step.failure, at: address, in: &tally.connects) }
            case .tls:
                if let endpoint { Self.note(step.failure, at: endpoint, in: &tally.handshakes) }
            case .http:
                if let status = step.status, step.failure == nil, step.fingerprint == nil {
                    if session.outcome == .ok || tally.page == nil {
                        tally.page = (status, step.bodyBytes ?? -1, step.location)
                    }
                } else {
                    tally.pageFailure = tally.pageFailure ?? step.failure
                }
            case .quic, .transfer: break
            }
        }
        tallies[key, default: [:]][session.country] = tally
    }

    private static func note(_ failure: Failure?, at endpoint: String, in results: inout [String: Failure?]) {
        guard results.count < most || results[endpoint] != nil else { return }
        // A success stays one.
        if let known = results[endpoint], known == nil { return }
        results.updateValue(failure, forKey: endpoint)
    }

    /// The control for a session; `nil` when nobody looked from another country within an hour or so.
    func answer(for session: Session, host: String) -> HelperAnswer? {
        var seen: [Tally] = []
        for hour in (Self.hour(session.at) - 1)...(Self.hour(session.at) + 1) {
            let countries = tallies[Key(target: session.target, hour: hour)] ?? [:]
            seen += countries.filter { $0.key != session.country }.sorted { $0.key < $1.key }.map(\.value)
        }
        guard !seen.isEmpty else { return nil }
        var answer = HelperAnswer(serverName: host)
        for tally in seen {
            for address in tally.addresses where !answer.addresses.contains(address) {
                answer.addresses.append(address)
            }
            for (endpoint, failure) in tally.connects {
                if answer.connects[endpoint].map({ $0.failure != nil }) ?? true {
                    answer.connects[endpoint] = .init(failure: failure?.text)
                }
            }
            for (endpoint, failure) in tally.handshakes {
                if answer.handshakes[endpoint].map({ $0.failure != nil }) ?? true {
                    answer.handshakes[endpoint] = .init(failure: failure?.text)
                }
            }
        }
        if answer.addresses.isEmpty { answer.dnsFailure = seen.compactMap(\.dnsFailure).first?.text }
        if let page = seen.compactMap(\.page).first {
            answer.page = .init(
                status: Int(page.status), bodyLength: Int(page.bytes),
                headers: page.location.map { ["location": $0] } ?? [:])
        } else {
            answer.page = .init(failure: seen.compactMap(\.pageFailure).first?.text ?? "unknown_error")
        }
        for address in answer.addresses { answer.info[address] = .init(asn: 0, flags: 2) }
        return answer
    }

    private static func hour(_ time: Timestamp) -> Int64 { time.floored(to: .hours(1)).seconds / 3600 }
}
