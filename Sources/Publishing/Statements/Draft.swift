import Gazetteer
import ObservatoryModel

/// One statement while it is being put together.
struct Draft {
    let writer: StatementWriter
    let messages: Messages
    let revision: IncidentRevision

    /// What happened, as the catalogue's keys call it. An incident with a verdict that is no claim takes the last phase's.
    var verdict: String {
        ([revision.verdict] + revision.phases.reversed().map(\.verdict)).map(\.claimName).first { $0 != "disrupted" }
            ?? "disrupted"
    }

    var isGlobal: Bool { revision.scope == .global || verdict == Verdict.platformDown.rawValue }

    /// The claim without a status, also when it is over.
    var claim: String { messages.text("claim.\(verdict)", arguments) }

    /// Whether it was closed because nobody looks any more, its end unseen.
    var isUnobserved: Bool { revision.status == .restored && revision.reason == "no-longer-observed" }

    var title: String {
        let status = revision.status
        if isUnobserved { return messages.text("title.unobserved", ["claim": .text(claim)]) }
        let kind =
            switch status {
            case .restored: "ended"
            case .restoring: "recovering"
            case .suspected, .confirmed, .retracted: "claim"
            }
        let claim = messages.text("\(kind).\(verdict)", arguments)
        return messages.text("title.\(status.rawValue)", ["claim": .text(claim)])
    }

    var lead: String {
        if isUnobserved {
            return messages.text(
                "lead.unobserved", ["claim": .text(self.claim), "onset": .text(onset), "end": .text(end)])
        }
        let claim = messages.text("lead.\(revision.status.rawValue).\(verdict)", arguments)
        guard revision.status == .retracted else { return claim }
        return claim + " " + retraction
    }

    var details: [String] {
        guard revision.status != .retracted else { return [provenance] }
        let sentences = [duration, sample, furtherFamilies, mechanism] + beside + slowdown + networks + shares
        return (sentences + [confidence, cause, provenance]).filter { !$0.isEmpty }
    }

    var essentials: [String] {
        guard revision.status != .retracted else { return [lead] }
        return ([lead] + beside + [confidence, sample] + shares).filter { !$0.isEmpty }
    }

    private var arguments: [String: MessageArgument] {
        [
            "platforms": .text(writer.list(of: leading, in: messages)),
            // Platforms that nobody named are told in the plural.
            "count": .count(leading.isEmpty ? 2 : leading.count),
            "where": .text(place),
            "onset": .text(onset),
            "end": .text(end),
        ]
    }

    /// The platforms that the lead's verdict is about: a platform that is slow is not called unreachable because others
    /// are. All of them where no phase tells.
    private var leading: [PlatformID] {
        let named = platforms(said: verdict)
        return named.isEmpty ? revision.platforms : revision.platforms.filter { named.contains($0) }
    }

    /// The platforms of a verdict's phases: of those that go on while the incident does, else of all.
    func platforms(said verdict: String) -> Set<PlatformID> {
        Set(phases(said: verdict).flatMap(\.platforms))
    }

    func phases(said verdict: String) -> [IncidentRevision.Phase] {
        let all = revision.phases.filter { $0.verdict.rawValue == verdict }
        return revision.status.isOpen ? all.filter { $0.to == nil } : all
    }

    /// Where it happens, as a phrase.
    private var place: String {
        guard !isGlobal else { return messages.text("where.global") }
        let country = MessageArgument.text(
            writer.gazetteer.nameInSentence(of: revision.country, in: messages.language))
        switch revision.scope {
        case .regional where !revision.regions.isEmpty:
            let names = revision.regions.map { writer.gazetteer.name(of: $0, in: messages.language) }
            return messages.text("where.regional", ["regions": .text(messages.list(names)), "country": country])
        case .access where revision.access == .mobile:
            return messages.text("where.mobile", ["country": country])
        case .access where revision.access == .fixed:
            return messages.text("where.fixed", ["country": country])
        case .networks where !revision.networks.isEmpty:
            let list = writer.list(of: claimed.map(\.asn), in: messages)
            return messages.text("where.networks", ["networks": .text(list), "country": country])
        case .regional, .access, .networks:
            return messages.text("where.networks.unnamed", ["country": country])
        case .national, .global:
            return messages.text(nationalKey, ["country": country])
        }
    }

    /// How much of a country a national incident takes, no more than the low end of its estimate supports.
    private var nationalKey: String {
        // "Reachable again for most users" would say that some are still cut off.
        if revision.status == .restored || revision.status == .restoring { return "where.country" }
        // Without user shares, `national` counts networks (DETECTION §6).
        if revision.sharesEstimated { return "where.most.networks" }
        if revision.affectedShare.low >= 0.9 { return "where.national" }
        return revision.affectedShare.low >= 0.5 ? "where.most.users" : "where.many.users"
    }

    /// The networks that the claim is about: while it goes on those where it has not ended yet, and those with the
    /// incident's own verdict; all of them when that leaves none.
    private var claimed: [IncidentRevision.Network] {
        let same = revision.networks.filter { $0.verdict.rawValue == verdict }
        let going = same.filter { $0.end == nil }
        if revision.status.isOpen, !going.isEmpty { return going }
        return same.isEmpty ? revision.networks : same
    }

    private var retraction: String {
        if let other = revision.mergedInto {
            return messages.text("retraction.merged", ["incident": .text(other)])
        }
        guard let reason = revision.reason, !reason.isEmpty else { return messages.text("retraction.unstated") }
        let key = "retraction.\(reason)"
        if Self.retractionReasons.contains(reason) { return messages.text(key) }
        return messages.text("retraction.stated", ["reason": .text(reason)])
    }

    /// Reasons that have a sentence of their own; others are quoted.
    static let retractionReasons = [
        "not-sustained", "new-normal", "platform-down", "network-outage", "probe-fault", "own-fault", "contested",
    ]

    private var provenance: String {
        messages.text(
            "provenance",
            [
                "incident": .text(revision.incident), "revision": .text(String(revision.revision)),
                "rules": .text(revision.rules),
            ])
    }
}

extension Verdict {
    /// The verdict as the catalogue's keys call it; `disrupted` for those that are no claim.
    var claimName: String {
        switch self {
        case .blocked, .slow, .platformDown, .dark: rawValue
        case .ok, .insufficient: "disrupted"
        }
    }
}
