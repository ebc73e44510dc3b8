package import ObservatoryModel

/// What is known now, cell by cell, and what is asked of probes.
extension DetectionEngine {
    /// Every platform of a country (or of all) for the country as a whole (`asn` nil) and for each network with votes.
    ///
    /// - Returns: by country in order of first appearance, platform by name, the whole first, then networks by number.
    package func cells(in code: CountryCode?) -> [CellState] {
        let chosen = code.map { countryIndex[$0].map { [$0] } ?? [] } ?? Array(countries.indices)
        return chosen.flatMap { country in
            countries[country].platforms.indices
                .sorted { countries[country].platforms[$0].id < countries[country].platforms[$1].id }
                .flatMap { cells(country: country, platform: $0) }
        }
    }

    /// Platforms at `watch` or above, or in question all over the world, and for how many seconds between sessions it asks
    /// (CONTRACT §4).
    package var cadenceRequests: [CadenceRequest] {
        countries.flatMap { country in
            country.platforms.filter { platform in
                tracks[platform.firstTrack].hotSince != nil
                    || tracks[platform.firstTrack + 1].hotSince != nil
                    || now <= world[platform.world].inQuestionUntil
                    || platform.reported(rules)
            }.sorted { $0.id < $1.id }.map { platform in
                CadenceRequest(
                    country: country.code, platform: platform.id, every: 90,
                    contrasts: [
                        .neutralSNI, .targetSNIElsewhere, .neutralHost, .dnsOverHTTPS, .dnsOverPublicUDP,
                        .neutralUDP443,
                    ], transfer: wantsTransfer(platform))
            }
        }
    }

    private func cells(country index: Int, platform position: Int) -> [CellState] {
        let country = countries[index]
        let platform = country.platforms[position]
        let (blocked, slow) = (tracks[platform.firstTrack], tracks[platform.firstTrack + 1])
        var byNetwork: [Int32: Tally] = [:]
        var whole = Tally()
        for (network, newest) in blocked.history.newestByNetwork {
            whole.newest = max(whole.newest, newest)
            byNetwork[network, default: Tally()].newest = newest
        }
        for vote in blocked.history.received(since: now - 30) where now - vote.at <= 30 {
            whole.add(vote)
            byNetwork[vote.network, default: Tally()].add(vote)
        }
        // Whether it opens at all comes before how fast.
        let member = [blocked.member, slow.member].compactMap { $0 }.first { $0.endedAt == nil }
        let incident = member.map { incidents[$0.incident] }
        let attention = attention(of: platform, blocked, slow, incident: incident)
        let claim: Verdict =
            blocked.members.first.map { $0.endedAt == nil } ?? false ? .blocked : .slow
        var result = [
            CellState(
                country: country.code, asn: nil, platform: platform.id,
                verdict: incident != nil
                    ? claim : whole.votes >= 3 ? .ok : .insufficient, attention: attention,
                evidence: max(0, blocked.lnM), votes: whole.votes, failures: whole.failures,
                probes: whole.probes.count,
                newest: whole.newest == .min ? nil : Timestamp(minute: whole.newest),
                incident: incident?.id)
        ]
        let dark = Set(
            (tracks[country.connectivity].member?.episodes ?? []).filter(\.isActive).map(\.network))
        let measured = byNetwork.filter { $0.key >= 0 }.sorted {
            country.networks[Int($0.key)].asn < country.networks[Int($1.key)].asn
        }
        for (network, tally) in measured {
            let named = member?.episodes.contains { $0.network == network && $0.isActive } ?? false
            let verdict: Verdict =
                dark.contains(network)
                ? .dark
                : incident != nil && named ? claim : tally.votes >= 3 ? .ok : .insufficient
            let r =
                Int(network) < blocked.fused.networks.count
                ? blocked.fused.networks[Int(network)].r.mean : 0
            result.append(
                CellState(
                    country: country.code, asn: country.networks[Int(network)].asn, platform: platform.id,
                    verdict: verdict, attention: named ? attention : .quiet,
                    evidence: max(0, r > 0 ? naturalLog(r) : 0), votes: tally.votes, failures: tally.failures,
                    probes: tally.probes.count, newest: Timestamp(minute: tally.newest),
                    incident: named ? incident?.id : nil))
        }
        return result
    }

    private func attention(
        of platform: PlatformState, _ blocked: Track, _ slow: Track, incident: IncidentState?
    ) -> CellState.Attention {
        switch incident?.status {
        case .confirmed?: .confirmed
        case .suspected?: .suspected
        case .restoring?: .restoring
        default:
            blocked.lnM >= rules.watch || slow.lnM >= rules.watch
                ? .watch : platform.reported(rules) ? .reported : .quiet
        }
    }

    /// Whether probes are asked for transfers now, at a pace that volunteers' data budgets last out.
    ///
    /// All the time while slowness has just come into question, and again when it seems to be over, since either is then
    /// settled within minutes; in between, and beside a block, one minute in fifteen or thirty.
    private func wantsTransfer(_ platform: PlatformState) -> Bool {
        let slow = tracks[platform.firstTrack + 1]
        guard let since = slow.hotSince else { return now % 15 < 1 }
        if let member = slow.members.first, member.end >= rules.endInQuestion { return true }
        let age = now - since
        let isSettled = slow.members.first?.confirmed ?? false
        return age < rules.transferRushMinutes && !isSettled || now % (age < 60 ? 15 : 30) < 1
    }

    private struct Tally {
        var votes = 0
        var failures = 0
        var probes: Set<Int32> = []
        var newest: Int32 = .min

        mutating func add(_ vote: Vote) {
            votes += 1
            if vote.failed { failures += 1 }
            if vote.probe >= 0 { probes.insert(vote.probe) }
        }
    }
}

extension PlatformState {
    /// Whether people's reports alone stand out.
    func reported(_ rules: DetectionRules) -> Bool {
        guard let reports, case let r = reports.statistic.r.mean, r > 0, reports.recent >= rules.reporters else {
            return false
        }
        return naturalLog(r) >= rules.reported
    }
}
