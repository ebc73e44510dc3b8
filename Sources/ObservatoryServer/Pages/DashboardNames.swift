import Dashboard

// `Storage` has types of the same names for what it keeps and hands out; these are the ones that pages show.

/// A third party's series as pages show it.
typealias ShownSignal = SignalSeries
/// The model of an incident's page.
typealias ShownIncident = IncidentPage
