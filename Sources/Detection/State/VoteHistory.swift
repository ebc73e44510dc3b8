/// The counted votes of one track, oldest first in order of arrival, and which networks they are of.
///
/// What each network's newest vote is has to be known whenever cells are shown, and a track holds up to thousands of
/// votes, so it is kept along instead of looked for.
struct VoteHistory: Sendable, RandomAccessCollection {
    private var votes = Queue<CountedVote>()
    /// By index of the network within its country, plus one: observers that join no network come first.
    private var networks: [Network] = []

    private struct Network {
        /// Votes of it that are kept.
        var count: Int32 = 0
        /// When the newest that was ever added happened, minutes since the epoch.
        var newest: Int32 = .min
    }

    var startIndex: Int { 0 }
    var endIndex: Int { votes.endIndex }
    subscript(position: Int) -> CountedVote { votes[position] }

    mutating func append(_ counted: CountedVote) {
        votes.append(counted)
        note(counted.vote)
    }

    mutating func removeFirst() {
        guard let first = votes.first else { return }
        networks[Int(first.vote.network) + 1].count -= 1
        votes.removeFirst()
    }

    /// Networks with a vote, in order of their index, and when the newest of each happened; −1 for observers that join
    /// no network scope.
    var newestByNetwork: [(network: Int32, newest: Int32)] {
        networks.enumerated().compactMap { index, network in
            network.count > 0 ? (Int32(index) - 1, network.newest) : nil
        }
    }

    /// Those received at a minute or later.
    func received(since minute: Int32) -> some Sequence<Vote> {
        votes.reversed().lazy.map(\.vote).prefix { $0.received >= minute }
    }

    private mutating func note(_ vote: Vote) {
        let index = Int(vote.network) + 1
        networks.extend(through: index, with: Network())
        networks[index].count += 1
        networks[index].newest = Swift.max(networks[index].newest, vote.at)
    }
}

extension VoteHistory: Snapshotted {
    static var blank: VoteHistory { VoteHistory() }
    mutating func code(with coder: inout SnapshotCoder) throws(SnapshotError) {
        try coder.code(&votes)
        guard coder.isReading else { return }
        networks = []
        for counted in votes {
            guard counted.vote.network >= -1 else { throw .malformed(at: coder.position) }
            note(counted.vote)
        }
    }
}
