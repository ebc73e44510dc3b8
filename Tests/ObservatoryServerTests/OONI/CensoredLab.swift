import FoundationEssentials
import NIOCore
import NIOPosix
import NetworkLab
import ObservatoryModel
import Probing
import Testing

@testable import ObservatoryServer

/// The lab on loopback as a probe and a test helper see it. Its addresses are written as public ones afterwards, since
/// OONI's rules treat loopback apart.
struct CensoredLab {
    let lab: LoopbackLab
    static let platform = LabHost(name: "platform.lab", address: InternetAddress("127.66.1.1")!)
    static let hosts = [
        platform, LabHost(name: "sibling.lab", address: InternetAddress("127.66.1.2")!),
        LabHost(name: "neutral-one.lab", address: InternetAddress("127.66.2.1")!),
        LabHost(name: "neutral-two.lab", address: InternetAddress("127.66.2.2")!),
    ]

    /// Opens the lab, runs the body and closes it.
    static func with(_ body: (CensoredLab) async throws -> Void) async throws {
        let lab = try await LoopbackLab.start(hosts: hosts, group: MultiThreadedEventLoopGroup.singleton)
        do {
            try await body(CensoredLab(lab: lab))
        } catch {
            await lab.stop()
            throw error
        }
        await lab.stop()
    }

    var environment: ProbeEnvironment {
        let limits = ProbeEnvironment.Limits(
            dns: .seconds(5), lateAnswers: .milliseconds(300), tcp: .seconds(5), tls: .seconds(5), quic: .seconds(1),
            http: .seconds(5), session: .seconds(50))
        return lab.environment(limits: limits) { Timestamp.wallClock() }
    }

    var runner: SessionRunner {
        SessionRunner(
            environment: environment,
            vantage: VantagePoint(
                probe: "p-0123456789abcdef", software: "parallax-probe/lab", country: CountryCode("PK")!,
                asn: ASN(17557), access: .fixed), group: MultiThreadedEventLoopGroup.singleton)
    }

    /// One session on the platform.
    func session(secure: Bool, id: String) async -> DetailedSession {
        let url = MeasuredURL(isSecure: secure, host: "platform.lab")
        let target = MeasurementTarget(platform: PlatformID("x")!, urls: [url])
        let neutrals = ["neutral-one.lab", "neutral-two.lab"].map {
            NeutralHost(url: MeasuredURL(isSecure: secure, host: $0), operatorName: $0)
        }
        let plan = SessionPlan(
            target: target, url: url, neutrals: neutrals, sibling: MeasuredURL(host: "sibling.lab"), every: 600)
        return await runner.detailed(plan, id: id)
    }

    /// What a test helper sees of the platform now.
    func helperAnswer(secure: Bool) async -> HelperAnswer {
        let url = MeasuredURL(isSecure: secure, host: "platform.lab")
        let check = HelperCheck(
            environment: environment, own: [], group: MultiThreadedEventLoopGroup.singleton)
        let known = [Self.platform.address]
        let findings = await check.look(at: url, known: known, headers: [("accept", "*/*")])
        return HelperAnswer(findings, url: url, known: known, network: { _ in 0 }, isPublic: { check.isOpen($0) })
    }

    /// The text with the lab's addresses and ports as if they were public ones.
    func published(_ text: String) -> String {
        text.replacing("127.66.99.1", with: "10.10.34.35").replacing("127.66.", with: "93.184.")
            .replacing(":\(environment.httpsPort)", with: ":443").replacing(":\(environment.httpPort)", with: ":80")
    }

    func published(_ answer: HelperAnswer) throws -> HelperAnswer {
        try HelperAnswer(json: Array(published(answer.json.text).utf8), host: answer.serverName)
    }

    func published(_ detailed: DetailedSession) throws -> DetailedSession {
        var result = detailed
        result.session.steps = detailed.session.steps.map(published)
        return result
    }

    func published(_ hop: RedirectHop) -> RedirectHop {
        var result = hop
        result.steps = hop.steps.map(published)
        return result
    }

    private func published(_ step: Step) -> Step {
        var step = step
        step.addresses = step.addresses.map(published)
        step.address = step.address.map(published)
        for index in step.answers.indices {
            step.answers[index].addresses = step.answers[index].addresses.map(published)
        }
        return step
    }
}

/// One thing that a censor does, and how OONI's rules and our own reader see what we write of it.
struct WrittenMechanism: Sendable {
    /// Whether the helper meets the same.
    enum Helper: Sendable { case free, censoredToo, unreachable }

