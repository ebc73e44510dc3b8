import ObservatoryModel

@testable import parallax

/// An evening in Pakistan, as the tests of the board see it. Its numbers are made up.
enum Watched {
    static let now = Timestamp("2024-01-07T13:04:12Z")!
    private static let pakistan = CountryCode("PK")!

    static func cell(
        _ asn: UInt32?, _ platform: String, _ verdict: Verdict, _ attention: CellState.Attention, votes: Int = 40,
        failures: Int = 3
    ) -> WatchedCell {
        WatchedCell(
            name: .init(country: pakistan, asn: asn.map { ASN($0) }, platform: PlatformID(platform)!),
            verdict: verdict, attention: attention, votes: votes, failures: failures, probes: votes / 2,
            newest: now - .seconds(12))
    }

    static func incident(revision: Int = 3, status: String = "confirmed") -> WatchedIncident {
        WatchedIncident(
            id: "PK-20240107-1", revision: revision, decidedAt: now, status: status, verdict: "blocked",
            country: pakistan, platforms: [], onset: Timestamp("2024-01-07T12:58:00Z")!, end: nil,
            statement: """
                Confirmed: live metrics show that Facebook, Instagram and X are blocked across Pakistan since about \
                17:58 (PKT), affecting 61–96 % of users; the contrasts show resets upon the name (SNI).
                """)
    }

    static func snapshot(isSynthetic: Bool = false) -> WatchSnapshot {
        var cells: [WatchedCell] = []
        for (row, platform) in [
            "facebook", "instagram", "x", "youtube", "tiktok", "whatsapp", "wikipedia", "signal",
        ].enumerated() {
            let isBlocked = row < 3
            let verdict: Verdict = isBlocked ? .blocked : row == 3 ? .slow : row == 7 ? .insufficient : .ok
            let attention: CellState.Attention =
                isBlocked ? .confirmed : row == 3 ? .suspected : row == 4 ? .watch : .quiet
            cells.append(cell(nil, platform, verdict, attention, votes: 412, failures: isBlocked ? 383 : 12))
            for (column, asn) in [17557, 45595, 23674, 24499, 56167, 45773, 38547, 9541].enumerated()
            where (row + column) % 5 != 4 {
                let isHit = isBlocked && column != 1
                cells.append(
                    cell(
                        UInt32(asn), platform, isHit ? .blocked : .ok, isHit ? .confirmed : .quiet, votes: 40 - column
                    ))
            }
        }
        let bins = (0..<36).map { index in
            WatchedBin(
                at: now - .minutes(Int64(36 - index) * 10), sessions: 20, failures: index > 30 ? (index - 30) * 4 : 1)
        }
        var older = incident(revision: 7, status: "restoring")
        (older.id, older.verdict, older.decidedAt) = ("PK-20240106-2", "slow", now - .hours(3))
        (older.onset, older.statement) = (older.onset - .days(1), "تصدیق شدہ: پاکستان میں یوٹیوب سست ہے")
        return WatchSnapshot(
            at: now, isSynthetic: isSynthetic, cells: cells,
            networks: [
                WatchedNetwork(asn: ASN(17557), name: "PTCL", users: 0.255),
                WatchedNetwork(asn: ASN(45595), name: "پاکستان ٹیلی کام", users: 0.2),
                WatchedNetwork(asn: ASN(23674), name: "Nayatel", users: 0.1),
            ], incidents: [incident(), older],
            series: Dictionary(uniqueKeysWithValues: ["facebook", "x", "youtube"].map { (PlatformID($0)!, bins) }),
            step: .minutes(10))
    }

    static func state(isSynthetic: Bool = false) -> WatchState {
        var state = WatchState(country: pakistan)
        state.apply(snapshot(isSynthetic: isSynthetic), now: now)
        state.connection = .live
        return state
    }

    /// Long names, many networks and incidents.
    static func crowded() -> WatchState {
        var state = state()
        for number in 0..<40 {
            state.apply(cell(UInt32(60_000 + number), "a-platform-with-a-name-of-\(number)-letters", .dark, .confirmed))
            var incident = incident()
            incident.id = "PK-20240107-\(number + 2)"
            incident.statement = String(repeating: "日本語 ", count: 80)
            state.apply(incident)
        }
        return state
    }

    /// The board of `state` in 80 columns and 24 rows, three seconds later, without spaces at the ends of lines.
    static let board80 = """
        Parallax  Pakistan                        2024-01-07 18:04:15 PKT · 13:04:15 UTC
        live · what is shown is 3 s old · newest measurement 15 s old

                    fail    of failed, last 6 h   PTCL  پاکس… Naya… 45773 38547 24499
        Facebook  B! 93%   412 ▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▂▅█ B!    o     B!    B!    B!    B!
        Instagram B! 93%   412                    B!    o     B!    B!    B!
        Signal    -   3%   412                    o     o           o     o     o
        TikTok    o~  3%   412                          o     o           o     o
        WhatsApp  o   3%   412                    o     o     o     o     o     o
        Wikipedia o   3%   412                    o     o     o     o     o
        X         B! 93%   412 ▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▂▅█ B!    o           B!    B!    B!
        YouTube   S?  3%   412 ▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▂▅█ o           o     o           o
        PTCL AS17557 26% of users · پاکستان ٹیلی کام AS45595 20% of users · Nayatel
        AS23674 10% of users · 2 more not shown

        2 open incidents
        PK-20240107-1 CONFIRMED blocked since 17:58 PKT (12:58 UTC), 6 min
          Confirmed: live metrics show that Facebook, Instagram and X are blocked across
          Pakistan since about 17:58 (PKT), affecting 61–96 % of users; the contrasts
          show resets upon the name (SNI).
        and 1 more

        B blocked  S slow  P platform down  D dark  o ok  - too little data
        ! confirmed  ? suspected  ~ watch  r reported  ^ restoring  q quits
        """
}
