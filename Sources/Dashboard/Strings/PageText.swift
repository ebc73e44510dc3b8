import Gazetteer
import ObservatoryModel
import Publishing

/// How a page says things: the words of its language, with the names, times and links that go into them.
struct PageText: Sendable {
    let messages: Messages
    var context: PageContext
    let gazetteer = Gazetteer.standard

    /// The message `page.<key>`.
    func callAsFunction(_ key: String, _ arguments: [String: MessageArgument] = [:]) -> String {
        messages.text("page.\(key)", arguments)
    }

    /// A link that keeps to the language and the clocks which the reader chose.
    func link(_ url: SiteURL) -> String {
        url.path(in: context.languageIsChosen ? messages.language : nil, inUTC: context.usesUTC)
    }

    /// The same with scheme and host.
    func absolute(_ url: SiteURL) -> String {
        context.observatory.origin + url.path
    }

    /// What the language calls a verdict, with its glyph and style class.
    func chip(_ verdict: Verdict) -> View {
        [
            "class": .text(verdict.styleClass), "glyph": .text(verdict.glyph),
            "word": .text(messages.text("verdict.\(verdict.rawValue)")),
        ]
    }

    func status(_ status: IncidentStatus) -> String { messages.text("status.\(status.rawValue)") }
    func name(_ platform: PlatformID) -> String { gazetteer.name(of: platform, in: messages.language) }
    func name(_ country: CountryCode) -> String { gazetteer.name(of: country, in: messages.language) }
    func name(_ region: RegionCode) -> String { gazetteer.name(of: region, in: messages.language) }

    /// The name that people know of a network, or its number.
    func name(_ asn: ASN) -> String { context.networkNames[asn] ?? asn.description }

    /// What a signal is called; its own id when it is not known by name.
    func signalName(_ source: String) -> String {
        messages.has("page.signal.\(source)") ? self("signal.\(source)") : source
    }

    var writer: StatementWriter { StatementWriter(gazetteer: gazetteer, networkNames: context.networkNames) }

    /// The same with the names that a page's networks bring.
    func naming(_ networks: [NetworkShare]) -> PageText {
        var text = self
        for network in networks where !network.name.isEmpty { text.context.networkNames[network.asn] = network.name }
        return text
    }
}

// MARK: Numbers

extension PageText {
    /// A share as whole percent: `83%`. What is above nothing and below one is `<1%`, never `0%`.
    func percent(_ share: Double) -> String {
        guard share.isFinite else { return self("absent") }
        let clipped = min(max(share, 0), 1)
        if clipped > 0, clipped < 0.01 { return isolated("<1%") }
        if clipped < 1, clipped >= 0.995 { return isolated(">99%") }
        return isolated("\(Int((clipped * 100).rounded()))%")
    }

    /// `61–96%`; one number when both ends round to the same.
    func percent(from low: Double, to high: Double) -> String {
        guard low.isFinite, high.isFinite else { return self("absent") }
        let ends = [low, high].map { Int((min(max($0, 0), 1) * 100).rounded()) }
        return ends[0] == ends[1] ? percent((low + high) / 2) : isolated("\(ends[0])–\(ends[1])%")
    }

    /// A probability of being right, which is never told as certainty: `99.6%`, `over 99.9%`.
    func confidence(_ probability: Double) -> String {
        guard probability.isFinite else { return self("absent") }
        if probability >= 0.999 { return self("over", ["value": .text(isolated("99.9%"))]) }
        let decimals = probability >= 0.95 ? 1 : 0
        return isolated(messages.number(max(probability, 0) * 100, decimals: decimals) + "%")
    }

    /// A count of people to two figures: `97 million`, `640,000`.
    func people(_ count: Double) -> String {
        guard count.isFinite, count >= 0 else { return self("absent") }
        if count >= 999_500 {
            let millions = count / 1_000_000
            return self(
                "people.millions", ["count": .text(messages.number(millions, decimals: millions < 9.95 ? 1 : 0))])
        }
        var unit = 1.0
        while count / unit >= 99.5 { unit *= 10 }
        return messages.number(Int((count / unit).rounded() * unit))
    }

    /// `about 97 million (71 million to 112 million)`.
    func people(_ range: (low: Double, mid: Double, high: Double)) -> String {
        if range.low >= 9_500_000 {
            func millions(_ count: Double) -> MessageArgument { .text(messages.number(count / 1_000_000, decimals: 0)) }
            return self(
                "people.range.millions",
                ["mid": millions(range.mid), "low": millions(range.low), "high": millions(range.high)])
        }
        return self(
            "people.range",
            ["mid": .text(people(range.mid)), "low": .text(people(range.low)), "high": .text(people(range.high))])
    }

