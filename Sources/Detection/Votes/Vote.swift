internal import ObservatoryModel

/// Which kind of observer a vote or a score comes from (§8).
enum Family: UInt8, Hashable, Sendable, CaseIterable {
    case probes, ooni, reports, traffic, bgp, probing, telescope, silence

    /// Whether it looks at a country from outside, and so needs nobody in it.
    var isOutside: Bool {
        switch self {
        case .traffic, .bgp, .probing, .telescope: true
        case .probes, .ooni, .reports, .silence: false
        }
    }
}

/// One look at a platform (or at connectivity itself), as the statistic sees it. Minutes count from the epoch.
struct Vote: Sendable, Hashable {
    /// When it happened.
    var at: Int32
    /// When it was received; the bin that it is decided in.
    var received: Int32
    /// Index of the network within its country; −1 for observers that join no network scope.
    var network: Int32
    /// Index of the probe; −1 for OONI.
    var probe: Int32
    /// Index of the region within its country, −1 for none.
    var region: Int16
    var access: AccessType
    var family: Family
    /// How far it failed in a way blocking fails, and how far it worked, each 0...1; the rest says nothing.
    var failure: Float
    var success: Float
    /// Scales gains and losses: age and record of the key, .25 for detached probes.
    var weight: Float
    /// Index of the probe's program and version, 0 for unknown.
    var software: UInt16
    /// A sibling failed while a neutral control lived: the address or hosting is hit, not the name.
    var wide: Bool
    /// A sibling lived.
    var siblingAlive: Bool
    var symptom: Symptom

    /// In doubt, a failure.
    var failed: Bool { failure > success }
}

/// A vote that was counted, kept for onset, scope, end and mechanism.
struct CountedVote: Sendable, Hashable {
    var vote: Vote
    /// Its increments before the observer's cap, one a severity.
    var increments: (Float, Float, Float)
    /// The null that it was counted against.
    var null: Float

    static func == (left: CountedVote, right: CountedVote) -> Bool {
        left.vote == right.vote && left.increments == right.increments && left.null == right.null
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(vote)
    }
}

/// First in, first out, over an array whose consumed front is cut now and then.
struct Queue<Element: Sendable>: Sendable, RandomAccessCollection {
    private var storage: [Element] = []
    private var head = 0

    var startIndex: Int { 0 }
    var endIndex: Int { storage.count - head }
    subscript(position: Int) -> Element {
        get { storage[head + position] }
        set { storage[head + position] = newValue }
    }

    mutating func append(_ element: Element) {
        storage.append(element)
    }

    /// Drops elements from the front.
    mutating func removeFirst(_ count: Int = 1) {
        head += count
        if head > 64, head * 2 > storage.count {
            storage.removeFirst(head)
            head = 0
        }
    }
}

extension Family: Snapshotted {
    static var blank: Family { .probes }
    mutating func code(with coder: inout SnapshotCoder) throws(SnapshotError) {
        try coder.raw(&self)
    }
}

extension Vote: Snapshotted {
    static var blank: Vote {
        Vote(
            at: 0, received: 0, network: -1, probe: -1, region: -1, access: .unknown, family: .probes,
            failure: 0, success: 0,
            weight: 0, software: 0, wide: false, siblingAlive: false, symptom: .unknown)
    }
    mutating func code(with coder: inout SnapshotCoder) throws(SnapshotError) {
        try coder.code(&at)
        try coder.code(&received)
        try coder.code(&network)
        try coder.code(&probe)
        try coder.code(&region)
        try coder.code(&access)
        try coder.code(&family)
        try coder.code(&failure)
        try coder.code(&success)
        try coder.code(&weight)
        try coder.code(&software)
        try coder.code(&wide)
        try coder.code(&siblingAlive)
        try coder.code(&symptom)
    }
}

extension CountedVote: Snapshotted {
    static var blank: CountedVote { CountedVote(vote: .blank, increments: (0, 0, 0), null: 0) }
    mutating func code(with coder: inout SnapshotCoder) throws(SnapshotError) {
        try coder.code(&vote)
        try coder.code(&increments.0)
        try coder.code(&increments.1)
        try coder.code(&increments.2)
        try coder.code(&null)
    }
}

extension Queue: Snapshotted where Element: Snapshotted {
    static var blank: Queue<Element> { Queue() }
    mutating func code(with coder: inout SnapshotCoder) throws(SnapshotError) {
        let count = try coder.count(self.count)
        guard coder.isReading else {
            for var element in self { try coder.code(&element) }
            return
        }
        self = Queue()
        storage.reserveCapacity(count)
        for _ in 0..<count {
            var element = Element.blank
            try coder.code(&element)
            append(element)
        }
    }
}
