import Gazetteer
import ObservatoryModel
import Publishing

/// How pages speak of an incident, in the words that its statement uses.
extension PageText {
    /// `X, Facebook and YouTube unreachable across Pakistan`, without the status.
    func headline(_ revision: IncidentRevision) -> String {
        messages.text(
            "claim.\(claimKey(revision))",
            [
                "platforms": .text(writer.list(of: revision.platforms, in: messages)), "where": .text(place(revision)),
                "count": .count(revision.platforms.count),
            ])
    }

    private func claimKey(_ revision: IncidentRevision) -> String {
        let claims: [Verdict] = [.blocked, .slow, .platformDown, .dark]
        return ([revision.verdict] + revision.phases.reversed().map(\.verdict)).first { claims.contains($0) }?.rawValue
            ?? "disrupted"
    }

    private func place(_ revision: IncidentRevision) -> String {
        guard revision.scope != .global, revision.verdict != .platformDown else { return messages.text("where.global") }
        let country = MessageArgument.text(gazetteer.nameInSentence(of: revision.country, in: messages.language))
        switch revision.scope {
        case .regional where !revision.regions.isEmpty:
            let regions = messages.list(revision.regions.map { name($0) })
            return messages.text("where.regional", ["regions": .text(regions), "country": country])
        case .access where revision.access == .mobile: return messages.text("where.mobile", ["country": country])
        case .access where revision.access == .fixed: return messages.text("where.fixed", ["country": country])
        case .networks where (1...3).contains(revision.networks.count):
            let networks = writer.list(of: revision.networks.map(\.asn), in: messages)
            return messages.text("where.networks", ["networks": .text(networks), "country": country])
        case .networks where !revision.networks.isEmpty:
            return self("where.networks", ["count": .count(revision.networks.count), "country": country])
        case .regional, .access, .networks: return messages.text("where.networks.unnamed", ["country": country])
        case .national, .global: return messages.text("where.national", ["country": country])
        }
    }

    /// When it began and, if it is over, ended, on the country's clocks: `since 7 January 2024, 17:58 (UTC+5) – 46 min`.
    func period(_ revision: IncidentRevision) -> String {
        let onset = messages.moment(local(revision.onset, in: revision.country))
        guard let end = revision.end else {
            return self("period.open", ["onset": .text(onset), "lasted": .text(lasted(revision))])
        }
        return self(
            "period.over",
            [
                "onset": .text(onset), "end": .text(short(end, in: revision.country)),
                "lasted": .text(lasted(revision)),
            ])
    }

    /// The same moments in UTC.
    func periodUTC(_ revision: IncidentRevision) -> String {
        let onset = utcClock(revision.onset, beside: local(revision.onset, in: revision.country))
        guard let end = revision.end else { return onset }
        return self(
            "period.utc",
            ["onset": .text(onset), "end": .text(utcClock(end, beside: local(revision.onset, in: revision.country)))])
    }

    /// From onset to end, or to now.
    func lasted(_ revision: IncidentRevision) -> String {
        let end = revision.end ?? context.now
        return end > revision.onset ? messages.duration(end - revision.onset) : self("now")
    }

    /// `61–96% of users, 12% not covered`.
    func share(_ revision: IncidentRevision) -> String {
        let share = revision.affectedShare
        return self(
            share.uncovered > 0 ? "share.uncovered" : "share.whole",
            [
                "share": .text(percent(from: share.low, to: share.high)), "uncovered": .text(percent(share.uncovered)),
            ])
    }

    /// How often nothing at all would bring a claim this strong.
    func falseAlarms(_ perYear: Double) -> String {
        guard perYear.isFinite, perYear >= 0 else { return self("absent") }
        if perYear >= 1 {
            return self("chance.often", ["count": .count(Int(min(perYear, 1_000_000).rounded()))])
        }
        guard perYear > 1e-4 else { return self("chance.never", ["years": .text(messages.number(10_000))]) }
        let years = 1 / perYear
        var unit = 1.0
        while years / unit >= 99.5 { unit *= 10 }
        return self("chance.seldom", ["count": .count(Int((years / unit).rounded() * unit))])
    }

    /// What lists show of an incident.
    func listed(_ incident: ListedIncident) -> View {
        let revision = incident.revision
        return [
            "href": .text(link(.incident(revision.incident))),
            "headline": .text(headline(revision)),
            "class": .text(revision.verdict.styleClass),
            "verdictChip": .view(chip(revision.verdict)),
            "status": .text(status(revision.status)),
            "statusClass": .text(revision.status.rawValue),
            "example": .flag(incident.isExample),
            "period": .text(period(revision)),
            "periodUTC": .text(periodUTC(revision)),
            "onset": .view(moment(revision.onset, in: revision.country)),
            "lasted": .text(revision.status == .retracted ? "–" : lasted(revision)),
            "people": .optional(incident.people.map { people($0) }),
            "share": .text(revision.scope == .global ? self("share.global") : share(revision)),
            "shareShort": .text(
                revision.scope == .global || revision.status == .retracted ? "–" : percent(revision.affectedShare.mid)),
            "sure": .text(confidence(revision.posterior)),
            "shareMarkup": .markup(
                revision.scope == .global ? Markup(text: "") : ShareBar(revision.affectedShare, text: self).small),
        ]
    }
}
