import FoundationEssentials
package import NIOCore
import NIOHTTP1
import ObservatoryModel

/// Talks to collectors: sends batches, signed, and reads what they ask for.
package struct Collector: Sendable {
    package var url: MeasuredURL
    package var environment: ProbeEnvironment
    package var key: ProbeKey
    private let group: any EventLoopGroup

    package init(url: MeasuredURL, environment: ProbeEnvironment, key: ProbeKey, group: any EventLoopGroup) {
        self.url = url
        self.environment = environment
        self.key = key
        self.group = group
    }

    /// What a collector said to a batch.
    package struct Receipt: Hashable, Sendable {
        package var accepted: Int
        package var duplicates: Int
        /// Lines that it does not want, with its reasons; sending them again would not help.
        package var rejected: [String]
        package var schedule: ScheduleRequest?
    }

    /// Why a batch was not acknowledged.
    package enum Refusal: Error, Hashable, CustomStringConvertible {
        /// No connection; the failure of the last address.
        case unreachable(String)
        /// The collector answered with a status other than 200.
        case status(Int32, String)
        /// The answer is not what a collector says.
        case unreadable

        package var description: String {
            switch self {
            case .unreachable(let failure): "not reachable (\(failure))"
            case .status(let status, let detail): "answered \(status)\(detail.isEmpty ? "" : ": \(detail)")"
            case .unreadable: "answered something that is no receipt"
            }
        }

        /// Whether the same bytes would be refused again; a quota or a fault may pass, a malformed batch does not.
        package var isFinal: Bool {
            if case .status(let status, _) = self { status == 400 || status == 413 || status == 422 } else { false }
        }
    }

    /// Sends a batch of native sessions.
    package func deliver(_ body: [UInt8]) async throws(Refusal) -> Receipt {
        let answer = try await post("/api/v1/measurements", type: "application/x-ndjson", body: body)
        guard let receipt = try? JSONDecoder().decode(ReceiptBody.self, from: Data(answer)) else { throw .unreadable }
        return receipt.receipt
    }

    /// Asks the collector to delete the probe's raw rows.
    package func forget() async throws(Refusal) {
        _ = try await post("/api/v1/probes/forget", type: "application/json", body: Array("{}".utf8))
    }

    /// Asks the observatory's test helper, by the protocol of OONI's.
    ///
    /// - Parameter request: A helper request in JSON.
    /// - Returns: The helper's answer in JSON, unread.
    package func askHelper(_ request: [UInt8]) async throws(Refusal) -> [UInt8] {
        try await post(Self.helperPath, type: "application/json", body: request)
    }

    /// Where an observatory serves its test helper, below its own address.
    package static let helperPath = "/ooni/test-helper"

    /// Posts a signed body; network resolver first, then DNS over HTTPS, since a censor may lie about the collector too.
    private func post(_ path: String, type: String, body: [UInt8]) async throws(Refusal) -> [UInt8] {
        let prefix = url.path.hasSuffix("/") ? String(url.path.dropLast()) : url.path
        let full = prefix + path
        guard let authorization = try? key.authorization(path: full, body: body) else {
            throw .unreachable("cannot sign")
        }
        let lookup = NameLookup(host: url.host, environment: environment)
        let first = await lookup.askNetwork(on: group)
        var failure = first.failure?.text ?? "no address"
        if let answer = try await send(full, type, body, authorization, to: first.addresses, failure: &failure) {
            return answer
        }
        if let service = environment.doh {
            let second = await lookup.askDoH(service, on: group)
            let others = second.addresses.filter { !first.addresses.contains($0) }
            if let answer = try await send(full, type, body, authorization, to: others, failure: &failure) {
                return answer
            }
        }
        throw .unreachable(failure)
    }

    /// The body of the first address that answers 200; `nil` when none answers at all.
    private func send(
        _ path: String, _ type: String, _ body: [UInt8], _ authorization: String, to addresses: [InternetAddress],
        failure: inout String
    ) async throws(Refusal) -> [UInt8]? {
        for address in addresses.prefix(3) {
            let result = await StreamAttempt(
                endpoint: .init(address, port: environment.port(of: url)), tcpLimit: environment.limits.tcp,
                tlsLimit: environment.limits.tls,
                tls: url.isSecure ? .init(serverName: url.host, judge: environment.judge) : nil,
                request: .init(
                    method: .POST, host: url.port.map { "\(url.host):\($0)" } ?? url.host, path: path,
                    headers: [
                        ("user-agent", environment.userAgent), ("content-type", type),
                        ("authorization", authorization), ("accept", "application/json"),
                    ], body: body, bodyLimit: 1 << 20, keptBytes: 1 << 20, limit: .seconds(30))
            ).run(on: group, now: environment.now(), meter: environment.meter)
            if let reason = result.tcp.failure ?? result.tls?.failure ?? result.response?.part.failure {
                failure = reason.text
                continue
            }
            guard let response = result.response, let status = response.status else { continue }
            guard status == 200 else {
                let problem = try? JSONDecoder().decode(Problem.self, from: Data(response.body))
                throw .status(status, problem?.detail ?? problem?.title ?? "")
            }
            return response.body
        }
        return nil
    }
}

/// The problem document of RFC 9457, as far as a log line needs it.
private struct Problem: Decodable {
    var title: String?
    var detail: String?
}

/// The answer to a batch as it is written (CONTRACT §4); what is not understood is left out, never an error.
private struct ReceiptBody: Decodable {
    struct Rejected: Decodable {
        var line: Int?
        var reason: String?
    }
    struct Schedule: Decodable {
        var until: String?
        var platforms: [String: Wish]?
        var optedOut: Bool?
    }
    struct Wish: Decodable {
        var every: Double?
        var contrasts: [String]?
        var transfer: Bool?
    }

    var accepted: Int?
    var duplicates: Int?
    var rejected: [Rejected]?
    var schedule: Schedule?

    var receipt: Collector.Receipt {
        var request: ScheduleRequest?
        if let schedule, let until = schedule.until.flatMap({ Timestamp($0) }) {
            var wishes: [PlatformID: ScheduleRequest.Wish] = [:]
            for (name, wish) in schedule.platforms ?? [:] {
                guard let platform = PlatformID(name) else { continue }
                wishes[platform] = ScheduleRequest.Wish(
                    every: Int32(clamping: Int((wish.every ?? 600).clamped)),
                    contrasts: (wish.contrasts ?? []).compactMap { Contrast.Name(rawValue: $0) },
                    transfer: wish.transfer ?? false)
            }
            request = ScheduleRequest(
                until: until, platforms: wishes, isOptedOut: schedule.optedOut ?? false)
        }
        return Collector.Receipt(
            accepted: accepted ?? 0, duplicates: duplicates ?? 0,
            rejected: (rejected ?? []).map { "line \($0.line.map(String.init) ?? "?"): \($0.reason ?? "no reason")" },
            schedule: request)
    }
}

extension Double {
    /// Within what an `Int` holds, so that hostile numbers do not trap.
    fileprivate var clamped: Double { isNaN ? 600 : Swift.min(Swift.max(self, 0), 1e9) }
}
