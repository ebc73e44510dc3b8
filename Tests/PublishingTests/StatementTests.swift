import Gazetteer
import ObservatoryModel
import Publishing
import Testing

struct StatementTests {
    private let writer = StatementWriter(networkNames: [ASN(17557): "PTCL", ASN(45595): "PTCL Broadband"])

    private func english(_ revision: IncidentRevision) -> String { writer.text(for: revision) }
    private func lead(_ revision: IncidentRevision, _ language: Language = .english) -> String {
        writer.statement(for: revision, in: language).lead
    }

    @Test func `a confirmed national block says what, where, since when, on what grounds and how sure`() {
        #expect(
            english(pakistanRevision(platforms: ["facebook", "instagram", "x", "youtube"])) == """
                Confirmed: Facebook, Instagram, X and YouTube have been unreachable for most users in Pakistan since about 17:58 \
                local time on 7 January 2024 (12:58 UTC, ± 3 min). Measured by 57 probes on 9 networks (412 sessions, \
                12:28 to 13:04 UTC on 7 January 2024). Further evidence: user reports. Observed: connections reset as \
                soon as the site’s name is sent (tls.reset.sni). Networks found affected: PTCL (AS17557). An estimated \
                61–96 % of the country’s Internet users are affected. Not covered: 12 % of users, on networks that were \
                not measured. Confidence 99.6 %. Measurements show what happened, not who or what caused it. Incident \
                PK-20240107-1, revision 3, rules 2026.1.
                """)
    }

    @Test func `one of a kind is told in the singular`() {
        let text = english(
            pakistanRevision(platforms: ["x"]) {
                $0.sample.probes = 1
                $0.sample.networks = 1
                $0.sample.sessions = 1
            })
        #expect(text.hasPrefix("Confirmed: X has been unreachable for most users in Pakistan since"))
        #expect(text.contains("Measured by 1 probe on 1 network (1 session, "))
    }

    @Test(arguments: [
        (
            IncidentStatus.suspected, Verdict.blocked,
            "Suspected: X appears to have been unreachable for most users in Pakistan since"
        ),
        (.suspected, .slow, "Suspected: X appears to have been slow for most users in Pakistan since"),
        (.suspected, .dark, "Suspected: Internet access appears to have been down for most users in Pakistan since"),
        (.suspected, .platformDown, "Suspected: X appears to have been failing in many countries at once since"),
        (.confirmed, .slow, "Confirmed: X has been slow for most users in Pakistan since"),
        (.confirmed, .dark, "Confirmed: Internet access has been down for most users in Pakistan since"),
        (.confirmed, .platformDown, "Confirmed: X has been failing in many countries at once since about 12:58 UTC on"),
        (
            .restoring, .blocked,
            "Recovering: X is becoming reachable again in Pakistan, after being unreachable since"
        ),
        (.restored, .dark, "Restored: Internet access is back in Pakistan. It was down from about 17:58"),
        (
            .retracted, .blocked,
            "Retracted: we said that X had been unreachable for most users in Pakistan since about 17:58"
        ),
    ])
    func `each status and verdict has its own sentence`(status: IncidentStatus, verdict: Verdict, prefix: String) {
        let lead = lead(pakistanRevision(status: status, verdict: verdict, platforms: ["x"]))
        #expect(lead.hasPrefix(prefix), "\(lead)")
    }

    @Test func `a restored incident says from when until when and how long`() {
        let text = english(pakistanRevision(status: .restored))
        #expect(
            text.hasPrefix(
                """
                Restored: Facebook and X can be reached again in Pakistan. They were unreachable from about 17:58 \
                local time on 7 January 2024 (12:58 UTC, ± 3 min) until about 02:31 on 8 January 2024 (21:31 UTC on \
                7 January). It lasted about 8 hours 33 minutes.
                """), "\(text)")
        #expect(text.contains("users were affected"))
    }

    @Test(arguments: [
        ("2024-01-06T22:00:00Z", "2024-01-07T13:00:00Z", "It lasted about 9 hours."),
        ("2024-01-05T12:00:00Z", "2024-01-07T13:00:00Z", "It lasted about 1 day."),
    ])
    func `a length is no more exact than the onset`(low: String, high: String, sentence: String) {
        let text = english(
            pakistanRevision(status: .restored) {
                $0.onsetLow = moment(low)
                $0.onsetHigh = moment(high)
            })
        #expect(text.contains(sentence), "\(text)")
    }

    @Test func `a platform that is slow is not called unreachable beside others that are`() {
        let mixed = pakistanRevision(platforms: ["facebook", "tiktok", "x"]) { revision in
            revision.phases = [
                .init(
                    from: revision.onset, to: nil, verdict: .blocked, platforms: ["facebook", "x"].map(platform),
                    networks: [ASN(17557)]),
                .init(
                    from: revision.onset, to: nil, verdict: .slow, platforms: [platform("tiktok")],
                    networks: [ASN(45595)]),
            ]
            revision.networks.append(.init(asn: ASN(45595), verdict: .slow, evidence: 15))
        }
        let text = english(mixed)
        #expect(text.hasPrefix("Confirmed: Facebook and X have been unreachable for most users in Pakistan"), "\(text)")
        #expect(text.contains("TikTok opens but is slow on PTCL Broadband (AS45595)."), "\(text)")
        #expect(!text.contains("Slow rather than unreachable"), "\(text)")
        var over = mixed
        over.status = .restored
        over.end = moment("2024-01-07T21:31:00Z")
        for index in over.phases.indices { over.phases[index].to = over.end }
        #expect(english(over).hasPrefix("Restored: Facebook and X can be reached again in Pakistan."))
        #expect(english(over).contains("TikTok opened but was slow on PTCL Broadband (AS45595)."))
    }

    @Test func `beside a dark network, a platform that fails elsewhere is told apart`() {
        let text = english(
            pakistanRevision(verdict: .dark, platforms: ["facebook", "x"]) { revision in
                revision.phases.append(
                    .init(
                        from: revision.onset, to: nil, verdict: .blocked, platforms: [platform("x")],
                        networks: [ASN(45595)]))
            })
        #expect(text.contains("X is also unreachable on PTCL Broadband (AS45595)."), "\(text)")
    }

    @Test func `separate phases are counted`() {
        let revision = pakistanRevision(status: .restored) { revision in
            let start = revision.onset
            revision.phases = (0..<3).map { day in
                .init(
                    from: start + .days(day), to: start + .days(day) + .hours(8), verdict: .blocked,
                    platforms: revision.platforms)
            }
            revision.end = start + .days(2) + .hours(8)
        }
        var open = revision
        open.status = .confirmed
        #expect(english(open).contains("So far this makes 3 separate periods."))
        #expect(!english(pakistanRevision()).contains("separate periods"))
        #expect(english(revision).contains("It lasted about 2 days 8 hours from first to last, in 3 separate periods."))
    }

    @Test func `a retraction says what was wrong`() {
        func reason(_ reason: String?, mergedInto: String? = nil) -> String {
            lead(
                pakistanRevision(status: .retracted) {
                    $0.reason = reason
                    $0.mergedInto = mergedInto
                })
        }
        #expect(reason("not-sustained").hasSuffix(". We withdraw this: the evidence did not last."))
        #expect(reason("odd-code").hasSuffix("We withdraw this. Stated reason: odd-code."))
        #expect(reason(nil).hasSuffix("We withdraw this."))
        #expect(reason("merged", mergedInto: "PK-20240106-2").hasSuffix("a part of incident PK-20240106-2."))
    }

    @Test(arguments: [
        "not-sustained", "new-normal", "platform-down", "network-outage", "probe-fault", "own-fault", "contested",
    ])
    func `known reasons for a retraction are not quoted as codes`(reason: String) {
        for language in [Language.english, .urdu] {
            let lead = lead(pakistanRevision(status: .retracted) { $0.reason = reason }, language)
            #expect(!lead.contains(reason) && !lead.contains("⟦"), "\(lead)")
        }
    }

    @Test func `an incident that nobody looks at any more is not said to be restored`() {
        let revision = pakistanRevision(status: .restored) { $0.reason = "no-longer-observed" }
        let lead = lead(revision)
        #expect(lead.hasPrefix("No longer observed: ") && lead.contains(" unreachable "), "\(lead)")
        #expect(
            !english(revision).contains("again") && !english(revision).contains("It lasted"), "\(english(revision))")
        let urdu = self.lead(revision, .urdu)
        #expect(urdu.hasPrefix("اب مشاہدے میں نہیں") && !urdu.contains("⟦"), "\(urdu)")
    }

    @Test func `measurements of OONI are not called probes`() {
        let text = english(
            pakistanRevision {
                $0.evidence = .init(ooni: 14.2)
                $0.sample.probes = 4
            })
        #expect(text.contains("Based on 412 OONI measurements on 9 networks (12:28 to 13:04 UTC on 7 January 2024)."))
        #expect(!text.contains("probe"))
        let mixed = english(pakistanRevision { $0.evidence.ooni = 3 })
        #expect(mixed.contains("Measured by 57 probes and by OONI on 9 networks (412 measurements in all, "))
    }

    @Test func `what no probe measured is said to rest on outside families`() {
        let text = english(
            pakistanRevision(verdict: .dark, platforms: []) {
                $0.evidence = .init(traffic: 15, bgp: 19)
                $0.sample = .init(sessions: 0, probes: 0, networks: 0, from: $0.sample.from, to: $0.sample.to)
                $0.mechanism = []
            })
        #expect(
            text.contains("Based on traffic volumes and routing data (BGP) (12:28 to 13:04 UTC on 7 January 2024); no"))
        #expect(!text.contains("Further evidence"))
    }

    @Test func `a slow platform says how slow, and under what limit`() {
        let text = english(
            pakistanRevision(verdict: .slow) {
                $0.slowdown = .init(factor: 8.14, low: 5, high: 12.9, capKbps: 1150)
            })
        #expect(
            text.contains(
                "about 8.1 times as long as those of comparison sites on the same networks (5.0 to 13 times)."))
        #expect(text.contains("Speeds settled at about 1,150 kbit/s, as they do under a fixed limit."))
        #expect(!english(pakistanRevision(verdict: .slow)).contains("Transfers took"))
    }

    @Test(arguments: [
        (0.93, false, "across Pakistan"), (0.61, false, "for most users in Pakistan"),
        (0.3, false, "for many users in Pakistan"), (0.93, true, "on most networks in Pakistan"),
    ])
    func `a national incident is not rounded up`(low: Double, estimated: Bool, place: String) {
        let revision = pakistanRevision(platforms: ["x"]) {
            $0.affectedShare.low = low
            $0.sharesEstimated = estimated
        }
        #expect(lead(revision).hasPrefix("Confirmed: X has been unreachable \(place) since"))
    }

    @Test(arguments: [
        (ScopeKind.regional, "in Sindh and Punjab, Pakistan"), (.access, "on mobile networks in Pakistan"),
        (.networks, "on PTCL (AS17557) and AS9541 in Pakistan"), (.global, "in many countries"),
    ])
    func `the scope is a place that people know`(scope: ScopeKind, place: String) {
        let revision = pakistanRevision(platforms: ["x"]) {
            $0.scope = scope
            $0.regions = [region("PK-SD"), region("PK-PB")]
            $0.access = .mobile
            $0.networks.append(.init(asn: ASN(9541), verdict: .blocked, evidence: 3))
            $0.networks.append(.init(asn: ASN(45595), verdict: .slow, evidence: 3))
        }
        #expect(lead(revision).contains("unreachable \(place) since"))
        #expect(
            english(revision).contains("Slow rather than unreachable on PTCL Broadband (AS45595).") || scope == .global)
    }

    @Test func `a long list of networks is cut, and says so`() {
        let revision = pakistanRevision {
            $0.scope = .networks
            $0.networks = (1...9).map { .init(asn: ASN($0), verdict: .blocked, evidence: 1) }
        }
        #expect(lead(revision).contains("on AS1, AS2, AS3, AS4, AS5, AS6 and 3 other networks in Pakistan"))
    }

    @Test(arguments: [
        (
            "2024-01-07T12:00:00Z", "2024-01-07T14:00:00Z",
            "since about 17:58 local time on 7 January 2024 (12:58 UTC, ± 62 min)"
        ),
        (
            "2024-01-07T10:00:00Z", "2024-01-07T16:00:00Z",
            "since some time between 15:00 and 21:00 local time on 7 January 2024"
        ),
        (
            "2024-01-07T12:00:00Z", "2024-01-08T00:30:00Z",
            "since some time between 17:00 on 7 January and 05:30 on 8 January 2024 (local time)"
        ),
        ("2024-01-07T03:00:00Z", "2024-01-08T18:00:00Z", "since some time between 7 and 8 January 2024"),
        ("2023-12-30T03:00:00Z", "2024-01-08T18:00:00Z", "since some time between 30 December 2023 and 8 January 2024"),
    ])
    func `an onset is as exact as it is known`(low: String, high: String, phrase: String) {
        let lead = lead(
            pakistanRevision {
                $0.onsetLow = moment(low)
                $0.onsetHigh = moment(high)
            })
        #expect(lead.contains(phrase), "\(lead)")
    }

    @Test func `a country with several clocks names the capital's`() {
        let lead = lead(pakistanRevision { $0.country = country("RU") })
        #expect(
            lead.contains(
                "for most users in Russia since about 15:58 local time in the capital on 7 January 2024 (12:58 UTC"))
    }

    @Test(arguments: [
        (0.99996, "Confidence above 99.9 %."), (0.9999, "Confidence above 99.9 %."),
        (0.9996, "Confidence above 99.9 %."),
        (0.999, "Confidence 99.9 %."), (0.9961, "Confidence 99.6 %."), (0.989, "Confidence 98 %."),
        (0.5, "Confidence 50 %."),
        (-1, "Confidence 0 %."), (.infinity, "Confidence above 99.9 %."),
    ])
    func `confidence is rounded down`(posterior: Double, sentence: String) {
        #expect(english(pakistanRevision { $0.posterior = posterior }).contains(sentence))
    }

    @Test(arguments: [
        (0.4, 0.4, "An estimated 40 % of the country’s Internet users are affected."),
        (0.001, 0.02, "An estimated 2 % of the country’s Internet users at most are affected."),
        (0, 0.004, "By estimate fewer than 1 % of the country’s Internet users are affected."),
        (0.2, 0.999, "An estimated 20–100 % of the country’s Internet users are affected."),
    ])
    func `a share is as exact as it is known`(low: Double, high: Double, sentence: String) {
        let text = english(
            pakistanRevision { $0.affectedShare = .init(low: low, mid: low, high: high, uncovered: 0) })
        #expect(text.contains(sentence + " Nearly all users are on networks that were measured."), "\(text)")
        #expect(!english(pakistanRevision { $0.affectedShare.low = .nan }).contains("estimated"))
    }

    @Test func `estimated shares say so, and do not claim to cover all`() {
        let text = english(
            pakistanRevision {
                $0.sharesEstimated = true
                $0.affectedShare.uncovered = 0
            })
        #expect(text.contains("How many users each network has is not known; it was estimated from the measurements"))
        #expect(!text.contains("Nearly all users"))
    }

    @Test func `a dated event is told as timing`() {
        let event = CalendarEvent(
            uid: "1", received: moment("2024-01-01T00:00:00Z"), country: country("PK"),
            from: moment("2024-01-07T16:00:00Z"),
            to: moment("2024-01-07T19:00:00Z"), summary: "Online fundraising telethon", category: "rally")
        let remark = writer.timing(of: pakistanRevision(), beside: event, in: .english)
        #expect(
            remark == """
                The disruption began 3 hours 2 minutes before “Online fundraising telethon” was due to begin. This is a \
                remark on timing; it says nothing about a cause.
                """)
    }

    @Test func `the Urdu of the same block`() {
        #expect(
            lead(pakistanRevision(platforms: ["x"]), .urdu) == """
                تصدیق شدہ: 7 جنوری 2024 کو مقامی وقت کے مطابق تقریباً 17:58 بجے (12:58 UTC، ± 3 منٹ) سے پاکستان میں اکثر صارفین کے لیے \
                ایکس تک رسائی ممکن نہیں۔
                """)
        #expect(writer.translations(for: pakistanRevision()).keys.sorted() == ["ur"])
        let stated = writer.stated(pakistanRevision())
        #expect(stated.statement == english(pakistanRevision()) && stated.statements["ur"]?.isEmpty == false)
    }

    /// Every status, verdict and scope in every language: nothing missing, doubled or left open.
    @Test(arguments: IncidentStatus.allCases, Verdict.allCases)
    func `no sentence has a hole`(status: IncidentStatus, verdict: Verdict) {
        for scope in ScopeKind.allCases {
            for count in [0, 1, 2, 5, 9] {
                let ids = [
                    "facebook", "google", "instagram", "messenger", "signal", "telegram", "tiktok", "x", "youtube",
                ]
                let revision = pakistanRevision(status: status, verdict: verdict, platforms: Array(ids.prefix(count))) {
                    $0.scope = scope
                    $0.slowdown = .init(factor: 3, low: 2, high: 20, capKbps: nil)
                    $0.mechanism = ["dns.injection.bogon", "made.up"]
                }
                for messages in MessageCatalogue.standard.languages {
                    let statement = writer.statement(for: revision, in: messages.language)
                    #expect(statement.language == messages.language)
                    for text in [statement.title, statement.lead] + statement.details {
                        let spoken = text.filter { $0 != "\u{00a0}" }
                        #expect(!spoken.isEmpty && !spoken.contains("⟦") && !spoken.contains("{"), "\(text)")
                        #expect(!spoken.contains("  "), "\(messages.language): \(text)")
                        #expect(!spoken.contains(" .") && !spoken.contains(" ۔") && !spoken.contains("( "), "\(text)")
                    }
                    for sentence in [statement.lead] + statement.details {
                        #expect([".", "۔"].contains(sentence.last), "\(sentence)")
                    }
                }
            }
        }
    }
}
