/// Tables (CSV) that become signals, told apart by their header alone.
enum SeriesTable {
    enum Kind: Hashable, Sendable {
        case ooniObservations

        /// `nil` when the first line is the header of no table that is known.
        init?(header: Substring) {
            let names = Set(header.split(separator: ",").map { String($0.filter { $0 != "\"" && $0 != "\r" }) })
            guard names.isSuperset(of: ["measurement_uid", "measurement_start_time", "probe_asn", "tcp_failure"]) else {
                return nil
            }
            self = .ooniObservations
        }
    }
}
