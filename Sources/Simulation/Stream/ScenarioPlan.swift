package import ObservatoryModel

/// All that a scenario has drawn from its seed: the world, what happens in it, and what is true of it.
package struct ScenarioPlan: Sendable {
    package var world: World
    package var disturbances: [Disturbance]
    package var labels: [Label]
    /// The stretches that the stream covers, in order and apart; the observatory is off between them.
    package var windows: [Range<Timestamp>]
    package var calendar: [CalendarEvent]
    /// When probes are asked to look more often, for streams that no detector feeds back to.
    package var attention: [AttentionWindow]

    package init(
        world: World, disturbances: [Disturbance] = [], labels: [Label] = [], windows: [Range<Timestamp>],
        calendar: [CalendarEvent] = [], attention: [AttentionWindow] = []
    ) {
        self.world = world
        self.disturbances = disturbances
        self.labels = labels
        self.windows = windows
        self.calendar = calendar
        self.attention = attention
    }

    /// What false alarms are counted against.
    package func exposure(scenario: String, seed: UInt64) -> Exposure {
        let covered = windows.reduce(Interval(milliseconds: 0)) { $0 + ($1.upperBound - $1.lowerBound) }
        return Exposure(
            scenario: scenario, seed: seed, countryPlatforms: world.countries.count * world.platforms.count,
            from: windows.first?.lowerBound ?? .distantPast, to: windows.last?.upperBound ?? .distantPast,
            covered: covered)
    }
}

/// A stretch in which the probes of a country look at some platforms more often.
package struct AttentionWindow: Sendable {
    package var from: Timestamp
    package var to: Timestamp
    /// Index into the world's countries.
    package var country: Int
    /// Bit mask of platforms.
    package var platforms: UInt32
    package var every: Int32

    package init(from: Timestamp, to: Timestamp, country: Int, platforms: UInt32, every: Int32 = 90) {
        self.from = from
        self.to = to
        self.country = country
        self.platforms = platforms
        self.every = every
    }
}
