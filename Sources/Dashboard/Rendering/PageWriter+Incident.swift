import Gazetteer
import ObservatoryModel
import Publishing

/// `/incidents/{id}`
extension PageWriter {
    func incident(_ page: IncidentPage) -> Content {
        PageWriter(text: text.naming(page.networks), templates: templates).namedIncident(page)
    }

    private func namedIncident(_ page: IncidentPage) -> Content {
        let revision = page.newest
        let country = revision.country
        let listed = ListedIncident(revision, internetUsers: page.internetUsers, isExample: page.isExample)
        let published = publishedStatement(revision)
        let headline = text.headline(revision)
        var view = text.listed(listed)
        view = view.adding([
            "id": .text(revision.incident), "country": .text(text.name(country)),
            "countryHref": .text(text.link(country == .unknown ? .countries : .country(country, .day))),
            "statement": .text(published.rest), "statementLead": .optional(published.opening),
            "statementLang": .optional(published.language == text.messages.language ? nil : published.language.tag),
            "statusNote": .text(statusNote(revision)),
            "onset": .view(text.moment(revision.onset, in: country)),
            "onsetInterval": .text(onsetInterval(revision)),
            "endName": .text(text(revision.end == nil ? "fact.lasting" : "fact.until")),
            "end": .optional(revision.end.map { text.moment($0, in: country) }),
            "ended": .flag(revision.end != nil), "stands": .flag(revision.status != .retracted),
            "scopeTitle": .text(text(revision.end == nil ? "scope" : "scope.past")),
            "lasted": .text(text.lasted(revision)),
            "falseAlarms": .text(text.falseAlarms(revision.falseAlarmsPerYear)),
            "peopleNote": .text(peopleNote(page)),
            "sample": .text(sample(revision.sample)),
            "window": .text(
                text(
                    "sample.window",
                    ["from": .text(text.utc(revision.sample.from)), "to": .text(text.utc(revision.sample.to))])),
        ])
        if revision.status == .retracted { view["retraction"] = .text(text("incident.retracted")) }
        if let since = page.contestedSince {
            view["contested"] = .text(text("incident.contested", ["moment": .text(text.short(since, in: country))]))
        }
        if let other = revision.mergedInto {
            view["merged"] = .view(["href": .text(text.link(.incident(other))), "id": .text(other)])
        }
        if let slowdown = revision.slowdown { view["slowdown"] = .view(self.slowdown(slowdown)) }
        scope(page, into: &view)
        course(page, into: &view)
        mechanism(page, into: &view)
        view["evidence"] = .views(evidence(revision))
        covered(page, into: &view)
        view["revisions"] = .views(revisions(page.revisions))
        if page.revisions.count > Self.mostRevisions {
            view["olderRevisions"] = .view([
                "href": .text(SiteURL.apiIncident(revision.incident).path),
                "text": .text(text("revisions.more", ["count": .count(page.revisions.count - Self.mostRevisions)])),
            ])
        }
        if !page.corrections.isEmpty {
            view["corrections"] = .view(["entries": .views(page.corrections.map { correction($0, in: country) })])
        }
        context(page, into: &view)
        use(page, headline: headline, into: &view)
        return Content(
            template: "incident", view: view, title: headline, description: published.lead,
            subject: country == .unknown ? "*" : country.description,
            feed: country == .unknown ? nil : .feed(country, format: "atom"), picture: listed,
            linkedData: page.published.map { Markup(text: metadata().jsonLD($0, in: text.messages.language)) },
            oEmbed: .oEmbed(of: text.absolute(.incident(revision.incident))), menu: .incidents)
    }

    /// The text as it was published, in the reader's language when it was published in it; written anew from the
    /// revision only when none was published.
    private struct PublishedStatement {
        var language: Language
        /// The claim in a sentence, for descriptions; written anew.
        var lead: String
        /// The published text's own beginning, when it is that claim.
        var opening: String?
        /// The published text after its opening.
        var rest: String
    }

