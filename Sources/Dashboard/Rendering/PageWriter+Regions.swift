import Gazetteer
import ObservatoryModel
import Publishing

/// The regions of a country: what sessions that state one saw lately.
extension PageWriter {
    /// Regions beyond these many are left out; the largest countries have more, and the page has to stay light.
    private static let mostRegions = 12
    /// A platform is named when at least so many sessions failed in a region, and this share of them.
    private static let leastFailed = 3
    private static let leastShare = 0.3

    func regions(_ page: CountryPage, open: [ListedIncident], into view: inout View) {
        guard !page.regions.isEmpty else {
            view["noRegions"] = .text(
                text(
                    "regions.none",
                    [
                        "country": .text(
                            text.gazetteer.nameInSentence(of: page.country, in: text.messages.language))
                    ]))
            return
        }
        let verdicts = Dictionary(
            open.filter { $0.revision.scope == .regional }.flatMap { incident in
                incident.revision.regions.map { ($0, incident.revision.verdict) }
            }, uniquingKeysWith: { $0.gravity >= $1.gravity ? $0 : $1 })
        let sorted = page.regions.sorted { (-$0.sessions, $0.region) < (-$1.sessions, $1.region) }
        view["regions"] = .view([
            "rows": .views(
                sorted.prefix(Self.mostRegions).map { tally in
                    let failing = failing(in: tally)
                    return [
                        "name": .text(text.name(tally.region)), "sessions": .text(text.messages.number(tally.sessions)),
                        "unit": .text(text("regions.unit", ["count": .count(tally.sessions)])),
                        "chip": .optional(verdicts[tally.region].map { text.chip($0) }),
                        "failing": .text(failing.isEmpty ? text("regions.calm") : text.messages.list(failing)),
                    ]
                })
        ])
    }

    /// `X 18/20`, most failing first.
    private func failing(in tally: RegionTally) -> [String] {
        tally.counts.filter {
            $0.failed >= Self.leastFailed && Double($0.failed) >= Self.leastShare * Double($0.sessions)
        }.sorted {
            let (left, right) = (Double($0.failed) / Double($0.sessions), Double($1.failed) / Double($1.sessions))
            return left != right ? left > right : text.name($0.platform) < text.name($1.platform)
        }.map { "\(text.name($0.platform)) " + text.isolated("\($0.failed)/\($0.sessions)") }
    }
}