    /// A rule that puts a font of the language's script first, for pictures that stand alone: a fallback that is chosen
    /// letter by letter breaks words whose letters join.
    var pictureFonts: String {
        messages.direction == .rightToLeft
            ? "text{font-family:\"PakType Naskh Basic\",\"Noto Naskh Arabic\",Amiri,system-ui,sans-serif}" : ""
    }

    /// A note as a sentence: with a capital, where the script has them, and a full stop.
    func sentence(_ words: String) -> String {
        guard let first = words.first else { return words }
        let stop = messages.text("sentence.stop")
        return first.uppercased() + words.dropFirst() + (words.hasSuffix(stop) ? "" : stop)
    }

    /// Keeps digits and signs in their order within a script that runs the other way.
    func isolated(_ text: String) -> String {
        messages.direction == .rightToLeft ? "\u{2066}\(text)\u{2069}" : text
    }
}

// MARK: Times

extension PageText {
    /// The zone whose clocks times of a country are told in: its own, or UTC when the reader chose that.
    func zone(of country: CountryCode) -> ZoneHistory { context.usesUTC ? .utc : gazetteer.mainZone(of: country) }

    func local(_ moment: Timestamp, in country: CountryCode) -> LocalTime { LocalTime(moment, in: zone(of: country)) }

    /// `7 January 2024, 17:58 (UTC+5)`, its UTC, and the machine's form.
    func moment(_ moment: Timestamp, in country: CountryCode) -> View {
        let time = local(moment, in: country)
        return [
            "iso": .text(moment.description), "local": .text(messages.moment(time)),
            "utc": .optional(time.kind.offset == 0 ? nil : utcClock(moment, beside: time)),
            "short": .text(short(moment, in: country)),
        ]
    }

    /// `12:58 UTC`, with its date when that is another day.
    func utcClock(_ moment: Timestamp, beside time: LocalTime) -> String {
        let utc = LocalTime(moment, in: .utc)
        let clock = isolated("\(utc.clock) UTC")
        return utc.date == time.date ? clock : "\(messages.date(utc.date, withYear: false)), \(clock)"
    }

    /// `7 January 2024, 12:58 UTC`, for what belongs to no country.
    func utc(_ moment: Timestamp) -> String {
        let time = LocalTime(moment, in: .utc)
        return self("moment.utc", ["date": .text(messages.date(time.date)), "clock": .text(time.clock)])
    }

    /// A day and a clock without zone, for tables that name the zone elsewhere; the year only when it is not this one.
    func short(_ moment: Timestamp, in country: CountryCode) -> String {
        let time = local(moment, in: country)
        let today = local(context.now, in: country).date
        if time.date == today { return self("today", ["clock": .text(time.clock)]) }
        return self(
            "day.clock",
            [
                "day": .text(messages.date(time.date, withYear: time.date.year != today.year)),
                "clock": .text(time.clock),
            ])
    }

    /// `3 min ago`; `just now` below a minute. What lies ahead is `in 3 min`.
    func ago(_ moment: Timestamp) -> String {
        let gap = context.now - moment
        if gap.milliseconds.magnitude < 60_000 { return self("now") }
        return gap.milliseconds > 0
            ? self("ago", ["duration": .text(messages.duration(gap))])
            : self("ahead", ["duration": .text(messages.duration(moment - context.now))])
    }

    /// How long ago something was; its date where that lies ahead, as it does beside an example with a clock of its own.
    func agoOrDate(_ moment: Timestamp) -> String {
        moment - context.now > .minutes(5) ? utc(moment) : ago(moment)
    }

    /// The age of a number in a cell, short and in the largest unit alone: `2 min`.
    func age(_ moment: Timestamp) -> String {
        let minutes = Int(max(0, (context.now - moment).milliseconds / 60_000))
        if minutes < 60 { return self("age.minutes", ["count": .count(minutes)]) }
        if minutes < 1440 { return self("age.hours", ["count": .count(minutes / 60)]) }
        return self("age.days", ["count": .count(minutes / 1440)])
    }
}

extension Verdict {
    /// Tells verdicts apart without colour.
    var glyph: String {
        switch self {
        case .ok: "✓"
        case .slow: "≈"
        case .blocked: "✕"
        case .platformDown: "▽"
        case .dark: "●"
        case .insufficient: "?"
        }
    }

    /// The class of the style sheet.
    var styleClass: String {
        switch self {
        case .ok: "vo"
        case .slow: "vs"
        case .blocked: "vb"
        case .platformDown: "vp"
        case .dark: "vd"
        case .insufficient: "vn"
        }
    }
}
