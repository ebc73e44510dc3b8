/// What the votes since an onset say of each network, for scope and share (§6).
struct NetworkEvidence: Sendable {
    struct Entry: Sendable {
        /// Index of the network within the country.
        var network: Int32
        /// ln of the e-process since onset: the mean over severities, each observer capped.
        var nats: Double
        var votes: Int
        var failures: Int
        /// Observers with a failure.
        var failingProbes: Int
        var firstFailure: Int32
        var lastFailure: Int32
        var newest: Int32
        /// The share of the network's votes since onset that the claim covers, 0...1.
        var covered = 1.0

        /// Whether the votes tell: a network with a vote or two is as good as not measured.
        var isDecisive: Bool { abs(nats) >= 1 }

        /// P(affected | votes) at even odds.
        var probability: Double {
            let ratio = exponential(min(nats, 50))
            return ratio / (1 + ratio)
        }
    }

    /// By network index.
    var entries: [Entry]

    init(entries: [Entry]) {
        self.entries = entries
    }

    /// Sums every network's increments of votes at or after the onset; one observer carries at most the cap, and an
    /// OONI group as much as it stands for.
    init(
        history: VoteHistory, since onset: Int32, claim: Claim, cap: Double, mostOONI: Double,
        ooniExponent: Double
    ) {
        var observers: [Int64: Triple] = [:]
        var found: [Int32: Entry] = [:]
        var outside: [Int32: Int] = [:]
        for counted in history where counted.vote.at >= onset && counted.vote.network >= 0 {
            let vote = counted.vote
            guard claim.covers(vote) else {
                outside[vote.network, default: 0] += 1
                continue
            }
            let key = Int64(vote.network) << 32 | Int64(UInt32(bitPattern: vote.probe))
            let increment = Triple(
                Double(counted.increments.0), Double(counted.increments.1), Double(counted.increments.2))
            observers[key, default: .zero] += Double(vote.weight) * increment
            var entry =
                found[vote.network]
                ?? Entry(
                    network: vote.network, nats: 0, votes: 0, failures: 0, failingProbes: 0,
                    firstFailure: .max,
                    lastFailure: .min, newest: .min)
            entry.votes += 1
            if vote.failed {
                entry.failures += 1
                entry.firstFailure = min(entry.firstFailure, vote.at)
                entry.lastFailure = max(entry.lastFailure, vote.at)
            }
            entry.newest = max(entry.newest, vote.at)
            found[vote.network] = entry
        }
        var sums: [Int32: Triple] = [:]
        for (key, sum) in observers.sorted(by: { $0.key < $1.key }) {
            let network = Int32(truncatingIfNeeded: key >> 32)
            let isOONI = UInt32(truncatingIfNeeded: key) == UInt32.max
            let limit =
                isOONI ? cap * min(mostOONI, max(1, Double(found[network]?.failures ?? 0) / 2)) : cap
            let exponent = isOONI ? ooniExponent : 1
            sums[network, default: .zero] += exponent * sum.map { min($0, limit) }
            if sum.largest > 1 { found[network]?.failingProbes += 1 }
        }
        entries = found.values.map { entry in
            var entry = entry
            let sum = sums[entry.network] ?? .zero
            entry.nats = naturalLog(sum.map { exponential(min($0, 600)) }.mean)
            entry.covered = Double(entry.votes) / Double(entry.votes + (outside[entry.network] ?? 0))
            return entry
        }.sorted { $0.network < $1.network }
    }

    /// Adds networks that gave no vote since onset but whose statistic stands high: they fell silent.
    mutating func addSilent(_ statistics: [Double], since onset: Int32) {
        let known = Set(entries.map(\.network))
        for (network, r) in statistics.enumerated() where r > 148 && !known.contains(Int32(network)) {
            entries.append(
                Entry(
                    network: Int32(network), nats: naturalLog(r), votes: 0, failures: 1, failingProbes: 0,
                    firstFailure: onset, lastFailure: onset, newest: onset))
        }
    }

    /// The networks that e-BH accepts: the k largest with e(k) ≥ N/(kα), by index.
    func accepted(falseDiscoveryRate: Double) -> [Entry] {
        let ordered = entries.filter { $0.failures > 0 }.sorted {
            ($1.nats, $0.network) < ($0.nats, $1.network)
        }
        let count = Double(entries.count)
        var taken = 0
        for (index, entry) in ordered.enumerated()
        where entry.nats >= naturalLog(count / (Double(index + 1) * falseDiscoveryRate)) {
            taken = index + 1
        }
        return ordered.prefix(taken).sorted { $0.network < $1.network }
    }
}

extension NetworkEvidence: Snapshotted {
    static var blank: NetworkEvidence { NetworkEvidence(entries: []) }
    mutating func code(with coder: inout SnapshotCoder) throws(SnapshotError) {
        try coder.code(&entries)
    }
}

extension NetworkEvidence.Entry: Snapshotted {
    static var blank: NetworkEvidence.Entry {
        NetworkEvidence.Entry(
            network: 0, nats: 0, votes: 0, failures: 0, failingProbes: 0, firstFailure: 0, lastFailure: 0,
            newest: 0)
    }

    mutating func code(with coder: inout SnapshotCoder) throws(SnapshotError) {
        try coder.code(&network)
        try coder.code(&nats)
        try coder.code(&votes)
        try coder.code(&failures)
        try coder.code(&failingProbes)
        try coder.code(&firstFailure)
        try coder.code(&lastFailure)
        try coder.code(&newest)
        try coder.code(&covered)
    }
}