    private func publishedStatement(_ revision: IncidentRevision) -> PublishedStatement {
        let wanted = text.messages.language
        let translated = wanted == .english ? revision.statement : revision.statements[wanted.tag] ?? ""
        let language = translated.isEmpty && !revision.statement.isEmpty ? .english : wanted
        let written = text.writer.statement(for: revision, in: language)
        let published = [translated, revision.statement, written.text].first { !$0.isEmpty } ?? ""
        let lead = text.writer.statement(for: revision, in: wanted).lead
        guard published.hasPrefix(written.lead) else {
            return PublishedStatement(language: language, lead: lead, opening: nil, rest: published)
        }
        return PublishedStatement(
            language: language, lead: lead, opening: written.lead,
            rest: String(published.dropFirst(written.lead.count).drop { $0 == " " }))
    }

    private func statusNote(_ revision: IncidentRevision) -> String {
        text(
            "status.note",
            [
                "number": .count(revision.revision), "ago": .text(text.ago(revision.decidedAt)),
                "moment": .text(text.utc(revision.decidedAt)),
            ])
    }

    private func onsetInterval(_ revision: IncidentRevision) -> String {
        guard revision.onsetLow < revision.onsetHigh else { return "" }
        let (low, high) = (
            text.local(revision.onsetLow, in: revision.country), text.local(revision.onsetHigh, in: revision.country)
        )
        if low.date == high.date {
            return text("onset.between", ["from": .text(low.clock), "to": .text(high.clock)])
        }
        return text(
            "onset.between",
            [
                "from": .text(text.short(revision.onsetLow, in: revision.country)),
                "to": .text(text.short(revision.onsetHigh, in: revision.country)),
            ])
    }

    private func peopleNote(_ page: IncidentPage) -> String {
        let revision = page.newest
        guard revision.scope != .global else { return text("share.global") }
        guard let count = page.internetUsers else { return text("people.unknown") }
        guard let users = text.gazetteer.internetUsers(of: revision.country), users.count == count else {
            return text.share(revision)
        }
        return text(
            "people.source",
            [
                "share": .text(text.share(revision)), "users": .text(text.people(count)),
                "source": .text(InternetUsers.source), "year": .text(String(users.year)),
            ])
    }

    private func sample(_ sample: IncidentRevision.Sample) -> String {
        text(
            "sample",
            [
                "sessions": .count(sample.sessions), "probes": .count(sample.probes),
                "networks": .count(sample.networks),
            ])
    }

    private func slowdown(_ slowdown: IncidentRevision.Slowdown) -> View {
        func factor(_ value: Double) -> MessageArgument {
            .text(text.isolated(text.messages.number(value, decimals: value < 10 ? 1 : 0)))
        }
        var note = text("slowdown.range", ["low": factor(slowdown.low), "high": factor(slowdown.high)])
        if let cap = slowdown.capKbps {
            note += " " + text("slowdown.cap", ["cap": .text(text.messages.number(cap, decimals: 0))])
        }
        return ["factor": .text(text("slowdown.factor", ["factor": factor(slowdown.factor)])), "note": .text(note)]
    }

    private func scope(_ page: IncidentPage, into view: inout View) {
        let revision = page.newest
        let share = revision.affectedShare
        guard revision.scope != .global else {
            view["scopeText"] = .text(text("scope.global"))
            view["scopeMarkup"] = .markup(Markup(text: ""))
            return
        }
        view["scopeText"] = .text(
            text(
                "scope.\(revision.scope.rawValue)",
                [
                    "low": .text(text.percent(share.low)), "mid": .text(text.percent(share.mid)),
                    "high": .text(text.percent(share.high)),
                    "country": .text(text.gazetteer.nameInSentence(of: revision.country, in: text.messages.language)),
                ]))
        view["scopeMarkup"] = .markup(ShareBar(share, text: text).large)
        var notes = [text("scope.legend")]
        if share.uncovered > 0 {
            notes.append(text("scope.uncovered", ["share": .text(text.percent(share.uncovered))]))
        }
        if revision.sharesEstimated { notes.append(text("scope.estimated")) }
        view["scopeNote"] = .text(notes.joined(separator: " "))
    }

