import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix
import ObservatoryModel
import Synchronization
import WireFormats

/// One resolver's answers for one host name.
struct NameLookup: Sendable {
    /// Every answer for one record type, in order of arrival.
    struct Answers: Sendable {
        var answers: [(milliseconds: Double, rcode: UInt8, addresses: [InternetAddress])] = []
    }

    /// The result of one resolver.
    struct Result: Sendable {
        var failure: Failure?
        var milliseconds: Double
        /// What a client takes: the addresses of the first answers, IPv4 before IPv6.
        var addresses: [InternetAddress]
        /// All answers to a question that had more than one; empty otherwise.
        var answers: [DNSAnswer]
        /// Addresses that came only in later answers, without bogons.
        var laterAddresses: [InternetAddress]
    }

    var host: String
    var environment: ProbeEnvironment

    /// The types that are asked for.
    private var types: [DNSRecordType] { environment.hasIPv6 ? [.a, .aaaa] : [.a] }

    /// Asks the network's own resolvers, the next one when one keeps silent; the system's library when none is known.
    func askNetwork(on group: any EventLoopGroup) async -> Result {
        if let literal = InternetAddress(host) {
            return Result(failure: nil, milliseconds: 0, addresses: [literal], answers: [], laterAddresses: [])
        }
        guard !environment.networkResolvers.isEmpty else { return await askSystem() }
        var last: Result?
        for resolver in environment.networkResolvers.prefix(2) {
            let result = await ask(resolver, on: group)
            guard result.failure == .genericTimeout || result.failure == .connectionRefused else { return result }
            last = result
        }
        return last ?? Result(failure: .genericTimeout, milliseconds: 0, addresses: [], answers: [], laterAddresses: [])
    }

    /// Asks one resolver over UDP and keeps listening for late answers.
    func ask(_ resolver: ProbeEnvironment.Endpoint, on group: any EventLoopGroup) async -> Result {
        guard let name = DNSName(host) else {
            return Result(
                failure: .nxdomain, milliseconds: 0, addresses: [], answers: [], laterAddresses: [])
        }
        let queries = types.map { DNSMessage.query(id: .random(in: .min ... .max), name: name, type: $0) }
        let heard = Mutex([Answers](repeating: Answers(), count: queries.count))
        let window = environment.limits.lateAnswers
        let began = ContinuousClock.now
        let failure = await DatagramExchange(
            endpoint: resolver, limit: environment.limits.dns, meter: environment.meter,
            repeatAfter: .milliseconds(1500)
        ).run(on: group, sending: queries.map { $0.encoded() }) { datagram, milliseconds in
            guard let message = try? DNSMessage(decoding: datagram),
                let index = queries.firstIndex(where: { message.answers($0) })
            else { return .wait }
            let complete = heard.withLock { heard in
                heard[index].answers.append((milliseconds, message.rcode, message.addresses))
                return heard.allSatisfy { !$0.answers.isEmpty }
            }
            return complete ? .linger(window) : .wait
        }
        let all = heard.withLock { $0 }
        let last = all.compactMap { $0.answers.first?.milliseconds }.max() ?? began.millisecondsUntilNow
        return summary(all, failure: failure, milliseconds: last)
    }

    /// Asks over HTTPS; a failure of the connection is the failure of the lookup.
    func askDoH(_ service: ProbeEnvironment.DoHService, on group: any EventLoopGroup) async -> Result {
        let began = ContinuousClock.now
        guard let name = DNSName(host) else {
            return Result(failure: .nxdomain, milliseconds: 0, addresses: [], answers: [], laterAddresses: [])
        }
        var all: [Answers] = []
        var failure: Failure?
        await withTaskGroup(of: (Int, Answers, Failure?).self) { tasks in
            for (index, type) in types.enumerated() {
                tasks.addTask {
                    let query = DNSMessage.query(id: 0, name: name, type: type)
                    let (message, failure) = await post(query, to: service, on: group)
                    let answer = message.map { [(began.millisecondsUntilNow, $0.rcode, $0.addresses)] }
                    return (index, Answers(answers: answer ?? []), failure)
                }
            }
            var byIndex: [Int: Answers] = [:]
            for await (index, answers, reason) in tasks {
                byIndex[index] = answers
                if reason != nil { failure = reason }
            }
            all = types.indices.map { byIndex[$0] ?? Answers() }
        }
        return summary(all, failure: failure, milliseconds: began.millisecondsUntilNow)
    }

