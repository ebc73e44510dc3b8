import Detection
import Glibc
import ObservatoryModel

/// Processor time of `DetectionEngine.consume`, by world size; the making of the records is not timed.
///
///     swift run -c release DetectionBenchmark [MINUTES | memory]
///
/// A session casts a vote on its platform and, once a minute and probe, one on connectivity; "votes" counts the former.
func measure(_ name: String, _ make: () -> World, minutes: Int) {
    var seconds: [Double] = []
    var votes = 0
    var said = 0
    for _ in 0..<5 {
        var world = make()
        var engine = DetectionEngine()
        var spent = 0.0
        votes = world.votes * minutes
        for index in 0..<minutes {
            var records: [Record] = world.minute(index).reversed()
            let start = clock()
            // Handed over, as the pipeline does.
            while let record = records.popLast() { said += engine.consume(record).count }
            spent += Double(clock() - start) / Double(CLOCKS_PER_SEC)
        }
        seconds.append(spent)
    }
    let median = seconds.sorted()[2]
    let world = make()
    let cells = Double(world.countries * world.platforms * minutes)
    print(
        "\(name)\t\(Int(cells / median)) country-platform-minutes/s\t\(Int(Double(votes) / median)) votes/s\t"
            + "\(said) revisions")
}

if CommandLine.arguments.contains("memory") {
    measureMemory()
    exit(0)
}
let minutes = CommandLine.arguments.count > 1 ? Int(CommandLine.arguments[1]) ?? 200 : 200
func world(_ countries: Int, _ networks: Int, _ probes: Int, _ votes: Int) -> World {
    World(
        countries: countries, platforms: 10, networks: networks, probesPerCountry: probes, votesPerMinute: votes)
}
print("medians of 5, \(minutes) minutes of 10 platforms each; processor time of one core")
measure("60 countries, 8 networks, 1 vote", { world(60, 8, 32, 1) }, minutes: minutes)
measure("60 countries, 8 networks, 8 votes", { world(60, 8, 64, 8) }, minutes: minutes / 4)
measure("240 countries, 8 networks, 1 vote", { world(240, 8, 32, 1) }, minutes: minutes / 4)
measure("60 countries, 64 networks, 1 vote", { world(60, 64, 256, 1) }, minutes: minutes)
