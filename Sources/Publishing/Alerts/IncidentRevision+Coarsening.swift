package import ObservatoryModel

extension IncidentRevision {
    /// The same for a country where details may put people at risk: without networks, regions and events, with times to
    /// the hour. What was said of the whole country stays.
    package var coarsened: IncidentRevision {
        let hour = Interval.hours(1)
        func floored(_ moment: Timestamp) -> Timestamp { moment.floored(to: hour) }
        var coarse = self
        coarse.regions = []
        coarse.networks = []
        coarse.relatedCalendar = []
        coarse.onset = floored(onset)
        coarse.onsetLow = floored(onsetLow)
        // Never earlier than what it stands for.
        coarse.onsetHigh = floored(onsetHigh + hour)
        coarse.end = end.map(floored)
        coarse.sample.from = floored(sample.from)
        coarse.sample.to = floored(sample.to + hour)
        coarse.phases = phases.map { phase in
            Phase(
                from: floored(phase.from), to: phase.to.map(floored), verdict: phase.verdict,
                platforms: phase.platforms)
        }
        return coarse
    }
}
