import Gazetteer
import ObservatoryModel

/// When it began and ended, in words.
extension Draft {
    /// Half the width up to which the onset is one time with a margin; beyond it both ends are named.
    private static let widestMargin = Interval.minutes(90)
    /// The width from which only days are named.
    private static let dayWidth = Interval.hours(24)

    private var onsetLow: Timestamp { min(revision.onsetLow, revision.onset) }
    private var onsetHigh: Timestamp { max(revision.onsetHigh, revision.onset) }
    private var onsetWidth: Interval { onsetHigh - onsetLow }
    /// How far the interval reaches from the likeliest onset, on its longer side.
    private var onsetMargin: Interval { max(revision.onset - onsetLow, onsetHigh - revision.onset) }

    /// When it began, to follow "since" or "from".
    var onset: String {
        if onsetMargin <= Self.widestMargin {
            return point("onset.point", revision.onset, margin: onsetMargin)
        }
        let (from, to) = (local(onsetLow), local(onsetHigh))
        if onsetWidth >= Self.dayWidth {
            return messages.text("onset.days", ["days": .text(days(from.date, to.date))])
        }
        if from.date == to.date {
            return messages.text(
                "onset.clocks",
                [
                    "from": .text(from.clock), "to": .text(to.clock), "date": .text(messages.date(from.date)),
                    "clocks": .text(clocks),
                ])
        }
        return messages.text(
            "onset.moments",
            [
                "from": .text(from.clock), "to": .text(to.clock),
                "fromDate": .text(messages.date(from.date, withYear: from.date.year != to.date.year)),
                "toDate": .text(messages.date(to.date)), "clocks": .text(clocks),
            ])
    }

    /// When it ended; the moment of the decision when the revision has none.
    var end: String { point("end.point", revision.end ?? revision.decidedAt, margin: .seconds(0)) }

    /// How long it lasted, once it is over, and in how many stretches; while it goes on, the stretches alone.
    var duration: String {
        if revision.status.isOpen {
            return separateStretches > 1 ? messages.text("periods.open", ["count": .count(separateStretches)]) : ""
        }
        guard revision.status == .restored, !isUnobserved, let end = revision.end, end > revision.onset else {
            return ""
        }
        // A length is told no more exactly than the onset is known.
        var length = end - revision.onset
        if onsetWidth >= Self.dayWidth {
            length = rounded(length, to: .days(1))
        } else if onsetMargin > Self.widestMargin {
            length = rounded(length, to: .hours(1))
        }
        let words = MessageArgument.text(messages.duration(length))
        let stretches = separateStretches
        return stretches > 1
            ? messages.text("duration.periods", ["duration": words, "count": .count(stretches)])
            : messages.text("duration.whole", ["duration": words])
    }

    /// How many stretches the phases make, when those that follow each other within half an hour count as one.
    private var separateStretches: Int {
        var stretches = 0
        var last: Timestamp?
        let claims = revision.phases.filter { $0.verdict.claimName != "disrupted" }
        for phase in claims.sorted(by: { $0.from < $1.from }) {
            let goesOn = last.map { phase.from <= $0 + .minutes(30) } ?? false
            if !goesOn { stretches += 1 }
            last = max(last ?? .distantPast, phase.to ?? .distantFuture)
            if last == .distantFuture { break }
        }
        return stretches
    }

    /// To the nearest whole step, at least one.
    private func rounded(_ interval: Interval, to step: Interval) -> Interval {
        step * max(1, (interval.milliseconds + step.milliseconds / 2) / step.milliseconds)
    }

    /// The stretch of time that was looked at, always in UTC.
    var window: String {
        let from = LocalTime(revision.sample.from, in: .utc)
        let to = LocalTime(revision.sample.to, in: .utc)
        if from.date == to.date {
            return messages.text(
                "window.day",
                ["from": .text(from.clock), "to": .text(to.clock), "date": .text(messages.date(to.date))])
        }
        return messages.text(
            "window.days",
            [
                "from": .text(from.clock), "to": .text(to.clock),
                "fromDate": .text(messages.date(from.date, withYear: from.date.year != to.date.year)),
                "toDate": .text(messages.date(to.date)),
            ])
    }

    private func point(_ key: String, _ moment: Timestamp, margin: Interval) -> String {
        let local = local(moment)
        let utc = LocalTime(moment, in: .utc)
        let utcText = messages.text(
            utc.date == local.date ? "utc.same.day" : "utc.other.day",
            ["clock": .text(utc.clock), "day": .text(messages.date(utc.date, withYear: false))])
        // Times are told to the minute, so that no margin is less than one.
        let minutes = max(1, (margin.milliseconds + 59_999) / 60_000)
        return messages.text(
            key,
            [
                "clock": .text(local.clock), "date": .text(messages.date(local.date)), "utc": .text(utcText),
                "margin": .text(messages.text("duration.margin", ["count": .count(Int(minutes))])),
                "clocks": .text(clocks),
            ])
    }

    private func local(_ moment: Timestamp) -> LocalTime {
        isGlobal ? LocalTime(moment, in: .utc) : writer.gazetteer.localTime(moment, in: revision.country)
    }

    /// Whose clocks the times are on: `utc`, `one`, `several`.
    private var clocks: String {
        if isGlobal || writer.gazetteer.country(revision.country)?.zones.isEmpty ?? true { return "utc" }
        return writer.gazetteer.keepsOneTime(revision.country, at: revision.onset) ? "one" : "several"
    }

    /// Two days, as short as they can be said: `8 and 9 November 2023`.
    private func days(_ from: CivilDate, _ to: CivilDate) -> String {
        if from.year == to.year, from.month == to.month, from.day != to.day {
            return messages.text(
                "days.within.month",
                [
                    "from": .text(String(from.day)), "to": .text(String(to.day)),
                    "month": .text(messages.text("month.\(to.month)")), "year": .text(String(to.year)),
                ])
        }
        return messages.text(
            "days.across",
            [
                "from": .text(messages.date(from, withYear: from.year != to.year)),
                "to": .text(messages.date(to)),
            ])
    }
}