    private func course(_ page: IncidentPage, into view: inout View) {
        let revision = page.newest
        view["phasesMarkup"] = .markup(PhaseBar(revision: revision, text: text).markup)
        view["phases"] = .views(
            joined(revision.phases).suffix(8).map { phase in
                var shown = revision
                (shown.onset, shown.end, shown.phases) = (phase.from, phase.to, [])
                return [
                    "chip": .view(text.chip(phase.verdict)), "iso": .text(phase.from.description),
                    // Named only where they are not the incident's own.
                    "platforms": .optional(
                        Set(phase.platforms) == Set(revision.platforms)
                            ? nil : text.writer.list(of: phase.platforms, in: text.messages)),
                    "period": .text(text.period(shown)), "periodUTC": .text(text.periodUTC(shown)),
                ]
            })
        let timelines = page.timelines.sorted { text.name($0.platform) < text.name($1.platform) }.prefix(5)
        guard let axis = courseAxis(page) else { return }
        view["hasCharts"] = .flag(!timelines.isEmpty)
        view["chartNote"] = .text(chartNote(revision.country, at: revision.onset, page.timelines))
        view["charts"] = .views(
            timelines.map { timeline in
                let name = text.name(timeline.platform)
                let chart = TimelineChart(
                    timeline: timeline, axis: axis, incidents: [revision], calendar: page.calendar, text: text,
                    title: name)
                return [
                    "name": .text(name), "note": .text(chart.summary), "chartMarkup": .markup(chart.markup),
                    "href": .text(
                        text.link(
                            .countryPlatform(
                                revision.country, timeline.platform, .custom(from: axis.from, to: axis.to)))),
                ]
            })
    }

    /// Phases that follow on one another with the same verdict and platforms as one; they differ in what lists do not
    /// show, such as the networks.
    private func joined(_ phases: [IncidentRevision.Phase]) -> [IncidentRevision.Phase] {
        phases.reduce(into: []) { joined, phase in
            if let last = joined.last, last.to == phase.from, last.verdict == phase.verdict,
                Set(last.platforms) == Set(phase.platforms)
            {
                joined[joined.count - 1].to = phase.to
            } else {
                joined.append(phase)
            }
        }
    }

    /// From the first bin that was given to the last; `nil` without any.
    private func courseAxis(_ page: IncidentPage) -> TimeAxis? {
        let bins = page.timelines.flatMap { timeline in timeline.bins.map { ($0.at, $0.at + timeline.step) } }
        guard let from = bins.map(\.0).min(), let to = bins.map(\.1).max(), from < to else { return nil }
        return TimeAxis(from: from, to: to, country: page.newest.country)
    }

    /// An experiment is read when it ran beside at least this share of the sessions that the commonest one ran beside.
    private static let leastContrastShare = 0.02

    private func mechanism(_ page: IncidentPage, into view: inout View) {
        view["mechanisms"] = .views(
            page.newest.mechanism.map {
                ["words": .text(MechanismWords.words(for: $0, in: text.messages)), "path": .text($0)]
            })
        let contrasts = page.contrasts.filter { $0.worked + $0.failed > 0 }
        let most = Double(contrasts.map { $0.worked + $0.failed }.max() ?? 0)
        view["hasContrasts"] = .flag(!contrasts.isEmpty)
        view["contrasts"] = .views(
            contrasts.map { tally in
                // A reading needs a clear majority, or there is none.
                let total = Double(tally.worked + tally.failed)
                let key =
                    Double(tally.worked) / total >= 0.8
                    ? "worked" : Double(tally.failed) / total >= 0.8 ? "failed" : nil
                let name = tally.name.rawValue
                // A few sessions that fail in another way than the rest say nothing of the incident.
                let isRare = total < most * Self.leastContrastShare
                return [
                    "name": .text(name), "words": .text(text("contrast.\(name)")),
                    "worked": .text(text.messages.number(tally.worked)),
                    "failed": .text(text.messages.number(tally.failed)),
                    "workedUnit": .text(text("contrast.unit.worked")),
                    "failedUnit": .text(text("contrast.unit.failed")),
                    "reading": .text(
                        isRare
                            ? text("contrast.rare")
                            : key.map { text("contrast.\(name).\($0)") } ?? text("contrast.mixed")),
                ]
            })
    }