    private func post(
        _ query: DNSMessage, to service: ProbeEnvironment.DoHService, on group: any EventLoopGroup
    ) async -> (DNSMessage?, Failure?) {
        let limits = environment.limits
        let attempt = StreamAttempt(
            endpoint: .init(service.address, port: environment.port(of: service.url)), tcpLimit: limits.dns,
            tlsLimit: limits.dns, tls: .init(serverName: service.url.host, judge: environment.judge),
            request: .init(
                method: .POST, host: service.url.host, path: service.url.path,
                headers: [
                    ("user-agent", environment.userAgent), ("content-type", "application/dns-message"),
                    ("accept", "application/dns-message"),
                ], body: query.encoded(), bodyLimit: 65_535, keptBytes: 65_535, limit: limits.dns))
        let result = await attempt.run(on: group, now: environment.now(), meter: environment.meter)
        if let failure = result.tcp.failure ?? result.tls?.failure { return (nil, failure) }
        guard let response = result.response else { return (nil, .endOfFile) }
        if let failure = response.part.failure { return (nil, failure) }
        guard response.status == 200, let message = try? DNSMessage(decoding: response.body), message.answers(query)
        else { return (nil, Failure("dns_server_misbehaving")) }
        return (message, nil)
    }

    /// getaddrinfo, on a thread that may wait; it shows one answer and hides its code.
    private func askSystem() async -> Result {
        let began = ContinuousClock.now
        let host = host
        let family = environment.hasIPv6 ? AF_UNSPEC : AF_INET
        let found = try? await NIOThreadPool.singleton.runIfActive { Self.getAddresses(host, family: family) }
        let (addresses, failure) = found ?? ([], Failure("interrupted"))
        return Result(
            failure: failure ?? (onlyBogons(addresses) ? .dnsBogon : nil), milliseconds: began.millisecondsUntilNow,
            addresses: addresses, answers: [], laterAddresses: [])
    }

    private static func getAddresses(_ host: String, family: CInt) -> ([InternetAddress], Failure?) {
        var hints = addrinfo()
        hints.ai_family = family
        hints.ai_socktype = CInt(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(host, nil, &hints, &list)
        defer { if let list { freeaddrinfo(list) } }
        switch code {
        case 0: break
        case EAI_NONAME: return ([], .nxdomain)
        case -5: return ([], .dnsNoAnswer)  // EAI_NODATA, a GNU extension that Swift does not import
        case EAI_AGAIN: return ([], Failure("dns_temporary_failure"))
        case EAI_FAIL: return ([], Failure("dns_non_recoverable_failure"))
        default: return ([], Failure("unknown_failure: getaddrinfo \(code)"))
        }
        var addresses: [InternetAddress] = []
        var next = list
        while let item = next {
            var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
            let failed = getnameinfo(
                item.pointee.ai_addr, item.pointee.ai_addrlen, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST)
            let numeric = String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            if failed == 0, let address = InternetAddress(numeric) { addresses.append(address) }
            next = item.pointee.ai_next
        }
        return (addresses.sorted { $0.family < $1.family }, nil)
    }

    private func onlyBogons(_ addresses: [InternetAddress]) -> Bool {
        !addresses.isEmpty && addresses.allSatisfy(environment.isBogon)
    }

    /// Joins the answers for both types. A type without addresses is no failure while the other has some.
    private func summary(_ all: [Answers], failure: Failure?, milliseconds: Double) -> Result {
        let firsts = all.flatMap { $0.answers.first?.addresses ?? [] }
        var result = Result(
            failure: nil, milliseconds: milliseconds, addresses: firsts, answers: [], laterAddresses: [])
        for type in all where type.answers.count > 1 {
            // The same answer twice is a repeated question's, not a second opinion.
            let contents = Set(type.answers.map { "\($0.rcode) \(Set($0.addresses.map(\.description)).sorted())" })
            guard contents.count > 1 else { continue }
            result.answers += type.answers.map {
                DNSAnswer(
                    milliseconds: $0.milliseconds, rcode: $0.rcode, addresses: $0.addresses.map(\.description))
            }
            for address in type.answers.dropFirst().flatMap(\.addresses)
            where !firsts.contains(address) && !result.laterAddresses.contains(address) && !environment.isBogon(address)
            {
                result.laterAddresses.append(address)
            }
        }
        if firsts.isEmpty {
            let codes = all.compactMap { $0.answers.first?.rcode }
            result.failure = codes.first.map(Self.failure) ?? failure ?? .genericTimeout
        } else if onlyBogons(firsts) {
            result.failure = .dnsBogon
        }
        return result
    }

    /// OONI's string for an answer without addresses, by its code (RFC 1035 §4.1.1).
    private static func failure(rcode: UInt8) -> Failure {
        switch rcode {
        case 0: .dnsNoAnswer
        case 2: .dnsServfail
        case 3: .nxdomain
        case 5: .dnsRefused
        default: Failure("dns_server_misbehaving")
        }
    }
}
