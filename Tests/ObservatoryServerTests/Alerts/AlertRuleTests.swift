import ObservatoryModel
import Storage
import Testing

@testable import ObservatoryServer

@Suite struct AlertPlannerTests {
    private static let now = Timestamp("2026-01-05T12:00:00Z")!
    private static let pk = CountryCode("PK")!

    private func item(
        _ id: Int64, _ status: IncidentStatus = .confirmed, approved: Bool = false, told: Bool = false,
        since: Interval = .seconds(0), correction: Int64? = nil
    ) -> AlertItem {
        AlertItem(
            id: id, subscription: "sub-1", incident: "PK-20260105-\(id)", revision: 1, correction: correction,
            country: AlertPlannerTests.pk, status: status, since: AlertPlannerTests.now - since, isApproved: approved,
            lastTold: told ? AlertPlannerTests.now - .hours(3) : nil)
    }

    private func steps(
        _ items: [AlertItem], gate: PublicationPolicy.Gate? = nil, minutes: Int = 0, isPublic: Bool = true
    ) -> [AlertPlanner.Step] {
        let policies = gate.map {
            [
                PublicationPolicy(
                    country: AlertPlannerTests.pk, gate: $0, minutes: minutes, reason: "test",
                    at: AlertPlannerTests.now)
            ]
        }
        let subscription = Subscription(
            id: "sub-1", name: "", created: AlertPlannerTests.now, address: "", channel: .plain(token: nil),
            isPublic: isPublic)
        return AlertPlanner(policies: policies ?? [], now: AlertPlannerTests.now).steps(
            WaitingAlerts(subscription: subscription, items: items, recent: []))
    }

    @Test func `a posting to the public waits for an editor, a message to a subscriber does not`() {
        #expect(steps([item(1)]) == [])
        #expect(steps([item(1)], isPublic: false) == [.tell([item(1)], .revision)])
        let approved = item(1, approved: true)
        #expect(steps([approved]) == [.tell([approved], .revision)])
    }

    @Test func `a country's policy publishes, delays, coarsens or holds`() {
        #expect(steps([item(1)], gate: .publish) == [.tell([item(1)], .revision)])
        #expect(steps([item(1)], gate: .coarsen) == [.tell([item(1)], .revision)])
        let young = item(1, since: .minutes(29))
        let old = item(1, since: .minutes(30))
        #expect(steps([young], gate: .delay, minutes: 30) == [])
        #expect(steps([old], gate: .delay, minutes: 30) == [.tell([old], .revision)])
        #expect(steps([item(1, approved: true)], gate: .hold) == [])
        #expect(steps([item(1, approved: true)], gate: .approve).count == 1)
    }

    @Test func `a posting that nobody decides about for three days is dropped`() {
        let old = item(1, since: .days(3) + .minutes(1))
        #expect(steps([old, item(2, since: .days(3))]) == [.drop([old])])
        #expect(steps([old], gate: .hold) == [.drop([old])])
        #expect(steps([old], gate: .delay, minutes: 10_080) == [], "it has its time")
    }

    @Test(arguments: PublicationPolicy.Gate.allCases)
    func `what takes back a posted claim needs nobody's leave`(gate: PublicationPolicy.Gate) {
        let retraction = item(1, .retracted, told: true)
        let correction = item(2, told: true, correction: 4)
        #expect(
            steps([retraction, correction], gate: gate, minutes: 60) == [
                .tell([correction], .correction), .tell([retraction], .revision),
            ])
        // A claim that was not posted is not taken back in public either.
        let silent = item(1, .retracted)
        #expect(steps([silent], gate: gate, minutes: 60) == [.drop([silent])])
    }

    @Test(arguments: [
        ("22:00", "07:00", "2026-01-05T16:59:00Z", false), ("22:00", "07:00", "2026-01-05T17:00:00Z", true),
        ("22:00", "07:00", "2026-01-06T01:59:00Z", true), ("22:00", "07:00", "2026-01-06T02:00:00Z", false),
        ("01:00", "05:00", "2026-01-05T20:00:00Z", true), ("01:00", "05:00", "2026-01-05T12:00:00Z", false),
    ])
    func `quiet hours go by the clocks of the zone, over midnight too`(
        from: String, to: String, at: String, isQuiet: Bool
    ) throws {
        func minute(_ text: String) -> Int { Int(text.prefix(2))! * 60 + Int(text.suffix(2))! }
        let hours = QuietHours(zone: "Asia/Karachi", from: minute(from), to: minute(to))
        #expect(hours.contains(Timestamp(at)!) == isQuiet)
    }
}

@Suite struct DestinationGuardTests {
    private let destinations = DestinationGuard(listed: ["intern.example", "10.0.0.5:8080"])

