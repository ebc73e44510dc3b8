import Gazetteer
import ObservatoryModel
import Publishing

/// How pages speak of an incident, in the words that its statement uses.
extension PageText {
    /// `X, Facebook and YouTube unreachable across Pakistan`, without the status.
    func headline(_ revision: IncidentRevision) -> String {
        // Long lists of networks make no headline; the page has them.
        guard revision.scope == .networks, revision.networks.count > 3 else {
            return writer.claim(of: revision, in: messages.language)
        }
        var shortened = revision
        shortened.networks = []
        return writer.claim(of: shortened, in: messages.language)
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
            "shareUnit": .optional(
                revision.scope == .global || revision.status == .retracted ? nil : self("share.unit")),
            "sure": .text(confidence(revision.posterior)),
            "shareMarkup": .markup(
                revision.scope == .global ? Markup(text: "") : ShareBar(revision.affectedShare, text: self).small),
        ]
    }
}
