import Gazetteer
import ObservatoryModel
import Publishing

/// What surrounds an incident: its revisions, what lies near it, and how to take it along.
extension PageWriter {
    /// Revisions beyond this many are left to the API, to keep the page light.
    static let mostRevisions = 12

    /// The newest ones, newest first, each with what it changed.
    func revisions(_ revisions: [IncidentRevision]) -> [View] {
        revisions.indices.reversed().prefix(Self.mostRevisions).map { index in
            let revision = revisions[index]
            return [
                "number": .text(String(revision.revision)),
                "at": .view(text.moment(revision.decidedAt, in: revision.country)),
                "status": .text(text.status(revision.status)), "statusClass": .text(revision.status.rawValue),
                "changes": .text(changes(from: index > 0 ? revisions[index - 1] : nil, to: revision)),
            ]
        }
    }

    /// What a revision changed, in words.
    private func changes(from old: IncidentRevision?, to new: IncidentRevision) -> String {
        guard let old else {
            return text(
                "change.first",
                [
                    "headline": .text(text.headline(new)), "sure": .text(text.confidence(new.posterior)),
                    "share": .text(text.percent(new.affectedShare.mid)),
                ])
        }
        var parts: [String] = []
        if old.status != new.status {
            parts.append(
                text("change.status", ["old": .text(text.status(old.status)), "new": .text(text.status(new.status))]))
        }
        if old.verdict != new.verdict {
            func word(_ verdict: Verdict) -> MessageArgument {
                .text(text.messages.text("verdict.\(verdict.rawValue)"))
            }
            parts.append(text("change.verdict", ["old": word(old.verdict), "new": word(new.verdict)]))
        }
        func names(_ platforms: Set<PlatformID>) -> MessageArgument {
            .text(text.writer.list(of: Array(platforms), in: text.messages))
        }
        let added = Set(new.platforms).subtracting(old.platforms)
        let dropped = Set(old.platforms).subtracting(new.platforms)
        if !added.isEmpty { parts.append(text("change.added", ["platforms": names(added)])) }
        if !dropped.isEmpty { parts.append(text("change.dropped", ["platforms": names(dropped)])) }
        if old.scope != new.scope {
            parts.append(text("change.scope", ["scope": .text(text("scope.word.\(new.scope.rawValue)"))]))
        }
        let networks = Set(new.networks.map(\.asn)).subtracting(old.networks.map(\.asn))
        if !networks.isEmpty {
            let list = text.writer.list(of: networks.sorted(), in: text.messages)
            parts.append(text("change.networks", ["networks": .text(list)]))
        }
        let over = Set(new.networks.filter { $0.end != nil }.map(\.asn))
            .subtracting(old.networks.filter { $0.end != nil }.map(\.asn))
        if !over.isEmpty, new.end == nil {
            let list = text.writer.list(of: over.sorted(), in: text.messages)
            parts.append(text("change.over", ["networks": .text(list)]))
        }
        if text.percent(old.affectedShare.mid) != text.percent(new.affectedShare.mid) {
            parts.append(
                text(
                    "change.share",
                    [
                        "old": .text(text.percent(old.affectedShare.mid)),
                        "new": .text(text.percent(new.affectedShare.mid)),
                    ]))
        }
        if old.onset != new.onset {
            parts.append(text("change.onset", ["onset": .text(text.short(new.onset, in: new.country))]))
        }
        if old.mechanism != new.mechanism, !new.mechanism.isEmpty {
            parts.append(text("change.mechanism", ["mechanism": .text(new.mechanism.joined(separator: ", "))]))
        }
        if old.end != new.end {
            parts.append(
                new.end.map { text("change.end", ["end": .text(text.short($0, in: new.country))]) }
                    ?? text("change.reopened"))
        }
        return parts.isEmpty ? text("change.numbers") : parts.joined(separator: " · ")
    }

    func context(_ page: IncidentPage, into view: inout View) {
        let revision = page.newest
        view["hasContext"] = .flag(!page.calendar.isEmpty || !page.similar.isEmpty)
        if !page.calendar.isEmpty {
            let events = page.calendar.sorted { ($0.from, $0.uid) < ($1.from, $1.uid) }.prefix(4).map { event -> View in
                let gap = event.from - revision.onset
                let length = Interval(milliseconds: Int64(gap.milliseconds.magnitude))
                return text.moment(event.from, in: revision.country).adding([
                    "summary": .text(event.summary),
                    "gap": .text(
                        text(
                            gap.milliseconds >= 0 ? "event.after" : "event.before",
                            ["duration": .text(text.messages.duration(length))])),
                ])
            }
            view["calendar"] = .view(["events": .views(events)])
        }
        if !page.similar.isEmpty {
            view["similar"] = .view(["incidents": .views(page.similar.prefix(4).map(text.listed))])
        }
    }

    func use(_ page: IncidentPage, headline: String, into view: inout View) {
        let id = page.newest.incident
        let offers = text.context.observatory.offers
        var downloads: [(String, SiteURL)] = [
            ("use.json", .apiIncident(id)), ("use.csv", .apiIncidentCSV(id)), ("use.svg", .cardImage(id)),
            ("use.cap", .cap(id)),
        ]
        if offers.contains(.cardPicture) { downloads.insert(("use.png", .card(id)), at: 3) }
        if offers.contains(.evidenceBundle) { downloads.insert(("use.bundle", .evidenceBundle(id)), at: 0) }
        view["downloads"] = .views(downloads.map { ["href": .text($1.path), "name": .text(text($0))] })
        if let published = page.published {
            view["citation"] = .text(metadata().citation(published, in: text.messages.language))
        }
        view["embedCode"] = .text(
            "<iframe src=\"\(text.absolute(.embed(id)))\" width=\"480\" height=\"260\" loading=\"lazy\" "
                + "title=\"\(escaped(headline))\"></iframe>")
        view["contest"] = .optional(offers.contains(.contest) ? text.link(.contest(id)) : nil)
    }

    /// JSON-LD and a citation, as publishing writes them.
    func metadata() -> IncidentMetadata {
        let observatory = text.context.observatory
        // The day only goes into the ids of feeds, which pages do not carry.
        let site = PublicationSite(
            origin: observatory.origin, name: observatory.name, since: CivilDate(year: 2024, month: 1, day: 1))
        return IncidentMetadata(site: site, statements: text.writer)
    }

    /// The page for other sites' frames.
    func embed(_ incident: ListedIncident) -> String {
        let view = text.listed(incident).adding([
            "lang": .text(text.messages.language.tag), "dir": .text(text.messages.direction.rawValue),
            "site": .text(text.context.observatory.name),
            "patternMarkup": .markup(Markup(text: patternText)),
            "style": .text(SiteURL.asset(DashboardFile.styleSheet.name).path),
            "absolute": .text(text.absolute(.incident(incident.revision.incident))),
        ])
        return templates.render("embed", view).text
    }
}