    private func evidence(_ revision: IncidentRevision) -> [View] {
        let evidence = revision.evidence
        let families = [
            ("probes", evidence.probes), ("ooni", evidence.ooni), ("reports", evidence.reports),
            ("traffic", evidence.traffic), ("bgp", evidence.bgp), ("other", evidence.other),
        ]
        let top = max(EvidenceBar.confirmed * 1.3, families.map(\.1).max() ?? 0)
        return families.map { name, nats in
            let words = text.messages.text("family.\(name)")
            let value =
                nats > 0 ? text("nats", ["value": .text(text.messages.number(nats, decimals: 1))]) : text("nats.none")
            return [
                "name": .text(words), "value": .text(value),
                "barMarkup": .markup(EvidenceBar(nats: nats, top: top, label: "\(words): \(value)").markup),
            ]
        }
    }

    private func covered(_ page: IncidentPage, into view: inout View) {
        let revision = page.newest
        let shares = Dictionary(page.networks.map { ($0.asn, $0.users) }, uniquingKeysWith: { first, _ in first })
        let named = Set(revision.networks.map(\.asn))
        var rows = revision.networks.map { ($0.asn, Optional($0)) }
        rows += page.measured.subtracting(named).sorted().map { ($0, nil) }
        rows.sort { ((shares[$1.0] ?? nil) ?? -1, $0.0) < ((shares[$0.0] ?? nil) ?? -1, $1.0) }
        let uncovered = page.networks.filter { !page.measured.contains($0.asn) && !named.contains($0.asn) }
            .sorted { ($1.users ?? -1, $0.asn) < ($0.users ?? -1, $1.asn) }
        view["hasNetworks"] = .flag(!rows.isEmpty)
        var sentences = [text("covered.count", ["count": .count(rows.count), "uncovered": .count(uncovered.count)])]
        // Shares need not add up to all users; who the rest are with is not known by name.
        if uncovered.isEmpty, revision.scope != .global, revision.affectedShare.uncovered > 0 {
            let share = text.percent(revision.affectedShare.uncovered)
            sentences.append(text("covered.rest", ["share": .text(share)]))
        }
        view["coveredText"] = .text(sentences.joined(separator: " "))
        view["networks"] = .views(
            rows.prefix(12).map { asn, network in
                [
                    "name": .text(text.name(asn)), "number": .text(asn.description),
                    "href": .text(text.link(.network(asn))),
                    "share": .optional((shares[asn] ?? nil).map { text.percent($0) }),
                    // Measured and not named: nothing more is known here than that there was no sign.
                    "chip": .optional((network?.verdict).map { text.chip($0) }),
                    "evidence": .text(
                        network.map { text("nats", ["value": .text(text.messages.number($0.evidence, decimals: 1))]) }
                            ?? "–"),
                    "since": .optional(network.flatMap { period(of: $0, in: revision.country) }),
                ]
            })
        if !uncovered.isEmpty {
            let names = uncovered.prefix(12).map { network in
                network.users.map { "\(text.name(network.asn)) (\(text.percent($0)))" } ?? text.name(network.asn)
            }
            view["uncovered"] = .view(["names": .text(text.messages.list(names))])
        }
    }

    /// `18:17 today – 00:05`; `nil` when the onset is not known apart from the incident's.
    private func period(of network: IncidentRevision.Network, in country: CountryCode) -> String? {
        guard let onset = network.onset else { return nil }
        guard let end = network.end else { return text.short(onset, in: country) }
        let (first, last) = (text.local(onset, in: country), text.local(end, in: country))
        return text.short(onset, in: country) + " – "
            + (first.date == last.date ? last.clock : text.short(end, in: country))
    }

    func correction(_ entry: CorrectionEntry, in country: CountryCode) -> View {
        text.moment(entry.at, in: country).adding([
            "kind": .text(text("correction.\(entry.kind.rawValue)")), "text": .text(entry.text),
            "href": .text(text.link(.incident(entry.incident))), "id": .text(entry.incident),
        ])
    }
}

extension IncidentPage {
    /// The incident as publishing takes it.
    var published: PublishedIncident? { PublishedIncident(revisions: revisions, isSynthetic: isExample) }
}
