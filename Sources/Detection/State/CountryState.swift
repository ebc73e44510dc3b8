internal import ObservatoryModel

/// Everything that is remembered of one country.
struct CountryState: Sendable {
    private(set) var code: CountryCode
    var networks: [NetworkState] = []
    var regions: [RegionCode] = []
    var platforms: [PlatformState] = []
    /// Index of the track of connectivity itself: the `dark` hypothesis.
    private(set) var connectivity: Int
    var connectivityWorld = WorldShare()
    var control = TwoSpeedCount()
    var calendar: [CalendarEvent] = []
    /// Cached user shares by network, summing to at most 1, and whether they are estimates.
    var shares: [Double] = []
    var sharesEstimated = true
    var sharesMinute: Int32 = .min
    /// Third-party series.
    var volumes: [VolumeKey: VolumeSeries] = [:]
    var volumeCaps: [VolumeKey: NetCap] = [:]
    /// Since when anything was heard from here.
    var firstMinute: Int32

    init(code: CountryCode, firstMinute: Int32, connectivity: Int) {
        self.code = code
        self.connectivity = connectivity
        self.firstMinute = firstMinute
    }

    mutating func region(_ code: RegionCode) -> Int {
        if let found = regions.firstIndex(of: code) { return found }
        regions.append(code)
        return regions.count - 1
    }

    /// Brings the cached user shares up to date, once an hour or after a change.
    ///
    /// From `network` records where there are any; a network without a share then has none. Without records: the mean
    /// of an equal share and the share of the distinct observers of 30 days (§6).
    mutating func refreshShares(at minute: Int32) {
        guard sharesMinute == .min || minute - sharesMinute >= 60 else { return }
        sharesMinute = minute
        let stated = networks.reduce(0.0) { $0 + ($1.users ?? 0) }
        if stated > 0 {
            sharesEstimated = false
            let scale = stated > 1 ? 1 / stated : 1
            shares = networks.map { ($0.users ?? 0) * scale }
            return
        }
        sharesEstimated = true
        let presence = networks.map { $0.presence.decayed(to: minute, halfLife: 21_600).trials }
        let total = presence.reduce(0, +)
        let present = presence.count { $0 > 0 }
        shares = presence.map { value in
            value > 0 ? 0.5 / Double(present) + 0.5 * value / total : 0
        }
    }

    /// Whether a calendar event's window, opened some hours ahead, holds the minute.
    func calendarWindow(at minute: Int32, rules: DetectionRules) -> Bool {
        calendar.contains { event in
            event.from.minute - rules.calendarLeadMinutes <= minute && minute < event.to.minute
        }
    }
}

/// Everything that is remembered of one platform in one country.
struct PlatformState: Sendable {
    private(set) var id: PlatformID
    /// Index of the platform in the world.
    private(set) var world: Int
    /// Index of its first track, `blocked`; `slow` is the next.
    private(set) var firstTrack: Int
    var worldShare = WorldShare()
    /// Log ratios of goodput by network, for slowness.
    var goodput: [Int: GoodputHistory] = [:]
    /// The newest transfers, oldest first.
    var lately: [ComparedTransfer] = []
    var reports: ReportSeries?
    /// When anything was last measured.
    var newest: Int32 = .min

    init(id: PlatformID, world: Int, firstTrack: Int) {
        self.id = id
        self.world = world
        self.firstTrack = firstTrack
    }
}

/// One transfer that was set against its control.
struct ComparedTransfer: Sendable {
    var minute: Int32
    /// Index of the network within the country.
    var network: Int
    /// ln(goodput platform / goodput control)
    var ratio: Float
    /// kbit/s
    var speed: Float
}

extension Timestamp {
    /// Whole minutes since the epoch, rounded towards the past; clamped to the years 69 to 3871, so that the difference
    /// of any two fits.
    var minute: Int32 {
        Int32(max(-1_000_000_000, min(1_000_000_000, floored(to: .minutes(1)).milliseconds / 60_000)))
    }

    init(minute: Int32) {
        self.init(milliseconds: Int64(minute) * 60_000)
    }
}

extension CountryState: Snapshotted {
    static var blank: CountryState { CountryState(code: .blank, firstMinute: 0, connectivity: 0) }
    mutating func code(with coder: inout SnapshotCoder) throws(SnapshotError) {
        try coder.code(&code)
        try coder.code(&networks)
        try coder.code(&regions)
        try coder.code(&platforms)
        try coder.code(&connectivity)
        try coder.code(&connectivityWorld)
        try coder.code(&control)
        try coder.code(&calendar)
        try coder.code(&shares)
        try coder.code(&sharesEstimated)
        try coder.code(&sharesMinute)
        try coder.code(&volumes)
        try coder.code(&volumeCaps)
        try coder.code(&firstMinute)
    }
}

extension PlatformState: Snapshotted {
    static var blank: PlatformState { PlatformState(id: .blank, world: 0, firstTrack: 0) }
    mutating func code(with coder: inout SnapshotCoder) throws(SnapshotError) {
        try coder.code(&id)
        try coder.code(&world)
        try coder.code(&firstTrack)
        try coder.code(&worldShare)
        try coder.code(&goodput)
        try coder.code(&lately)
        try coder.code(&reports)
        try coder.code(&newest)
    }
}

extension ComparedTransfer: Snapshotted {
    static var blank: ComparedTransfer { ComparedTransfer(minute: 0, network: 0, ratio: 0, speed: 0) }
    mutating func code(with coder: inout SnapshotCoder) throws(SnapshotError) {
        try coder.code(&minute)
        try coder.code(&network)
        try coder.code(&ratio)
        try coder.code(&speed)
    }
}
