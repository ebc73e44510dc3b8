import ObservatoryModel
import Testing

@testable import Detection

@Suite struct SymptomTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var path: String
        var testDescription: String
        var steps: [Step]
        var contrasts: [Contrast] = []
        var wide = false

        init(
            _ path: String, _ description: String, _ steps: [Step], contrasts: [Contrast] = [], wide: Bool = false
        ) {
            self.path = path
            testDescription = "\(path): \(description)"
            self.steps = steps
            self.contrasts = contrasts
            self.wide = wide
        }
    }

    private static let resolved = Step(.dns, resolver: .isp, addresses: ["104.244.42.1"])
    private static let connected = Step(.tcp, family: 4)
    private static func dns(_ failure: Failure) -> [Step] { [Step(.dns, failure: failure, resolver: .isp)] }
    private static func tcp(_ failure: Failure) -> [Step] { [resolved, Step(.tcp, failure: failure, family: 4)] }
    private static func tls(_ failure: Failure, chain: [String] = []) -> [Step] {
        [resolved, connected, Step(.tls, failure: failure, family: 4, sni: "x.com", chain: chain)]
    }
    private static func http(_ failure: Failure? = nil, status: Int32? = nil, fingerprint: String? = nil) -> [Step] {
        [
            resolved, connected, Step(.tls, family: 4),
            Step(.http, failure: failure, status: status, fingerprint: fingerprint),
        ]
    }
    private static func quic(_ failure: Failure) -> [Step] {
        [resolved, connected, Step(.tls, family: 4), Step(.quic, failure: failure)]
    }
    private static func injected(_ first: [String], then: [String] = ["104.244.42.1"]) -> [Step] {
        [
            Step(
                .dns, resolver: .isp, addresses: first,
                answers: [
                    DNSAnswer(milliseconds: 41, rcode: 0, addresses: then),
                    DNSAnswer(milliseconds: 4, rcode: 0, addresses: first),
                ]), Step(.tcp, failure: .genericTimeout, family: 4),
        ]
    }

    private static let cases = [
        Case("dns.nxdomain", "the resolver denies the name", dns(.nxdomain)),
        Case("dns.nxdomain", "no answer section", dns(.dnsNoAnswer)),
        Case("dns.refused", "the resolver refuses", dns(.dnsRefused)),
        Case("dns.servfail", "the resolver fails", dns(.dnsServfail)),
        Case("dns.timeout", "the resolver is silent", dns(.genericTimeout)),
        Case("dns", "another failure of the resolver", dns(Failure("dns_non_recoverable_failure"))),
        Case("dns.injection.bogon", "a private address comes first, the true one after it", injected(["10.10.34.35"])),
        Case(
            "dns.injection.bogon", "only a private address comes",
            [
                Step(.dns, resolver: .isp, addresses: ["10.10.34.35"]), Step(.tcp, failure: .genericTimeout, family: 4),
            ]),
        Case("dns.injection.other", "another public address comes first", injected(["31.13.94.37"])),
        Case(
            "dns.injection.blockpage", "a forged answer leads to a block page",
            injected(["10.10.34.35"]).prefix(1) + [connected, Step(.http, status: 200, fingerprint: "ir.peyvandha")]),
        Case("tcp.reset", "the connection is reset", tcp(.connectionReset)),
        Case("tcp.timeout", "nothing answers", tcp(.genericTimeout)),
        Case("tcp.refused", "the port is closed", tcp(.connectionRefused)),
        Case("ip.unreachable", "a router says so", tcp(.hostUnreachable)),
        Case("ip.prefix_null_route", "nothing answers, nor does the sibling", tcp(.genericTimeout), wide: true),
        Case("tls.reset", "reset after the hello, no contrast", tls(.connectionReset)),
        Case("tls.reset", "end of file after the hello", tls(.endOfFile)),
        Case(
            "tls.reset.sni", "a harmless name to the same address works", tls(.connectionReset),
            contrasts: [Contrast(name: .neutralSNI, outcome: .ok)]),
        Case(
            "tls.reset.sni", "the platform's name to another address fails", tls(.connectionReset),
            contrasts: [Contrast(name: .targetSNIElsewhere, outcome: .failed)]),
        Case(
            "tls.reset.other", "a harmless name fails too", tls(.connectionReset),
            contrasts: [Contrast(name: .neutralSNI, outcome: .failed)]),
        Case("tls.reset.other", "the sibling fails too", tls(.connectionReset), wide: true),
        Case("tls.timeout", "silence after the hello, no contrast", tls(.genericTimeout)),
        Case(
            "tls.timeout.sni", "a harmless name works", tls(.genericTimeout),
            contrasts: [Contrast(name: .neutralSNI, outcome: .ok)]),
        Case(
            "tls.timeout.other", "a harmless name is met by silence too", tls(.genericTimeout),
            contrasts: [Contrast(name: .neutralSNI, outcome: .failed)]),
        Case("tls.mitm.self_signed", "a certificate signed by itself", tls(.tlsUnknownAuthority, chain: ["aa"])),
        Case("tls.mitm.ca_signed", "an authority nobody trusts", tls(.tlsUnknownAuthority, chain: ["aa", "bb"])),
        Case("tls.mitm.ca_signed", "somebody else's name", tls(.tlsInvalidHostname)),
        Case("quic.timeout", "QUIC alone is silent", quic(.genericTimeout)),
        Case("quic.reset", "QUIC alone is reset", quic(.connectionReset)),
        Case("http.blockpage", "a known page", http(status: 200, fingerprint: "pk.pta")),
        Case("http.redirect", "a redirect elsewhere", http(status: 302)),
        Case("http.error", "an error from the server", http(status: 500)),
        Case("http.geofence", "unavailable for legal reasons", http(status: 451)),
        Case("http.geofence", "forbidden", http(status: 403)),
        Case("http.timeout", "no answer to the request", http(.genericTimeout)),
        Case("http.reset", "a reset at the request", http(.connectionReset)),
        Case(
            "http.reset.host", "a reset at the request, and none with a harmless host", http(.connectionReset),
            contrasts: [Contrast(name: .neutralHost, outcome: .ok)]),
        Case(
            "http.reset", "a reset at the request, whatever the host", http(.connectionReset),
            contrasts: [Contrast(name: .neutralHost, outcome: .failed)]),
        Case("unknown", "failed, and no step says why", [resolved, connected]),
    ]

    private func session(_ steps: [Step], _ contrasts: [Contrast] = []) -> Session {
        Session(
            id: "s", at: .distantPast, received: .distantPast, every: 600, probe: "p", country: .unknown,
            asn: ASN(1), platform: PlatformID("x")!, outcome: .failed, steps: steps, contrasts: contrasts)
    }

    @Test(arguments: cases) func `a failing session is told by its steps and contrasts`(_ expected: Case) {
        #expect(Symptom(of: session(expected.steps, expected.contrasts), wide: expected.wide).path == expected.path)
    }

    @Test func `a line without IPv6 says nothing of the platform`() {
        let steps = [
            Self.resolved, Step(.tcp, failure: .networkUnreachable, family: 6), Step(.tcp, family: 4),
            Step(.tls, failure: .connectionReset, family: 4),
        ]
        #expect(Symptom(of: session(steps), wide: false).path == "tls.reset")
        let onlyAddress = [
            Self.resolved, Step(.tcp, failure: .networkUnreachable, family: 6),
            Step(.tcp, failure: .connectionRefused, family: 4),
        ]
        #expect(Symptom(of: session(onlyAddress), wide: false).path == "tcp.refused")
    }

    @Test func `a failure of the resolver is passed over when a connection was made all the same`() {
        let steps = [
            Step(.dns, failure: .dnsServfail, resolver: .isp),
            Step(.dns, resolver: .doh, addresses: ["104.244.42.1"]), Self.connected,
            Step(.tls, failure: .connectionReset, family: 4),
        ]
        #expect(Symptom(of: session(steps), wide: false).path == "tls.reset")
    }

    @Test(
        arguments: [
            (Stage.dns, Failure.nxdomain, "dns.nxdomain"), (.dns, nil, "dns.injection"),
            (.tcp, .genericTimeout, "tcp.timeout"), (.tls, .connectionReset, "tls.reset"),
            (.quic, .genericTimeout, "quic.timeout"), (.http, .connectionReset, "http.reset"),
            (.http, nil, "http.blockpage"), (nil, nil, "unknown"),
        ] as [(Stage?, Failure?, String)])
    func `an OONI measurement is told by its first failing stage`(_ stage: Stage?, _ failure: Failure?, _ path: String)
    {
        #expect(Symptom(stage: stage, failure: failure).path == path)
    }

    @Test func `every known failure has a symptom at every stage, whatever the session holds`() {
        for failure in Failure.known + [Failure("unknown_failure: anything"), Failure("")] {
            for stage in Stage.allCases {
                let symptom = Symptom(of: session([Step(stage, failure: failure)]), wide: false)
                #expect(Symptom.paths.contains(symptom.path))
                #expect(Symptom.paths.contains(Symptom(stage: stage, failure: failure).path))
            }
        }
    }

    @Test func `paths are unique, and every node of a path is one`() {
        #expect(Set(Symptom.paths).count == Symptom.paths.count)
        #expect(Symptom.paths.count <= 256)
        for (index, path) in Symptom.paths.enumerated() {
            #expect(Int(Symptom(path).index) == index)
        }
    }
}
