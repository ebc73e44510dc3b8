import ObservatoryModel

extension Record {
    /// Sets `at` to `received` when it is later.
    mutating func clampAt() {
        guard let at, at > received else { return }
        switch self {
        case .session(var value):
            value.at = value.received
            self = .session(value)
        case .report(var value):
            value.at = value.received
            self = .report(value)
        case .reports(var value):
            value.at = value.received
            self = .reports(value)
        case .signal(var value):
            value.at = value.received
            self = .signal(value)
        case .ooni(var value):
            value.at = value.received
            self = .ooni(value)
        case .heartbeat(var value):
            value.at = value.received
            self = .heartbeat(value)
        case .calendar, .network: break
        }
    }

    /// Sets the place, of kinds that a person or a probe sends; a region of another country goes.
    mutating func setPlace(_ place: Place) {
        switch self {
        case .session(var value):
            if value.region?.country != place.country { value.region = nil }
            (value.country, value.asn) = (place.country, place.asn)
            self = .session(value)
        case .report(var value):
            if value.region?.country != place.country { value.region = nil }
            (value.country, value.asn) = (place.country, place.asn)
            self = .report(value)
        case .reports, .signal, .ooni, .heartbeat, .calendar, .network: break
        }
    }
}