    @Test(arguments: [
        "0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "169.254.169.254", "172.16.0.1", "172.31.255.255",
        "192.0.0.1", "192.168.1.1", "198.18.0.1", "224.0.0.1", "255.255.255.255", "::", "::1", "::ffff:127.0.0.1",
        "fe80::1", "fc00::1", "fd12::1", "ff02::1", "64:ff9b::7f00:1", "64:ff9b::a00:1", "2002:7f00:1::",
        "2002:c0a8:101::1", "2001::1", "2001:db8::1", "100::1", "::7f00:1",
    ])
    func `an address that is not of the public Internet is refused`(text: String) throws {
        let address = try #require(InternetAddress(text))
        #expect(!DestinationGuard.isPublic(address))
        let host = text.contains(":") ? "[\(text)]" : text
        #expect(throws: DestinationGuard.Refusal.self) { try destinations.destination("https://\(host)/hook") }
        // The same when a name leads there, alone or beside a public address.
        let named = try destinations.destination("https://hook.example/")
        for addresses in [[address], [InternetAddress("9.9.9.9")!, address]] {
            #expect(throws: DestinationGuard.Refusal.privateAddress("hook.example")) {
                try destinations.chosen(addresses, for: named)
            }
        }
    }

    @Test(arguments: ["9.9.9.9", "172.32.0.1", "100.128.0.1", "2620:fe::fe", "64:ff9b::909:909", "2002:909:909::1"])
    func `an address of the public Internet is taken`(text: String) throws {
        #expect(DestinationGuard.isPublic(try #require(InternetAddress(text))))
    }

    @Test func `a name that is not known is no destination`() throws {
        let named = try destinations.destination("https://hook.example/")
        #expect(throws: DestinationGuard.Refusal.unknownHost("hook.example")) {
            try destinations.chosen([], for: named)
        }
    }

    @Test(arguments: [
        "", "hook", "ftp://example.org/", "https://", "https://a@example.org/", "https://a:b@example.org/",
        "https://example.org/#x", "https://exa mple.org/", "https://[fe80::1%25eth0]/", "https://example.org:0/",
        "https://example.org/ä", "file:///etc/passwd",
    ])
    func `what is no plain URL is refused`(text: String) {
        #expect(throws: DestinationGuard.Refusal.notURL) { try destinations.destination(text) }
    }

    @Test func `a private or unencrypted destination must be listed, with its port when that is listed`() throws {
        #expect(throws: DestinationGuard.Refusal.notEncrypted) {
            try destinations.destination("http://example.org/")
        }
        let intern = try destinations.destination("http://intern.example:9000/hook")
        #expect(try destinations.chosen([InternetAddress("10.0.0.9")!], for: intern) == InternetAddress("10.0.0.9"))
        _ = try destinations.destination("http://10.0.0.5:8080/")
        #expect(throws: DestinationGuard.Refusal.self) { try destinations.destination("http://10.0.0.5:8081/") }
    }
}

@Suite struct WebhookSignatureTests {
    /// The example of the Standard Webhooks specification.
    @Test func `a signature is the one that the specification shows`() throws {
        let secret = try #require(WebhookSignature.secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))
        let signature = WebhookSignature.value(
            id: "msg_p5jXN8AQM9LWM0D4loKWxJek", timestamp: 1_614_265_330, body: Array(#"{"test": 2432232314}"#.utf8),
            secret: secret)
        #expect(signature == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
    }

    @Test func `a secret is read back, and one that is too short is refused`() {
        let secret = WebhookSignature.newSecret()
        #expect(WebhookSignature.secret(WebhookSignature.text(secret)) == secret)
        #expect(WebhookSignature.secret("whsec_c2hvcnQ=") == nil)
        #expect(WebhookSignature.secret("whsec_no base64") == nil)
    }

    @Test func `the waits between attempts grow over a day, and jitter moves them by a fifth`() {
        let waits = (1...8).compactMap { RetrySchedule.wait(after: $0, jitter: 1) }
        #expect(waits == RetrySchedule.waits && waits == waits.sorted())
        let sum = waits.reduce(Interval.seconds(0), +)
        #expect(sum > .hours(24) && sum < .hours(26))
        #expect(RetrySchedule.wait(after: 9, jitter: 1) == nil)
        #expect(RetrySchedule.wait(after: 1, jitter: 0.8) == .seconds(4))
        #expect(RetrySchedule.wait(after: 1, asked: 600, jitter: 1) == .seconds(600))
        #expect(RetrySchedule.wait(after: 1, asked: .max, jitter: 1) == .days(1))
    }
}
