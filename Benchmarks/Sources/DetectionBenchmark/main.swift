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
/// The world that the growth of cost is told against: one thing at a time is changed.
struct Size {
    var countries = 60
    var platforms = 10
    var networks = 8
    var probes = 64
    var votes = 8

    var world: World {
        World(
            countries: countries, platforms: platforms, networks: networks, probesPerCountry: probes,
            votesPerMinute: votes)
    }
}

let minutes = CommandLine.arguments.count > 1 ? Int(CommandLine.arguments[1]) ?? 200 : 200
print("medians of 5, \(minutes) minutes; processor time of one core")
print("60 countries, 10 platforms, 8 networks, 64 probes a country, unless said otherwise")
measure("1 vote a minute", { Size(votes: 1).world }, minutes: minutes)
for votes in [2, 4, 8, 16, 32] {
    measure("\(votes) votes a minute", { Size(votes: votes).world }, minutes: minutes / 4)
}
for countries in [15, 120, 240] {
    measure("8 votes, \(countries) countries", { Size(countries: countries).world }, minutes: minutes / 4)
}
for networks in [1, 32, 128] {
    measure("8 votes, \(networks) networks", { Size(networks: networks, probes: 128).world }, minutes: minutes / 4)
}
for platforms in [1, 40] {
    measure("8 votes, \(platforms) platforms", { Size(platforms: platforms).world }, minutes: minutes / 4)
}
for probes in [8, 512] {
    measure("8 votes, \(probes) probes a country", { Size(probes: probes).world }, minutes: minutes / 4)
}
