import Gazetteer
import ObservatoryModel
import Storage

extension QuietHours {
    /// Whether nothing is sent at a moment, by the clocks of the zone; never in a zone that is not known.
    func contains(_ moment: Timestamp, in gazetteer: Gazetteer = .standard) -> Bool {
        guard let zone = gazetteer.zone(named: zone) else { return false }
        let local = LocalTime(moment, in: zone)
        let minute = local.hour * 60 + local.minute
        return from < to ? from <= minute && minute < to : minute >= from || minute < to
    }
}
