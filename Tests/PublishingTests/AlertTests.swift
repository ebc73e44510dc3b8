import Gazetteer
import ObservatoryModel
import Publishing
import Testing

struct AlertTests {
    private let writer = CAPWriter(site: exampleSite)

    private func incident(_ revisions: [IncidentRevision]) throws -> PublishedIncident {
        try #require(PublishedIncident(revisions: revisions))
    }

    @Test func `the first revision alerts, later ones update, a retraction cancels`() throws {
        let first = writer.alert(try incident([pakistanRevision(status: .suspected)]))
        #expect(first.contains("<msgType>Alert</msgType>") && !first.contains("<references>"))
        #expect(first.contains("<certainty>Likely</certainty>") && first.contains("<urgency>Immediate</urgency>"))
        #expect(first.contains("<identifier>observatory.example.org/incidents/PK-20240107-1/3</identifier>"))
        let later = writer.alert(exampleIncident())
        #expect(later.contains("<msgType>Update</msgType>") && later.contains("<certainty>Observed</certainty>"))
        #expect(later.contains("<responseType>AllClear</responseType>") && later.contains("<urgency>Past</urgency>"))
        #expect(!later.contains("<expires>"))
        #expect(
            later.contains(
                """
                <references>alerts@observatory.example.org,observatory.example.org/incidents/PK-20240107-1/1,\
                2024-01-07T13:00:00-00:00 alerts@observatory.example.org,observatory.example.org/incidents/\
                PK-20240107-1/2,2024-01-07T13:04:00-00:00</references>
                """))
        let cancelled = writer.alert(exampleIncident(last: .retracted))
        #expect(
            cancelled.contains("<msgType>Cancel</msgType>") && cancelled.contains("<certainty>Unlikely</certainty>"))
    }

    @Test func `a reconstruction is a test`() {
        let alert = writer.alert(exampleIncident(synthetic: true))
        #expect(alert.contains("<status>Test</status>") && alert.contains("<headline>Synthetic example: Restored"))
        #expect(writer.alert(exampleIncident()).contains("<status>Actual</status>"))
    }

    @Test(arguments: [
        (Verdict.blocked, ScopeKind.national, 0.95, "Minor"), (.slow, .national, 0.95, "Minor"),
        (.platformDown, .global, 0, "Minor"), (.dark, .national, 0.95, "Extreme"), (.dark, .national, 0.6, "Severe"),
        (.dark, .access, 0.4, "Severe"), (.dark, .regional, 0.1, "Moderate"), (.dark, .networks, 0.1, "Moderate"),
    ])
    func `severity goes by scale`(verdict: Verdict, scope: ScopeKind, share: Double, severity: String) throws {
        let alert = writer.alert(
            try incident([
                pakistanRevision(verdict: verdict) {
                    $0.scope = scope
                    $0.affectedShare.mid = share
                }
            ]))
        #expect(alert.contains("<severity>\(severity)</severity>"))
    }

    @Test(
        .enabled(
            if: OutsideTools.mayCheckCAP, "xmllint (Debian: libxml2-utils) or the schema beside the checkout is missing"
        ),
        arguments: IncidentStatus.allCases, ScopeKind.allCases)
    func `every message is valid against the schema of CAP 1.2`(status: IncidentStatus, scope: ScopeKind) throws {
        for verdict in Verdict.allCases {
            for code in ["PK", "ZZ"] {
                var last = pakistanRevision(status: status, verdict: verdict) {
                    $0.scope = scope
                    $0.country = country(code)
                    $0.regions = [region("PK-SD"), region("PK-PB")]
                    $0.mechanism = verdict == .dark ? [] : ["a<b", "c&d"]
                    $0.onset = Timestamp(milliseconds: $0.onset.milliseconds + 123)
                }
                last.revision = 5
                for revisions in [[last], [pakistanRevision(), last]] {
                    let alert = writer.alert(try incident(revisions))
                    let (result, output) = try OutsideTools.run(
                        OutsideTools.xmllint, ["--noout", "--nonet", "--schema", OutsideTools.capSchema], file: alert)
                    #expect(result == 0, "\(output)\n\(alert)")
                }
            }
        }
    }
}

struct ShortPostTests {
    @Test func `a post holds the claim, the confidence and what else fits, and ends with the link`() {
        let text = ShortPost(site: exampleSite).text(exampleIncident(last: .confirmed))
        #expect(
            text == """
                Confirmed: Facebook and X have been unreachable for most users in Pakistan since about 17:58 local time on \
                7 January 2024 (12:58 UTC, ± 3 min). Confidence 99.6 %. Measured by 57 probes on 9 networks (412 \
                sessions, 12:28 to 13:04 UTC on 7 January 2024). An estimated 61–96 % of the country’s Internet users are \
                affected. Not covered: 12 % of users, on networks that were not measured.
                https://observatory.example.org/incidents/PK-20240107-1
                """)
    }

    @Test(arguments: [40, 80, 140, 280, 500, 5000], [Language.english, .urdu])
    func `a post keeps to the limit and loses whole sentences first`(limit: Int, language: Language) throws {
        for synthetic in [false, true] {
            for status in IncidentStatus.allCases {
                let revision = pakistanRevision(status: status) { revision in
                    revision.scope = .networks
                    revision.networks = (1...9).map { .init(asn: ASN($0 * 1000), verdict: .blocked, evidence: 1) }
                }
                let incident = try #require(PublishedIncident(revisions: [revision], isSynthetic: synthetic))
                let lines = ShortPost(site: exampleSite, limit: limit).text(incident, in: language).split(
                    separator: "\n")
                #expect(lines.count == 2 && lines[0].count + 1 + 23 <= limit, "\(lines)")
            }
        }
    }
}
