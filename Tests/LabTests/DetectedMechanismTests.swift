import Detection
import NetworkLab
import ObservatoryModel
import Probing
import Testing
import WireFormats

/// From a censor to a published claim: what the probe measured in the lab, as many probes see it, through detection.
@Suite struct `What the probe records of a censor` {
    /// When the censor begins and ends, in minutes after the first session.
    static let (onset, end): (Int64, Int64) = (120, 140)
    static let start = Timestamp("2026-11-20T00:00:00Z")!

    /// Twelve probes in three networks of one country, twelve in three other countries, a session each minute; the first
    /// two hours as measured without the censor, then twenty minutes in that one country as measured with it, and ten
    /// without it again.
    static func revisions(quiet: Session, censored: Session) -> [IncidentRevision] {
        var engine = DetectionEngine()
        var revisions: [IncidentRevision] = []
        let countries = ["PK", "DE", "KE", "BR"].map { CountryCode($0)! }
        for minute in 0..<end + 10 {
            for probe in 0..<24 {
                let country = probe < 12 ? countries[0] : countries[1 + probe % 3]
                var session = (onset..<end).contains(minute) && probe < 12 ? censored : quiet
                session.id = "s-\(minute)-\(probe)"
                session.probe = "p-\(probe)"
                session.country = country
                session.asn = ASN(64_512 + UInt32(probe < 12 ? probe % 3 : 10 + probe % 3))
                session.every = 60
                session.at = start + .minutes(minute) + .seconds(Int64(probe) * 2)
                session.received = session.at + .seconds(1)
                revisions += engine.consume(.session(session))
            }
        }
        return revisions + engine.advance(to: start + .minutes(end + 11))
    }

    /// Checks a claim that grew out of one measured session: verdict, mechanism, scope, and the delays that the lab has to
    /// keep at a cadence of a minute. All of the twelve probes fail in the first minute, so that the sixth failing session
    /// is at its tenth second.
    static func check(
        _ revisions: [IncidentRevision], verdict: Verdict = .blocked, mechanism: String, note: String
    ) throws {
        let last = try #require(
            revisions.last { $0.decidedAt <= start + .minutes(end) }, "\(mechanism): nothing was claimed; \(note)")
        #expect(Set(revisions.map(\.incident)).count == 1, "\(mechanism)")
        let confirmed = try #require(
            revisions.first { $0.status == .confirmed }, "\(mechanism): never confirmed; \(note)")
        let restored = try #require(revisions.first { $0.status == .restored }, "\(mechanism): never over; \(note)")
        let sixth = start + .minutes(onset) + .seconds(10)
        #expect(confirmed.decidedAt <= sixth + .seconds(Int64(LabDelays.confirmedWithin)), "\(mechanism)")
        #expect(
            restored.decidedAt <= start + .minutes(end) + .seconds(Int64(LabDelays.restoredWithin)), "\(mechanism)")
        #expect(last.verdict == verdict)
        #expect(last.country == CountryCode("PK"))
        #expect(last.scope == .national, "\(mechanism)")
        #expect(last.platforms == [LoopbackWorld.platform])
        #expect(last.mechanism == [mechanism], "\(note)")
    }

    @Test(arguments: Mechanism.all.filter { !$0.path.contains(" ") })
    func `becomes a confirmed block with its mechanism and its scope`(_ mechanism: Mechanism) async throws {
        try await LoopbackWorld.with { world in
            let contrasts: [Contrast.Name] = [.neutralSNI, .targetSNIElsewhere, .neutralHost, .dnsOverHTTPS]
            let quiet = await world.session(secure: mechanism.secure).onPublicAddresses
            #expect(quiet.outcome == .ok)
            try await world.lab.enforce(mechanism.rules)
            let censored = await world.session(secure: mechanism.secure, contrasts: contrasts).onPublicAddresses
            let revisions = Self.revisions(quiet: quiet, censored: censored)
            let steps = censored.steps.map { "\($0.stage) \($0.failure?.text ?? "ok")" }
            try Self.check(revisions, mechanism: mechanism.path, note: "steps \(steps)")
        }
    }

    @Test func `of a captive portal on every line claims no block`() async throws {
        try await LoopbackWorld.with { world in
            let quiet = await world.session().onPublicAddresses
            try await world.lab.enforce([.captivePortal])
            let revisions = Self.revisions(quiet: quiet, censored: await world.session().onPublicAddresses)
            #expect(revisions.allSatisfy { $0.verdict != .blocked }, "\(revisions.map(\.statement))")
        }
    }
}

extension Session {
    /// The session with the lab's loopback addresses replaced by such as public hosts have, and its bogon by a private
    /// one: detection knows loopback for what it is.
    var onPublicAddresses: Session {
        func moved(_ text: String) -> String {
            if text == LoopbackLab.bogon.description { return "10.10.34.35" }
            return text.hasPrefix("127.66.") ? "11.66." + text.dropFirst("127.66.".count) : text
        }
        var session = self
        for index in steps.indices {
            session.steps[index].addresses = steps[index].addresses.map(moved)
            session.steps[index].address = steps[index].address.map(moved)
            for answer in steps[index].answers.indices {
                session.steps[index].answers[answer].addresses = steps[index].answers[answer].addresses.map(moved)
            }
        }
        return session
    }
}
