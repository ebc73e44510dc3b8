import ObservatoryModel

/// The case of DESIGN §1 as a revision, to be changed by each test where it matters.
func pakistanRevision(
    status: IncidentStatus = .confirmed, verdict: Verdict = .blocked, platforms: [String] = ["facebook", "x"],
    change: (inout IncidentRevision) -> Void = { _ in }
) -> IncidentRevision {
    let onset = moment("2024-01-07T12:58:00Z")
    var revision = IncidentRevision(
        incident: "PK-20240107-1", revision: 3, decidedAt: moment("2024-01-07T13:04:00Z"), status: status,
        verdict: verdict, country: country("PK"), scope: verdict == .platformDown ? .global : .national,
        networks: [.init(asn: ASN(17557), verdict: verdict, evidence: 21.4)],
        platforms: platforms.map(platform), mechanism: ["tls.reset.sni"], onset: onset,
        onsetLow: onset - .minutes(3), onsetHigh: onset + .minutes(1), evidence: .init(probes: 18.6, reports: 5.1),
        posterior: 0.9961, posteriorRaw: 0.991, falseAlarmsPerYear: 0.004,
        affectedShare: .init(low: 0.61, mid: 0.83, high: 0.96, uncovered: 0.12), sharesEstimated: false,
        sample: .init(
            sessions: 412, probes: 57, networks: 9, from: moment("2024-01-07T12:28:00Z"),
            to: moment("2024-01-07T13:04:00Z")),
        phases: [.init(from: onset, to: nil, verdict: verdict, platforms: platforms.map(platform))], supersedes: 2,
        rules: "2026.1")
    if status == .restored {
        revision.end = moment("2024-01-07T21:31:00Z")
        revision.phases[0].to = revision.end
    }
    change(&revision)
    return revision
}

func moment(_ text: String) -> Timestamp {
    guard let moment = Timestamp(text) else { preconditionFailure("“\(text)” is no time") }
    return moment
}

func country(_ text: String) -> CountryCode {
    guard let country = CountryCode(text) else { preconditionFailure("“\(text)” is no country code") }
    return country
}

func region(_ text: String) -> RegionCode {
    guard let region = RegionCode(text) else { preconditionFailure("“\(text)” is no region code") }
    return region
}

func platform(_ text: String) -> PlatformID {
    guard let platform = PlatformID(text) else { preconditionFailure("“\(text)” is no platform id") }
    return platform
}
