import Gazetteer
import ObservatoryModel
import Publishing

/// Pages about the observatory, forms and errors.
extension PageWriter {
    func targets(_ page: TargetsPage) -> Content {
        let grouped = Dictionary(grouping: page.targets, by: \.platform)
        let rows = grouped.keys.sorted { text.name($0) < text.name($1) }.map { platform -> View in
            let targets = grouped[platform]!
            return [
                "name": .text(text.name(platform)), "href": .text(text.link(.platform(platform))),
                "addresses": .views(targets.map { ["address": .text($0.address)] }),
                "risky": .flag(targets.contains(where: \.isRisky)), "reason": .text(targets[0].reason),
            ]
        }
        return Content(
            template: "targets",
            view: [
                "targets": .views(rows), "controls": .views(page.controls.map { ["address": .text($0)] }),
                "hasChanges": .flag(!page.changes.isEmpty),
                "changes": .views(
                    page.changes.map { ["date": .text(text.messages.date($0.date)), "text": .text($0.text)] }),
            ], title: text("targets.title"), description: text("targets.intro"))
    }

    func methodology() -> Content {
        let statuses: [IncidentStatus] = [.suspected, .confirmed, .restoring, .restored, .retracted]
        return Content(
            template: "methodology",
            view: [
                "parts": .views(
                    ["measure", "decide", "sure", "scope", "not", "open"].map {
                        ["title": .text(text("method.\($0).title")), "text": .text(text("method.\($0)"))]
                    }),
                "verdicts": .views(
                    [Verdict.ok, .slow, .blocked, .platformDown, .dark, .insufficient].map {
                        ["chip": .view(text.chip($0)), "meaning": .text(text("method.verdict.\($0.rawValue)"))]
                    }),
                "statuses": .views(
                    statuses.map {
                        [
                            "class": .text($0.rawValue), "word": .text(text.status($0)),
                            "meaning": .text(text("method.status.\($0.rawValue)")),
                        ]
                    }),
                "rules": .text(text("method.rules", ["rules": .text(text.context.observatory.rules)])),
            ], title: text("method.title"), description: text("method.intro"), menu: .methodology)
    }

    func corrections(_ page: CorrectionsPage) -> Content {
        Content(
            template: "corrections",
            view: [
                "hasEntries": .flag(!page.entries.isEmpty),
                "entries": .views(
                    page.entries.map { entry in
                        correction(entry, in: .unknown).adding(["utc": .text(text.utc(entry.at))])
                    }),
                "next": .optional(page.cursor.map { text.link(.corrections(cursor: $0)) }),
            ], title: text("corrections.title"), description: text("corrections.intro"),
            feed: .feed(nil, format: "atom"))
    }

    func health(_ page: HealthPage) -> Content {
        let ailing = page.checks.filter { !$0.isHealthy }
        let summary = text(ailing.isEmpty ? "health.good" : "health.bad", ["count": .count(ailing.count)])
        let view: View = [
            "summary": .text(summary), "hasChecks": .flag(!page.checks.isEmpty),
            "checks": .views(
                page.checks.map { check in
                    [
                        "name": .text(check.name), "detail": .text(check.detail),
                        "class": .text(check.isHealthy ? "vo" : "vb"),
                        "glyph": .text(check.isHealthy ? "✓" : "✕"),
                        "word": .text(text(check.isHealthy ? "health.ok" : "health.fails")),
                    ]
                }),
        ]
        return Content(
            template: "health", view: view.adding(observatory), title: text("health.title"), description: summary,
            subject: "*")
    }

    func report(_ page: ReportPage) -> Content {
        let isForm: Bool
        var view: View = [
            "home": .text(text.link(page.country.map { .country($0, .day) } ?? .home)),
            "action": .text(text.link(.apiReports)), "challenge": .text(text.link(.apiReportChallenge)),
            "work": .text(SiteURL.asset(DashboardFile.reportScript.name).path),
            "countries": .views(
                text.gazetteer.countries.map { ($0.code.description, text.name($0.code)) }.sorted { $0.1 < $1.1 }
                    .map { ["id": .text($0.0), "name": .text($0.1)] }),
        ]
        switch page.outcome {
        case .form: isForm = true
        case .accepted, .alreadyCounted:
            isForm = false
            let key = page.outcome == .accepted ? "report.accepted" : "report.again"
            view["notice"] = .view(["kind": "good", "text": .text(text(key))])
        case .tooMany:
            isForm = false
            view["notice"] = .view(["kind": "retracted", "text": .text(text("report.tooMany"))])
        case .invalid(let field):
            isForm = true
            view["notice"] = .view([
                "kind": "retracted", "text": .text(text("report.invalid", ["field": .text(field)])),
            ])
        }
        view["form"] = .flag(isForm)
        view["hidden"] = .views(
            page.hidden.sorted { $0.key < $1.key }.map { ["name": .text($0.key), "value": .text($0.value)] })
        let platforms = text.gazetteer.platforms.all.map(\.id).sorted { text.name($0) < text.name($1) }
        view["platforms"] = .views(
            platforms.map {
                ["id": .text($0.text), "name": .text(text.name($0)), "chosen": .flag($0 == page.platform)]
            })
        view["problems"] = .views(
            UserReport.Problem.allCases.map {
                ["id": .text($0.rawValue), "name": .text(text("problem.\($0.rawValue)"))]
            })
        let regions = page.country.map { text.gazetteer.regions(of: $0) } ?? []
        if let country = page.country, !regions.isEmpty {
            let named = regions.map { ($0.code.text, text.name($0.code)) }.sorted { $0.1 < $1.1 }
            view["regions"] = .view([
                "label": .text(text("report.region", ["country": .text(text.name(country))])),
                "regions": .views(named.map { ["id": .text($0.0), "name": .text($0.1)] }),
            ])
        }
        view["place"] = .text(
            page.country.map { text("report.place", ["country": .text(text.name($0))]) } ?? text("report.nowhere"))
        return Content(
            template: "report", view: view, title: text("report.title"), description: text("report.intro"),
            menu: .report)
    }

    func contest(_ page: ContestPage) -> Content {
        let revision = page.incident.revision
        return Content(
            template: "contest",
            view: [
                "href": .text(text.link(.incident(revision.incident))), "id": .text(revision.incident),
                "headline": .text(text.headline(revision)), "accepted": .flag(page.isAccepted),
                "example": .flag(page.incident.isExample),
                "form": .flag(!page.isAccepted && !page.incident.isExample),
                "action": .text(text.link(.contest(revision.incident))),
            ], title: text("contest.title"), description: text("contest.explain"), menu: .incidents)
    }

    func error(_ page: ErrorPage) -> Content {
        let key =
            switch page.status {
            case 404, 410: "missing"
            case 429: "busy"
            case 400..<500: "request"
            default: "fault"
            }
        let words =
            page.subject.map { text("error.\(key).subject", ["subject": .text(String($0.prefix(200)))]) }
            ?? text("error.\(key)")
        return Content(
            template: "error",
            view: [
                "status": .text(String(page.status)), "code": .text(page.code),
                "headline": .text(text("error.\(key).title")), "text": .text(words), "home": .text(text.link(.home)),
                "countries": .text(text.link(.countries)),
            ], title: text("error.\(key).title"), description: words)
    }
}
