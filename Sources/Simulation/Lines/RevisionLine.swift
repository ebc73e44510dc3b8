package import ObservatoryModel

/// Reads lines of CONTRACT §2 as far as scoring needs them: the rest of the revision keeps neutral values.
package enum RevisionLine {
    /// The revision of a line; `nil` for a line of another kind.
    package static func read(_ line: String) throws(LineError) -> IncidentRevision? {
        var reader = JSONReader(line)
        let value = try reader.read()
        guard value["kind"].string == "revision" else { return nil }
        guard let status = IncidentStatus(rawValue: try text(value, "status")) else { throw .field("status") }
        guard let verdict = Verdict(rawValue: try text(value, "verdict")) else { throw .field("verdict") }
        guard let scope = ScopeKind(rawValue: try text(value, "scope")) else { throw .field("scope") }
        guard let country = CountryCode(try text(value, "cc")) else { throw .field("cc") }
        let onset = try time(value, "onset")
        let decided = try time(value, "decidedAt")
        return IncidentRevision(
            incident: try text(value, "incident"), revision: Int(try whole(value, "revision")), decidedAt: decided,
            status: status, verdict: verdict, country: country, scope: scope,
            regions: value["regions"].array.compactMap { $0.string.flatMap { RegionCode($0) } },
            networks: value["asns"].array.compactMap(network),
            access: value["access"].string.flatMap { AccessType($0) },
            platforms: value["platforms"].array.compactMap { $0.string.flatMap { PlatformID($0) } },
            mechanism: value["mechanism"].array.compactMap(\.string), onset: onset,
            onsetLow: value["onsetLow"] == .null ? onset : try time(value, "onsetLow"),
            onsetHigh: value["onsetHigh"] == .null ? onset : try time(value, "onsetHigh"),
            end: value["end"] == .null ? nil : try time(value, "end"), posterior: value["posterior"].number ?? 0,
            posteriorRaw: value["posteriorRaw"].number ?? 0,
            falseAlarmsPerYear: value["falseAlarmsPerYear"].number ?? 0,
            affectedShare: IncidentRevision.AffectedShare(
                low: value["affectedShare"]["low"].number ?? 0, mid: value["affectedShare"]["mid"].number ?? 0,
                high: value["affectedShare"]["high"].number ?? 1,
                uncovered: value["affectedShare"]["uncovered"].number ?? 0),
            sharesEstimated: value["sharesEstimated"].bool ?? true,
            sample: IncidentRevision.Sample(sessions: 0, probes: 0, networks: 0, from: decided, to: decided),
            phases: [], mergedInto: value["mergedInto"].string, rules: value["rules"].string ?? "")
    }

    private static func network(_ value: JSONValue) -> IncidentRevision.Network? {
        guard let number = value["asn"].number.flatMap({ UInt32(exactly: $0) }),
            let verdict = value["verdict"].string.flatMap({ Verdict(rawValue: $0) })
        else { return nil }
        return IncidentRevision.Network(
            asn: ASN(number), verdict: verdict, evidence: value["evidence"].number ?? 0,
            end: value["end"].string.flatMap { Timestamp($0) })
    }
}
