import ObservatoryModel

/// The shape of a revision's JSON object. Keys that the contract lets be absent are optional.
struct RevisionDocument: Decodable {
    struct Network: Decodable {
        var asn: UInt32
        var verdict: Verdict
        var evidence: Double?
        var onset: String?
        var end: String?
    }

    struct Evidence: Decodable {
        var probes: Double?
        var ooni: Double?
        var reports: Double?
        var traffic: Double?
        var bgp: Double?
        var other: Double?
    }

    struct Share: Decodable {
        var low: Double?
        var mid: Double?
        var high: Double?
        var uncovered: Double?
    }

    struct Sample: Decodable {
        var sessions: Int?
        var probes: Int?
        var networks: Int?
        var from: String
        var to: String
    }

    struct Slowdown: Decodable {
        var factor: Double
        var low: Double
        var high: Double
        var capKbps: Double?
    }

    struct Phase: Decodable {
        var from: String
        var to: String?
        var verdict: Verdict
        var platforms: [String]
        var asns: [UInt32]?
    }

    struct Related: Decodable {
        var calendar: [String]?
        var similar: [String]?
    }

    var kind: String
    var incident: String
    var revision: Int
    var decidedAt: String
    var status: IncidentStatus
    var verdict: Verdict
    var cc: String
    var scope: ScopeKind
    var regions: [String]?
    var asns: [Network]?
    var access: String?
    var platforms: [String]
    var mechanism: [String]?
    var onset: String
    var onsetLow: String
    var onsetHigh: String
    var end: String?
    var evidence: Evidence
    var posterior: Double?
    var posteriorRaw: Double?
    var falseAlarmsPerYear: Double?
    var affectedShare: Share?
    var sharesEstimated: Bool?
    var sample: Sample
    var slowdown: Slowdown?
    var phases: [Phase]?
    var related: Related?
    var statement: String?
    var statements: [String: String]?
    var reason: String?
    var mergedInto: String?
    var supersedes: Int?
    var rules: String?
}

extension RevisionDocument {
    /// The value in the model's types.
    func value() throws(UnreadableRevision) -> IncidentRevision {
        guard kind == "revision" else { throw UnreadableRevision(reason: "“kind” is “\(kind)”") }
        let country = try RevisionDocument.parsed("cc", cc) { CountryCode($0) }
        return IncidentRevision(
            incident: incident, revision: revision, decidedAt: try time("decidedAt", decidedAt), status: status,
            verdict: verdict, country: country, scope: scope, regions: try parsedRegions(),
            networks: try parsedNetworks(),
            access: try RevisionDocument.optional("access", access) { AccessType($0) },
            platforms: try parsedPlatforms(platforms), mechanism: mechanism ?? [], onset: try time("onset", onset),
            onsetLow: try time("onsetLow", onsetLow), onsetHigh: try time("onsetHigh", onsetHigh),
            end: try optionalTime("end", end),
            evidence: IncidentRevision.Evidence(
                probes: evidence.probes ?? 0, ooni: evidence.ooni ?? 0, reports: evidence.reports ?? 0,
                traffic: evidence.traffic ?? 0, bgp: evidence.bgp ?? 0, other: evidence.other ?? 0),
            posterior: posterior ?? 0, posteriorRaw: posteriorRaw ?? 0, falseAlarmsPerYear: falseAlarmsPerYear ?? 0,
            affectedShare: IncidentRevision.AffectedShare(
                low: affectedShare?.low ?? 0, mid: affectedShare?.mid ?? 0, high: affectedShare?.high ?? 0,
                uncovered: affectedShare?.uncovered ?? 0),
            sharesEstimated: sharesEstimated ?? false,
            sample: IncidentRevision.Sample(
                sessions: sample.sessions ?? 0, probes: sample.probes ?? 0, networks: sample.networks ?? 0,
                from: try time("sample.from", sample.from), to: try time("sample.to", sample.to)),
            slowdown: slowdown.map {
                IncidentRevision.Slowdown(factor: $0.factor, low: $0.low, high: $0.high, capKbps: $0.capKbps)
            },
            phases: try parsedPhases(), relatedCalendar: related?.calendar ?? [],
            relatedSimilar: related?.similar ?? [], statement: statement ?? "", statements: statements ?? [:],
            reason: reason, mergedInto: mergedInto, supersedes: supersedes, rules: rules ?? "")
    }

    private func parsedRegions() throws(UnreadableRevision) -> [RegionCode] {
        var parsed: [RegionCode] = []
        for region in regions ?? [] {
            parsed.append(try RevisionDocument.parsed("regions", region) { RegionCode($0) })
        }
        return parsed
    }

    private func parsedNetworks() throws(UnreadableRevision) -> [IncidentRevision.Network] {
        var parsed: [IncidentRevision.Network] = []
        for network in asns ?? [] {
            parsed.append(
                IncidentRevision.Network(
                    asn: ASN(network.asn), verdict: network.verdict, evidence: network.evidence ?? 0,
                    onset: try optionalTime("asns.onset", network.onset),
                    end: try optionalTime("asns.end", network.end)))
        }
        return parsed
    }

    private func parsedPlatforms(_ texts: [String]) throws(UnreadableRevision) -> [PlatformID] {
        var parsed: [PlatformID] = []
        for text in texts { parsed.append(try RevisionDocument.parsed("platforms", text) { PlatformID($0) }) }
        return parsed
    }

    private func parsedPhases() throws(UnreadableRevision) -> [IncidentRevision.Phase] {
        var parsed: [IncidentRevision.Phase] = []
        for phase in phases ?? [] {
            parsed.append(
                IncidentRevision.Phase(
                    from: try time("phases.from", phase.from), to: try optionalTime("phases.to", phase.to),
                    verdict: phase.verdict, platforms: try parsedPlatforms(phase.platforms),
                    networks: (phase.asns ?? []).map { ASN($0) }))
        }
        return parsed
    }

    private func time(_ key: String, _ text: String) throws(UnreadableRevision) -> Timestamp {
        try RevisionDocument.parsed(key, text) { Timestamp($0) }
    }

    private func optionalTime(_ key: String, _ text: String?) throws(UnreadableRevision) -> Timestamp? {
        try RevisionDocument.optional(key, text) { Timestamp($0) }
    }

    private static func optional<Value>(
        _ key: String, _ text: String?, _ parse: (String) -> Value?
    ) throws(UnreadableRevision) -> Value? {
        guard let text else { return nil }
        return try parsed(key, text, parse)
    }

    private static func parsed<Value>(
        _ key: String, _ text: String, _ parse: (String) -> Value?
    ) throws(UnreadableRevision) -> Value {
        guard let value = parse(text) else { throw UnreadableRevision(reason: "“\(key)” is “\(text)”") }
        return value
    }
}
