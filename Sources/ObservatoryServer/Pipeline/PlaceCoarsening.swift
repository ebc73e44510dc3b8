import ObservatoryModel

/// Takes from what people send the parts of a place that too few of them share, before it is stored and before detection
/// sees it (DESIGN §5).
///
/// A region stays in a record when at least five probes stated it within seven days, a network when at least three probes
/// sent from it; the record's own probe counts. Otherwise the region goes, or the network becomes unknown. Reports have no
/// probe, so they count for nobody and are measured by what probes share. Days are those of UTC by `received`, today and
/// the six before it.
///
/// A pure state machine over records in order of arrival. What it remembers is little: of each place the last few probes
/// that were seen there, since a place is shared by five exactly when the fifth last of them is recent enough.
struct PlaceCoarsening: Hashable, Sendable {
    /// Probes that must share a region, and a network.
    static let regionProbes = 5
    static let networkProbes = 3
    /// Days that a probe counts for, the day it was seen on included.
    static let days: Int64 = 7

    /// A probe without its name, and the day on which it was seen last.
    private struct Sighting: Hashable {
        var probe: UInt64
        /// Days since 1970, UTC.
        var day: Int64
    }

    private struct Country: Hashable {
        /// At most `regionProbes` of a region, at most `networkProbes` of a network.
        var regions: [RegionCode: [Sighting]] = [:]
        var networks: [ASN: [Sighting]] = [:]
    }

    private var countries: [CountryCode: Country] = [:]
    /// Countries of which something is remembered that `takeChanges` has not given out.
    private var changed: Set<CountryCode> = []

    /// Coarsens the place of a session or a report; other kinds speak of no person and are left as they are.
    ///
    /// - Parameter record: Settled: `received` never goes back.
    /// - Returns: Whether the record changed.
    mutating func coarsen(_ record: inout Record) -> Bool {
        let day = record.received.milliseconds / Interval.days(1).milliseconds
        switch record {
        case .session(var session):
            note(session.probe, in: session.country, session.region, session.asn, on: day)
            guard coarsen(&session.region, &session.asn, in: session.country, on: day) else { return false }
            record = .session(session)
        case .report(var report):
            guard coarsen(&report.region, &report.asn, in: report.country, on: day) else { return false }
            record = .report(report)
        case .reports, .signal, .ooni, .calendar, .network, .heartbeat: return false
        }
        return true
    }

    /// Forgets a probe, as far as it is remembered.
    mutating func forget(probe name: String) {
        let probe = Self.number(of: name)
        for (code, country) in countries {
            var left = country
            for (region, seen) in country.regions { left.regions[region] = seen.filter { $0.probe != probe } }
            for (network, seen) in country.networks { left.networks[network] = seen.filter { $0.probe != probe } }
            guard left != country else { continue }
            countries[code] = left
            changed.insert(code)
        }
    }

    private mutating func note(
        _ name: String, in code: CountryCode, _ region: RegionCode?, _ network: ASN, on day: Int64
    ) {
        let sighting = Sighting(probe: Self.number(of: name), day: day)
        if let region,
            let seen = Self.adding(sighting, to: countries[code]?.regions[region] ?? [], bound: Self.regionProbes)
        {
            countries[code, default: Country()].regions[region] = seen
            changed.insert(code)
        }
        if network != .unknown,
            let seen = Self.adding(sighting, to: countries[code]?.networks[network] ?? [], bound: Self.networkProbes)
        {
            countries[code, default: Country()].networks[network] = seen
            changed.insert(code)
        }
    }

    /// The sightings with a new one among them, the newest `bound` of them; `nil` when it changes nothing.
    private static func adding(_ sighting: Sighting, to seen: [Sighting], bound: Int) -> [Sighting]? {
        var seen = seen
        if let known = seen.firstIndex(where: { $0.probe == sighting.probe }) {
            guard seen[known].day < sighting.day else { return nil }
            seen[known].day = sighting.day
        } else if seen.count < bound {
            seen.append(sighting)
        } else if let oldest = seen.indices.min(by: { seen[$0].day < seen[$1].day }), seen[oldest].day < sighting.day {
            seen[oldest] = sighting
        } else {
            return nil
        }
        return seen
    }

    private func coarsen(
        _ region: inout RegionCode?, _ network: inout ASN, in code: CountryCode, on day: Int64
    ) -> Bool {
        var didChange = false
        if let stated = region, recent(countries[code]?.regions[stated], on: day) < Self.regionProbes {
            region = nil
            didChange = true
        }
        if network != .unknown, recent(countries[code]?.networks[network], on: day) < Self.networkProbes {
            network = .unknown
            didChange = true
        }
        return didChange
    }

    private func recent(_ seen: [Sighting]?, on day: Int64) -> Int {
        seen?.count { $0.day > day - Self.days } ?? 0
    }

    /// FNV-1a: the same everywhere and always. Who crafts two names with one number only counts for less.
    private static func number(of name: String) -> UInt64 {
        name.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
    }
}

extension PlaceCoarsening {
    /// What comes before the country in the names of the settings that keep it.
    static let settingPrefix = "shared-places."

    /// What has to be kept, as settings of a store; each holds all that is known of one country. Given out once.
    mutating func takeChanges() -> [String: [UInt8]] {
        guard !changed.isEmpty else { return [:] }
        var settings: [String: [UInt8]] = [:]
        for code in changed {
            settings[Self.settingPrefix + code.description] = Array(text(of: countries[code] ?? Country()).utf8)
        }
        changed = []
        return settings
    }

    /// Takes up again what `takeChanges` gave out. Lines that cannot be read are passed over: a place then counts as
    /// shared by fewer, which errs on the side of the people.
    init(settings: [String: [UInt8]]) {
        for (name, value) in settings where name.hasPrefix(Self.settingPrefix) {
            guard let code = CountryCode(String(name.dropFirst(Self.settingPrefix.count))) else { continue }
            for line in String(decoding: value, as: UTF8.self).split(separator: "\n") {
                let words = line.split(separator: " ")
                let seen = words.dropFirst().compactMap(Self.sighting)
                if let region = RegionCode(String(words[0])) {
                    countries[code, default: Country()].regions[region] = Array(seen.prefix(Self.regionProbes))
                } else if let network = UInt32(words[0]) {
                    countries[code, default: Country()].networks[ASN(network)] = Array(seen.prefix(Self.networkProbes))
                }
            }
        }
    }

    /// One place a line: the region or the network's number, then `day:probe` for each sighting, the probe hexadecimal.
    private func text(of country: Country) -> String {
        var lines: [String] = []
        for (region, seen) in country.regions.sorted(by: { $0.key < $1.key }) where !seen.isEmpty {
            lines.append(([region.text] + seen.map(Self.word)).joined(separator: " "))
        }
        for (network, seen) in country.networks.sorted(by: { $0.key < $1.key }) where !seen.isEmpty {
            lines.append(([String(network.number)] + seen.map(Self.word)).joined(separator: " "))
        }
        return lines.joined(separator: "\n")
    }

    private static func word(_ sighting: Sighting) -> String {
        "\(sighting.day):\(String(sighting.probe, radix: 16))"
    }

    private static func sighting(_ word: Substring) -> Sighting? {
        let parts = word.split(separator: ":")
        guard parts.count == 2, let day = Int64(parts[0]), let probe = UInt64(parts[1], radix: 16) else { return nil }
        return Sighting(probe: probe, day: day)
    }
}
