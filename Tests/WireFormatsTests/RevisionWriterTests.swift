import ObservatoryModel
import Testing

@testable import WireFormats

@Suite struct RevisionWriterTests {
    @Test func `a revision has the keys of the contract in their order`() {
        let onset = Timestamp("2024-01-07T12:58:00Z")!
        let revision = IncidentRevision(
            incident: "PK-20240107-1", revision: 3, decidedAt: Timestamp("2024-01-07T13:04:00Z")!, status: .confirmed,
            verdict: .blocked, country: CountryCode("PK")!, scope: .national,
            networks: [.init(asn: ASN(17557), verdict: .blocked, evidence: 21.4)],
            platforms: [PlatformID("facebook")!, PlatformID("x")!], mechanism: ["tls.reset.sni"], onset: onset,
            onsetLow: onset - .minutes(1), onsetHigh: onset + .minutes(1),
            evidence: .init(probes: 18.6, reports: 4.1), posterior: 0.996, posteriorRaw: 0.991,
            falseAlarmsPerYear: 0.004, affectedShare: .init(low: 0.61, mid: 0.83, high: 0.96, uncovered: 0.12),
            sharesEstimated: false,
            sample: .init(sessions: 412, probes: 57, networks: 9, from: onset, to: onset + .minutes(6)),
            slowdown: .init(factor: 8.1, low: 5, high: 12.9, capKbps: 150),
            phases: [.init(from: onset, to: nil, verdict: .blocked, platforms: [PlatformID("x")!])],
            relatedCalendar: ["c-1"], relatedSimilar: ["PK-20231217-1"], statement: "Confirmed: …",
            statements: ["ur": "تصدیق"], supersedes: 2, rules: "1")
        var writer = RevisionWriter()
        #expect(
            String(decoding: writer.line(revision), as: UTF8.self) == #"""
                {"kind":"revision","incident":"PK-20240107-1","revision":3,"decidedAt":"2024-01-07T13:04:00Z",\#
                "status":"confirmed","verdict":"blocked","cc":"PK","scope":"national","regions":[],\#
                "asns":[{"asn":17557,"verdict":"blocked","evidence":21.4}],"access":null,\#
                "platforms":["facebook","x"],"mechanism":["tls.reset.sni"],"onset":"2024-01-07T12:58:00Z",\#
                "onsetLow":"2024-01-07T12:57:00Z","onsetHigh":"2024-01-07T12:59:00Z","end":null,\#
                "evidence":{"probes":18.6,"ooni":0,"reports":4.1,"traffic":0,"bgp":0,"other":0},\#
                "posterior":0.996,"posteriorRaw":0.991,"falseAlarmsPerYear":0.004,\#
                "affectedShare":{"low":0.61,"mid":0.83,"high":0.96,"uncovered":0.12},"sharesEstimated":false,\#
                "sample":{"sessions":412,"probes":57,"networks":9,"from":"2024-01-07T12:58:00Z",\#
                "to":"2024-01-07T13:04:00Z"},"slowdown":{"factor":8.1,"low":5,"high":12.9,"capKbps":150},\#
                "phases":[{"from":"2024-01-07T12:58:00Z","to":null,"verdict":"blocked","platforms":["x"]}],\#
                "related":{"calendar":["c-1"],"similar":["PK-20231217-1"]},"statement":"Confirmed: …",\#
                "statements":{"ur":"تصدیق"},"reason":null,"mergedInto":null,"supersedes":2,"rules":"1"}
                """#)
    }
}
