import Gazetteer
import ObservatoryModel

/// What the claim rests on, and what it leaves open.
extension Draft {
    /// Nats from which a family counts as evidence of its own: the second key of DETECTION §4.
    private static let ownEvidence = 4.6

    /// Who measured, how much, and when. Measurements of OONI are never called probes of ours.
    var sample: String {
        let evidence = revision.evidence
        let arguments: [String: MessageArgument] = [
            "probes": .count(revision.sample.probes), "networks": .count(revision.sample.networks),
            "sessions": .count(revision.sample.sessions), "window": .text(window),
        ]
        if evidence.ooni > 0, evidence.probes <= 0 { return messages.text("sample.ooni", arguments) }
        if evidence.probes <= 0, !outsideFamilies(above: 0).isEmpty {
            let families = messages.list(outsideFamilies(above: 0).map { messages.text("family.\($0)") })
            return messages.text("sample.outside", ["families": .text(families), "window": .text(window)])
        }
        guard revision.sample.probes > 0 else { return messages.text("sample.none") }
        return messages.text(evidence.ooni > 0 ? "sample.mixed" : "sample.probes", arguments)
    }

    /// Families beside those of the sample that speak for the claim by themselves.
    var furtherFamilies: String {
        guard revision.evidence.probes > 0 || revision.evidence.ooni > 0 else { return "" }
        let families = outsideFamilies(above: Self.ownEvidence)
        guard !families.isEmpty else { return "" }
        let list = messages.list(families.map { messages.text("family.\($0)") })
        return messages.text("families.further", ["families": .text(list)])
    }

    private func outsideFamilies(above nats: Double) -> [String] {
        let evidence = revision.evidence
        return [
            ("reports", evidence.reports), ("traffic", evidence.traffic), ("bgp", evidence.bgp),
            ("other", evidence.other),
        ].filter { $0.1 > nats }.map(\.0)
    }

    var mechanism: String {
        let described = revision.mechanism.map { path in
            messages.text(
                "mechanism.with.path",
                ["words": .text(MechanismWords.words(for: path, in: messages)), "path": .text(path)])
        }
        guard var list = described.last else { return "" }
        for item in described.dropLast().reversed() {
            list = messages.text("list.clauses", ["first": .text(item), "rest": .text(list)])
        }
        return messages.text("mechanism.observed", ["mechanisms": .text(list)])
    }

    var slowdown: [String] {
        guard let slowdown = revision.slowdown else { return [] }
        func factor(_ value: Double) -> MessageArgument {
            .text(messages.number(value, decimals: value < 10 ? 1 : 0))
        }
        var sentences = [
            messages.text(
                "slowdown.factor",
                ["factor": factor(slowdown.factor), "low": factor(slowdown.low), "high": factor(slowdown.high)])
        ]
        if let cap = slowdown.capKbps {
            sentences.append(messages.text("slowdown.cap", ["cap": .text(messages.number(cap, decimals: 0))]))
        }
        return sentences
    }

    /// Platforms that fare otherwise than those of the lead, a sentence a verdict.
    var beside: [String] {
        let led = platforms(said: verdict)
        guard !isGlobal, !led.isEmpty else { return [] }
        return [Verdict.blocked, .slow].filter { $0.rawValue != verdict }.compactMap { other in
            let phases = phases(said: other.rawValue)
            // A dark network takes every platform with it, so that there nothing is left to be said of some.
            let platforms = Set(phases.flatMap(\.platforms)).subtracting(verdict == Verdict.dark.rawValue ? [] : led)
            guard !platforms.isEmpty else { return nil }
            let networks = Set(phases.flatMap(\.networks)).sorted()
            return messages.text(
                "also.\(other.rawValue).\(revision.status.isOpen ? "open" : "over")",
                [
                    "platforms": .text(writer.list(of: platforms.sorted(), in: messages)),
                    "count": .count(platforms.count),
                    "networks": .text(
                        networks.isEmpty ? messages.text("also.some") : writer.list(of: networks, in: messages)),
                ])
        }
    }

    /// The networks by name where the lead has not named them, and those that fare otherwise than the lead says.
    var networks: [String] {
        var sentences: [String] = []
        let same = revision.networks.filter { $0.verdict.rawValue == verdict }
        if revision.scope != .networks, !isGlobal, !same.isEmpty {
            sentences.append(
                messages.text(
                    "networks.affected", ["networks": .text(writer.list(of: same.map(\.asn), in: messages))]))
        }
        guard !same.isEmpty else { return sentences }
        for other in [Verdict.slow, .blocked, .dark]
        where other.rawValue != verdict && phases(said: other.rawValue).isEmpty {
            let networks = revision.networks.filter { $0.verdict == other }.map(\.asn)
            guard !networks.isEmpty else { continue }
            sentences.append(
                messages.text(
                    "networks.\(other.rawValue)", ["networks": .text(writer.list(of: networks, in: messages))]))
        }
        return sentences
    }

    /// How many are affected, as an estimate, and how many nothing is known of.
    var shares: [String] {
        let share = revision.affectedShare
        guard !isGlobal, share.low.isFinite, share.high.isFinite, share.uncovered.isFinite else { return [] }
        let (low, high, uncovered) = (percent(share.low), percent(share.high), percent(share.uncovered))
        let none = percent(0)
        let form = high == none ? "below" : low == none ? "upto" : low == high ? "point" : "range"
        let isOver = revision.status == .restored || revision.status == .restoring
        let tense = isOver ? "" : ".open"
        var sentences = [messages.text("share.\(form)\(tense)", ["low": .text(low), "high": .text(high)])]
        if uncovered != none {
            sentences.append(messages.text("share.uncovered", ["uncovered": .text(uncovered)]))
        } else if !revision.sharesEstimated {
            // Estimated shares know only of networks that were seen, so that all of them are covered by construction.
            sentences.append(messages.text("share.covered"))
        }
        if revision.sharesEstimated { sentences.append(messages.text("share.estimated")) }
        return sentences
    }

    /// The calibrated probability, rounded down, so that no claim looks surer than it is; never 100 %.
    var confidence: String {
        let posterior = min(max(revision.posterior, 0), 1)
        if posterior > 0.999 {
            return messages.text("confidence.above", ["percent": .text(messages.number(99.9, decimals: 1))])
        }
        let tenths = (posterior * 1000 + 1e-9).rounded(.down)
        let text =
            posterior >= 0.99
            ? messages.number(tenths / 10, decimals: 1) : messages.number((tenths / 10).rounded(.down), decimals: 0)
        return messages.text("confidence", ["percent": .text(text)])
    }

    /// That nothing is said about a cause; the platform's own fault is one and is said in the lead.
    var cause: String { isGlobal ? "" : messages.text("cause") }

    private func percent(_ share: Double) -> String {
        messages.number(min(max(share, 0), 1) * 100, decimals: 0)
    }
}
