import NIOPosix
import NetworkLab
import ObservatoryModel
import Probing
import Synchronization
import Testing
import WireFormats

/// A lab whose probes deliver to the real observatory, with two hours of history behind them.
final class ObservedLab: Sendable {
    let clock: LabClock
    let observatory: LabObservatory
    private let folder: String
    /// When sessions failed in the country that is censored, in the lab's time.
    private let failures = Mutex<[Timestamp]>([])

    private init(clock: LabClock, observatory: LabObservatory, folder: String) {
        self.clock = clock
        self.observatory = observatory
        self.folder = folder
    }

    /// When the sixth session failed; `nil` while fewer did.
    var sixthFailure: Timestamp? {
        let times = failures.withLock { $0.sorted() }
        return times.count < 6 ? nil : times[5]
    }

    /// Runs the body with an observatory that has its history and nothing else yet.
    static func with(_ body: (ObservedLab) async throws -> Void) async throws {
        let (folder, end) = try await LabHistory.shared.copy()
        let clock = LabClock(end)
        try await LabObservatory.with(folder: folder.path, clock: clock) { observatory in
            try await body(ObservedLab(clock: clock, observatory: observatory, folder: folder.path))
        }
    }

    /// The probes, each with its key, as they see the world from now on.
    func crew(secure: Bool = true, view: (LabCrew.Place) -> LabCrew.View) throws -> LabCrew {
        try LabCrew(
            folder: folder, port: observatory.port, secure: secure,
            record: { session in
                guard session.outcome == .failed, session.country.description == "PK" else { return }
                self.failures.withLock { $0.append(session.at) }
            }, view: view)
    }

    /// Lets minutes pass until something is so.
    ///
    /// - Returns: After how many minutes it was, or `nil` when it never was.
    @discardableResult
    func pass(
        atMost minutes: Int, _ crew: LabCrew, until isSo: ([SaidRevision]) -> Bool = { _ in false }
    ) async throws -> Int? {
        for minute in 1...minutes {
            try await observatory.beat()
            await crew.minute()
            clock.advance(by: .minutes(1))
            if isSo(await observatory.reader.newest()) { return minute }
        }
        return nil
    }

    /// What is claimed and not withdrawn.
    func claims() async -> [SaidRevision] {
        await observatory.reader.newest().filter { $0.status != "retracted" }
    }
}

/// A block that the observatory should see, from its first minute to its end.
struct ObservedBlock: Sendable {
    var mechanism: String
    var scope: String
    var networks: Set<UInt32>
    /// What else a part of the sessions may show, and why is said where it is set.
    var mayShow: Set<String> = []

    private func isShown(by claim: SaidRevision) -> Bool {
        claim.mechanism.contains(mechanism) && Set(claim.mechanism).subtracting(mayShow) == [mechanism]
    }

    /// Lets the block pass, and checks the claim: verdict, mechanism, scope and networks in the API and on its page, and
    /// that it is over after the end.
    func check(in lab: ObservedLab, crew: LabCrew, lift: () async throws -> Void) async throws {
        let confirmed = try await lab.pass(atMost: 40, crew) { claims in
            claims.contains { claim in
                claim.status == "confirmed" && isShown(by: claim) && claim.scope == scope
                    && Set(claim.asns.map(\.asn)) == networks
            }
        }
        let claims = await lab.claims()
        let found = claims.map { "\($0.status) \($0.verdict) \($0.scope) \($0.networks.sorted()) \($0.mechanism)" }
        let claim = try #require(claims.first, "nothing was claimed")
        #expect(confirmed != nil, "claimed was \(found)")
        #expect(claims.count == 1, "\(found)")
        #expect(claim.cc == "PK")
        #expect(claim.verdict == "blocked")
        #expect(claim.platforms == [LoopbackWorld.platform.text])
        let path = "/incidents/\(claim.incident)"
        let page = ReadablePage(html: try #require(await lab.observatory.reader.text(path)))
        #expect(page.text.contains(mechanism) && page.text.contains("unreachable"), "\(page.text.prefix(500))")
        let revisions = await lab.observatory.reader.revisions(of: claim.incident)
        let sixth = try #require(lab.sixthFailure)
        let decided = try #require(revisions.first { $0.status == "confirmed" }.flatMap { Timestamp($0.decidedAt) })
        let delay = (decided - sixth).milliseconds / 1000
        print("\(mechanism) \(scope): confirmed \(delay) s after the sixth failing session")
        // Told only: probes begin at the quiet cadence here, ten minutes apart by chance, and quicken when the observatory asks
        // (240 to 600 s as measured). What holds at a cadence of a minute, `DetectedMechanismTests` asserts.
        try await lift()
        let ended = lab.clock.now
        let restored = try await lab.pass(atMost: 40, crew) { $0.allSatisfy(\.isOver) }
        let end = await lab.observatory.reader.newest().map(\.status)
        #expect(restored != nil && end == ["restored"], "\(end)")
        let seen = try #require(
            await lab.observatory.reader.revisions(of: claim.incident).last.flatMap { Timestamp($0.decidedAt) })
        let after = (seen - ended).milliseconds / 1000
        print("\(mechanism) \(scope): restored \(after) s after the end")
        #expect(after <= LabDelays.restoredWithin)
    }
}