    var name: String
    var rules: [CensorRule] = []
    var secure = true
    var helper = Helper.free
    /// OONI's `blocking` and `accessible`, as JSON.
    var words: (blocking: String, accessible: String)
    /// What our reader makes of it: the greatest of blocked, down, ok.
    var reading: Reading
    var stage: Stage?

    enum Reading: String, Sendable { case blocked, down, ok, unusable }

    static let all: [WrittenMechanism] = {
        let dns = ("\"dns\"", "false"), tcp = ("\"tcp_ip\"", "false"), http = ("\"http-failure\"", "false")
        let diff = ("\"http-diff\"", "false"), fine = ("false", "true"), down = ("false", "false")
        let open = ("null", "null")
        let name = "platform.lab"
        return [
            .init(name: "nothing", words: fine, reading: .ok),
            .init(name: "nothing, plain", secure: false, words: fine, reading: .ok),
            .init(
                name: "dns.nxdomain", rules: [.dnsCode(name: name, rcode: 3)], words: dns, reading: .blocked,
                stage: .dns),
            .init(
                name: "dns.refused", rules: [.dnsCode(name: name, rcode: 5)], words: dns, reading: .blocked, stage: .dns
            ),
            .init(
                name: "dns.servfail", rules: [.dnsCode(name: name, rcode: 2)], words: dns, reading: .blocked,
                stage: .dns),
            .init(name: "dns.timeout", rules: [.dnsSilence(name: name)], words: dns, reading: .blocked, stage: .dns),
            .init(
                name: "dns.injection.bogon", rules: [.dnsLie(name: name, address: LoopbackLab.bogon)], words: dns,
                reading: .blocked, stage: .dns),
            .init(
                name: "dns.injection.other", rules: [.dnsLie(name: name, address: LoopbackLab.blockPageHost.address)],
                words: dns, reading: .blocked, stage: .dns),
            .init(
                name: "dns.injection on path", rules: [.dnsRace(name: name, address: LoopbackLab.bogon)], words: dns,
                reading: .blocked, stage: .dns),
            .init(
                name: "tcp.refused", rules: [.connectionRefused(host: name)], words: tcp, reading: .blocked, stage: .tcp
            ),
            .init(
                name: "tcp.timeout", rules: [.connectionDropped(host: name)], words: tcp, reading: .blocked, stage: .tcp
            ),
            .init(name: "tls.reset.sni", rules: [.nameReset(name: name)], words: http, reading: .blocked, stage: .tls),
            .init(
                name: "tls.reset.other", rules: [.handshakeReset(host: name)], words: http, reading: .blocked,
                stage: .tls),
            .init(
                name: "tls.timeout.sni", rules: [.nameDropped(name: name)], words: http, reading: .blocked, stage: .tls),
            .init(
                name: "tls.mitm.self_signed", rules: [.impostor(name: name, selfSigned: true)], words: http,
                reading: .blocked, stage: .tls),
            .init(
                name: "tls.mitm.ca_signed", rules: [.impostor(name: name, selfSigned: false)], words: http,
                reading: .blocked, stage: .tls),
            .init(
                name: "http.blockpage", rules: [.blockPage(name: name)], secure: false, words: diff,
                reading: .ok, stage: .http),
            .init(
                name: "http.redirect", rules: [.redirect(name: name, to: "http://blocked.lab/?client=192.0.2.7")],
                secure: false, words: diff, reading: .ok, stage: .http),
            .init(
                name: "http.reset.host", rules: [.hostReset(name: name)], secure: false, words: http, reading: .blocked,
                stage: .http),
            .init(
                name: "http.timeout", rules: [.hostDropped(name: name)], secure: false, words: http, reading: .blocked,
                stage: .http),
            // OONI's rules take any answer over TLS for the site's own.
            .init(
                name: "http.geofence", rules: [.platformStatus(name: name, status: 451)], words: fine, reading: .ok),
            .init(
                name: "platform down", rules: [.connectionRefused(host: name)], helper: .censoredToo, words: down,
                reading: .down, stage: .tcp),
            .init(
                name: "platform resets everywhere", rules: [.handshakeReset(host: name)], helper: .censoredToo,
                words: down, reading: .down, stage: .tls),
            .init(
                name: "line dead", rules: CensoredLab.hosts.map { .connectionDropped(host: $0.name) },
                helper: .unreachable, words: open, reading: .unusable),
        ]
    }()
}
