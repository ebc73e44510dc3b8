import NIOCore
import ObservatoryModel
import WireFormats

/// Fetches at least 500 kB, if it can, and says how many bytes came in which time (DETECTION §7).
struct TransferCheck: Sendable {
    /// Fewer bytes say nothing: policers let the first burst through.
    static let wantedBytes = 500_000
    /// More are not needed, and cost the volunteer.
    static let mostBytes = 1_000_000

    var object: TransferObject
    var environment: ProbeEnvironment
    var group: any EventLoopGroup
    /// When the session is over, and with it the transfer; what came by then counts.
    var end: ContinuousClock.Instant

    struct Result: Sendable {
        var transfer: Transfer?
        /// Why it ended early; reaching the time limit is slow, not failed, and leaves this `nil`.
        var failure: Failure?
    }

    /// Runs the transfer; it takes the transfer limit at most, plus one look-up and one connection for each object, and
    /// ends with the session.
    func run() async -> Result {
        switch object {
        case .file(let url): return await fetch([url])
        case .linked(let page, let prefixes):
            guard let response = await get(page, limit: environment.limits.http, bytes: 1 << 19),
                response.part.failure == nil
            else { return Result(failure: .genericTimeout) }
            let links = Self.links(in: String(decoding: response.body, as: UTF8.self), page: page, prefixes: prefixes)
            guard !links.isEmpty else { return Result(failure: nil) }
            return await fetch(links)
        }
    }

    private func fetch(_ urls: [MeasuredURL]) async -> Result {
        var bytes: Int64 = 0
        var milliseconds = 0.0
        let most = Double(environment.limits.transfer.nanoseconds) / 1e6
        for url in urls.prefix(20) {
            let left = most - milliseconds
            guard bytes < Self.wantedBytes, left > 0 else { break }
            guard
                let response = await get(
                    url, limit: .nanoseconds(Int64(left * 1e6)), bytes: Self.mostBytes - Int(bytes), kept: 0)
            else { return Result(transfer: transfer(bytes, milliseconds), failure: .genericTimeout) }
            bytes += response.bodyBytes
            milliseconds += response.part.milliseconds
            if let failure = response.part.failure, failure != .genericTimeout {
                return Result(transfer: transfer(bytes, milliseconds), failure: failure)
            }
        }
        return Result(transfer: transfer(bytes, milliseconds), failure: nil)
    }

    private func transfer(_ bytes: Int64, _ milliseconds: Double) -> Transfer? {
        milliseconds > 0 ? Transfer(bytes: bytes, milliseconds: max(1, Int64(milliseconds.rounded()))) : nil
    }

    /// The response of the first address that connects, after at most three redirects; `nil` when none does.
    private func get(
        _ first: MeasuredURL, limit: TimeAmount, bytes: Int, kept: Int? = nil
    ) async -> StreamAttempt.Response? {
        var url = first
        let twoResolvers = environment.limits.dns + environment.limits.dns
        for _ in 0..<4 where left > twoResolvers {
            let lookup = await NameLookup(host: url.host, environment: environment).askNetwork(on: group)
            var response: StreamAttempt.Response?
            for address in (lookup.addresses + lookup.laterAddresses).prefix(2) where left > .zero {
                let check = HostCheck(url: url, environment: environment, group: group, deadline: .now)
                var request = check.request(bodyLimit: bytes, kept: kept ?? bytes)
                // Connecting has half of what is left at most, the transfer the other, so that all of it ends in time.
                let left = left
                let quarter = TimeAmount.nanoseconds(left.nanoseconds / 4)
                request.limit = min(limit, quarter + quarter)
                let result = await StreamAttempt(
                    endpoint: .init(address, port: environment.port(of: url)),
                    tcpLimit: min(environment.limits.tcp, quarter), tlsLimit: min(environment.limits.tls, quarter),
                    tls: url.isSecure ? .init(serverName: url.host, judge: environment.judge) : nil,
                    request: request
                ).run(on: group, now: environment.now(), meter: environment.meter)
                response = result.response
                if response != nil { break }
            }
            guard let found = response, (300..<400).contains(found.status ?? 0),
                let next = found.headers["location"].flatMap({ url.resolving($0) })
            else { return response }
            url = next
        }
        return nil
    }

    private var left: TimeAmount { ContinuousClock.now.timeAmount(until: end) }

    /// URLs in quotes that begin with one of the prefixes, each once, in order.
    static func links(in page: String, page url: MeasuredURL, prefixes: [String]) -> [MeasuredURL] {
        var links: [MeasuredURL] = []
        for part in page.split(whereSeparator: { $0 == "\"" || $0 == "'" }) {
            guard part.utf8.count < 2000, prefixes.contains(where: { part.hasPrefix($0) }) else { continue }
            let text = String(part).replacing("&amp;", with: "&")
            guard let link = url.resolving(text), !links.contains(link) else { continue }
            links.append(link)
        }
        return links
    }
}
