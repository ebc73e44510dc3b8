package import ObservatoryModel

/// What the observatory of the scenario has to say, in its API and on its pages.
extension PakistanScenario {
    private static let names = [
        "facebook": "Facebook", "instagram": "Instagram", "x": "X", "youtube": "YouTube", "tiktok": "TikTok",
    ]

    private static func numbers(_ providers: [LabProvider]) -> Set<UInt32> { Set(providers.map(\.asn)) }

    /// While it lasts: one confirmed incident with all that happens in it and nothing else.
    ///
    /// - Parameter onset: When the first provider began.
    package static func checks(during reader: ObservatoryReader, onset: Timestamp) async -> [ScenarioCheck] {
        let claims = await reader.newest().filter { $0.status != "retracted" }
        var checks = [
            ScenarioCheck(
                "one incident, in PK alone", claims.map(\.cc) == ["PK"], found: "\(claims.map(\.incident))")
        ]
        guard let claim = claims.first(where: { $0.cc == "PK" }) else { return checks }
        let open = claim.phases.filter { $0.to == nil }
        let slow = open.filter { $0.verdict == "slow" }
        checks += [
            ScenarioCheck("its status is confirmed", claim.status == "confirmed", found: claim.status),
            ScenarioCheck("its verdict is blocked", claim.verdict == "blocked", found: claim.verdict),
            ScenarioCheck("its scope is networks", claim.scope == "networks", found: claim.scope),
            .same("it names all five platforms", Set(claim.platforms), Set(platforms)),
            .same("it names the networks that block and no other", claim.networks, numbers(blocking)),
            ScenarioCheck(
                "resets by name are a mechanism of it", claim.mechanism.contains("tls.reset.sni"),
                found: "\(claim.mechanism)"),
            ScenarioCheck(
                "throttling is a mechanism of it", claim.mechanism.contains { $0.hasPrefix("tls.throttle") },
                found: "\(claim.mechanism)"),
            .same(
                "four platforms are in blocked phases",
                Set(open.filter { $0.verdict == "blocked" }.flatMap(\.platforms)),
                Set(blocked)),
            .same("\(slowed) alone is in a slow phase", Set(slow.flatMap(\.platforms)), [slowed]),
            .same("the slow phase names who throttles", Set(slow.flatMap { $0.asns ?? [] }), numbers(throttling)),
            ScenarioCheck(
                "its onset is within its interval", claim.holds(onset: onset),
                found: "\(claim.onsetLow) to \(claim.onsetHigh) for \(onset)"),
        ]
        checks += await cellChecks(reader)
        checks += await pageChecks(reader, claim)
        return checks
    }

    /// Every platform on every network, by the API.
    private static func cellChecks(_ reader: ObservatoryReader) async -> [ScenarioCheck] {
        let cells = await reader.cells(in: "PK")
        var wrong: [String] = []
        for provider in providers where provider.country == "PK" {
            for platform in platforms {
                let isBlocked = blocking.contains(provider) && platform != slowed
                let isSlow = throttling.contains(provider) && platform == slowed
                let expected = isBlocked ? "blocked" : isSlow ? "slow" : "ok"
                let found = cells.first { $0.asn == provider.asn && $0.platform == platform }?.verdict ?? "nothing"
                if found != expected { wrong.append("\(platform) on \(provider.name): \(found), not \(expected)") }
            }
        }
        return [
            ScenarioCheck(
                "every cell of the API says what is so", wrong.isEmpty, found: wrong.joined(separator: "; "))
        ]
    }

    /// The country's page and the incident's, as a reader sees them.
    private static func pageChecks(_ reader: ObservatoryReader, _ claim: SaidRevision) async -> [ScenarioCheck] {
        let country = ReadablePage(html: await reader.text("/countries/PK") ?? "")
        let incident = ReadablePage(html: await reader.text("/incidents/\(claim.incident)") ?? "")
        func rows(_ page: ReadablePage, _ provider: LabProvider) -> [String] {
            page.rows.filter { $0.hasPrefix("AS\(provider.asn)") }
        }
        let unlisted = blocking.filter { provider in
            !rows(country, provider).contains { $0.contains("unreachable") }
        }
        let exempted = rows(country, exempt)
        return [
            ScenarioCheck(
                "the country's page shows every platform as disrupted",
                platforms.allSatisfy { country.text.contains(names[$0] ?? $0) } && country.text.contains("unreachable")
                    && country.text.contains("confirmed"), found: String(country.text.prefix(400))),
            ScenarioCheck(
                "and every network that blocks", unlisted.isEmpty, found: "not \(unlisted.map(\.name))"),
            ScenarioCheck(
                "and the exempt network as reachable throughout",
                !exempted.isEmpty && exempted.allSatisfy { !$0.contains("unreachable") && !$0.contains("slow") },
                found: "\(exempted)"),
            ScenarioCheck(
                "the incident's page has the whole sentence",
                incident.text.filter { $0 != " " }.contains(claim.statement.filter { $0 != " " }),
                found: String(incident.text.prefix(400))),
            ScenarioCheck(
                "which does not name the exempt network", !claim.statement.contains("AS\(exempt.asn)"),
                found: claim.statement),
        ]
    }

    /// After the end: nothing is claimed of now, and the pages say that it is over.
    ///
    /// - Parameter end: When the last provider ended.
    package static func checks(after reader: ObservatoryReader, end: Timestamp) async -> [ScenarioCheck] {
        let claims = await reader.newest()
        let checks = [
            ScenarioCheck(
                "nothing is claimed any more", claims.allSatisfy(\.isOver),
                found: "\(claims.map { "\($0.incident) \($0.status)" })")
        ]
        guard let claim = claims.first(where: { $0.cc == "PK" && $0.status == "restored" }) else {
            return checks + [ScenarioCheck("the incident is restored", false, found: "\(claims.map(\.status))")]
        }
        let told = claim.end.flatMap { Timestamp($0) }
        let off = told.map { abs($0.milliseconds - end.milliseconds) } ?? .max
        let country = ReadablePage(html: await reader.text("/countries/PK") ?? "")
        let incident = ReadablePage(html: await reader.text("/incidents/\(claim.incident)") ?? "")
        let wrong = await reader.cells(in: "PK").filter { $0.asn != nil && $0.verdict != "ok" }
        return checks + [
            ScenarioCheck(
                "its end is told to three minutes", off <= 180_000, found: "\(claim.end ?? "none") for \(end)"),
            ScenarioCheck(
                "every cell of the API is ok", wrong.isEmpty,
                found: "\(wrong.map { "\($0.platform) on \($0.asn ?? 0): \($0.verdict)" })"),
            ScenarioCheck(
                "the country's page shows nothing as disrupted",
                !country.text.isEmpty && !country.text.contains("Disrupted now"),
                found: String(country.text.prefix(400))),
            ScenarioCheck(
                "the incident's page says that it is over", incident.text.contains("restored"),
                found: String(incident.text.prefix(400))),
        ]
    }
}
