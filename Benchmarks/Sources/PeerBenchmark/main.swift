import Detection
import Glibc
import ObservatoryModel
import Simulation

// Points of series a second through detection and through this project's own versions of the peers' rules, and the same
// series as files, which peers/detection_peers.py puts through the peers' own classes.
//
//     PeerBenchmark FOLDER      writes FOLDER/ooni.tsv and FOLDER/ioda.tsv, prints name<TAB>value<TAB>unit
//
// Processor time, medians of five; the making of the records is not timed.

/// Points a second that a reader of records takes.
func rate(_ records: [Record], points: Int, _ make: () -> any StreamDetector) -> (rate: Double, alarms: Int) {
    var seconds: [Double] = []
    var alarms = 0
    for _ in 0..<5 {
        var detector = make()
        alarms = 0
        let start = clock()
        for record in records { alarms += detector.consume(record).count }
        seconds.append(Double(clock() - start) / Double(CLOCKS_PER_SEC))
    }
    return (Double(points) / seconds.sorted()[2], alarms)
}

/// Detection as a detector of streams.
struct Engine: StreamDetector {
    private var engine = DetectionEngine()
    mutating func consume(_ record: Record) -> [IncidentRevision] { engine.consume(record) }
}

guard CommandLine.arguments.count == 2 else {
    print("Usage: PeerBenchmark FOLDER")
    exit(2)
}
let folder = CommandLine.arguments[1]
var series = Series()
for (name, records, peer) in [
    ("ooni", series.measurements(days: 10), { OONIEventDetector() as any StreamDetector }),
    ("ioda", series.signals(days: 10), { IODADetector() as any StreamDetector }),
] {
    guard series.write(records, to: "\(folder)/\(name).tsv") else {
        print("“\(folder)/\(name).tsv” cannot be written.")
        exit(2)
    }
    let mine = rate(records, points: records.count) { Engine() }
    let rule = rate(records, points: records.count, peer)
    print("\(name).parallax\t\(mine.rate)\tpoints/s")
    print("\(name).rule\t\(rule.rate)\tpoints/s")
    print("\(name).points\t\(records.count)\tpoints")
    print("\(name).parallax-alarms\t\(mine.alarms)\trevisions")
    print("\(name).rule-alarms\t\(rule.alarms)\trevisions")
}
