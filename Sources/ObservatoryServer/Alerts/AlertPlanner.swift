import ObservatoryModel
import Storage

/// Decides what is told to one subscription now: a pure function of what waits, the policies and the time.
struct AlertPlanner {
    /// What is to be done with some of what waits; the rest goes on waiting.
    enum Step: Hashable {
        /// One message of these items.
        case tell([AlertItem], AlertMessage.Kind)
        /// Nothing is told of these.
        case drop([AlertItem])
    }

    /// Why an item may not go out yet.
    enum Hold: Hashable {
        /// An editor has to let it pass.
        case approval
        /// The policy lets it pass at this time.
        case until(Timestamp)
        /// The policy lets nothing pass.
        case policy
    }

    /// How long a posting waits for an editor before it is dropped: by then it is no news.
    static let patience = Interval.days(3)

    let policies: [CountryCode: PublicationPolicy]
    let now: Timestamp

    init(policies: [PublicationPolicy], now: Timestamp) {
        self.policies = Dictionary(policies.map { ($0.country, $0) }) { _, newer in newer }
        self.now = now
    }

    /// What is done now. A corrected claim goes first, then the rest in order of arrival.
    ///
    /// Items that gathered in quiet hours, and those for which the hour has no message left, become one message.
    func steps(_ waiting: WaitingAlerts) -> [Step] {
        let subscription = waiting.subscription
        // Who was not told of a claim needs not be told that it was taken back.
        let moot = waiting.items.filter { item in
            item.status == .retracted && item.correction == nil && item.lastTold == nil || isStale(item, subscription)
        }
        let ready = waiting.items.filter { item in
            !moot.contains(item) && hold(item, subscription) == nil && isSpaced(item, subscription)
        }
        var steps: [Step] = moot.isEmpty ? [] : [.drop(moot)]
        guard subscription.quietHours?.contains(now) != true else { return steps }
        var budget = subscription.perHour - waiting.recent.count
        for item in ready where item.correction != nil && budget > 0 {
            steps.append(.tell([item], .correction))
            budget -= 1
        }
        let revisions = ready.filter { $0.correction == nil }
        guard budget > 0, !revisions.isEmpty else { return steps }
        let gathered = revisions.filter { subscription.quietHours?.contains($0.since) == true }
        let single = revisions.filter { !gathered.contains($0) }
        let needed = single.count + min(1, gathered.count)
        if needed > budget {
            steps.append(message(of: revisions))
        } else {
            if !gathered.isEmpty { steps.append(message(of: gathered)) }
            steps += single.map { .tell([$0], .revision) }
        }
        return steps
    }

    private func message(of items: [AlertItem]) -> Step {
        .tell(items, items.count == 1 ? .revision : .digest)
    }

    /// Why an item of a subscription may not go out yet; `nil` when it may.
    func hold(_ item: AlertItem, _ subscription: Subscription) -> Hold? {
        guard subscription.isPublic else { return nil }
        // What corrects a posted claim must be as loud as the claim, so it needs nobody's leave.
        if item.correction != nil || (item.status == .retracted && item.lastTold != nil) { return nil }
        let policy = policies[item.country]
        switch policy?.gate ?? .approve {
        case .publish, .coarsen: return nil
        case .hold: return .policy
        case .approve: return item.isApproved ? nil : .approval
        case .delay:
            let until = item.since + .minutes(Int64(policy?.minutes ?? 0))
            return item.isApproved || until <= now ? nil : .until(until)
        }
    }

    /// Whether an item waited for people for so long that it is no news any more.
    private func isStale(_ item: AlertItem, _ subscription: Subscription) -> Bool {
        guard item.since + AlertPlanner.patience < now else { return false }
        let hold = hold(item, subscription)
        return hold == .approval || hold == .policy
    }

    /// Whether what is posted of a country leaves out networks, regions and minutes.
    func coarsens(_ country: CountryCode, _ subscription: Subscription) -> Bool {
        subscription.isPublic && policies[country]?.gate == .coarsen
    }

    /// Whether the last message about the incident is long enough ago.
    private func isSpaced(_ item: AlertItem, _ subscription: Subscription) -> Bool {
        guard item.correction == nil, let last = item.lastTold else { return true }
        return last + subscription.gap <= now
    }
}
