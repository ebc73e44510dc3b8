package import ObservatoryModel

/// A small world of probes in text, and what happens to it, played as records.
///
/// One statement a line; `#` begins a comment. Times are `26h`, `90m`, `1d2h30m`, counted from `DetectionScript.start`.
///
///     length 30h
///     platforms x instagram
///     PK 1001 fixed 8 0.4 PK-PB          a network: country, number, access, probes, user share or -, region if any
///     PK 1002 mobile 8 0.3
///     26h..27h30m PK * x tls:connection_reset hit=.9
///     26h..27h30m PK mobile * silent
///
/// The third field of a happening is `*`, a network's number, a kind of access or a region; the fourth is `*` or
/// platforms with commas. Further settings: `every 600` (seconds), `failing 0.01` (share of sessions that fail for no
/// reason), `heartbeats off`, `transfers on`, `controls off`, `siblings off`.
package struct DetectionScript: Sendable {
    /// The moment that times are counted from.
    package static let start = Timestamp("2024-01-07T00:00:00Z")!

    /// A line that cannot be read.
    package struct Fault: Error, CustomStringConvertible {
        package var description: String
    }

    /// Some probes in one network.
    package struct Network: Hashable, Sendable {
        package var country: CountryCode
        package var asn: ASN
        package var access: AccessType
        package var probes: Int
        package var users: Double?
        package var region: RegionCode?
    }

    /// What happens to some sessions in a stretch of time.
    struct Happening: Sendable {
        var from: Interval
        var to: Interval
        var country: CountryCode
        /// `nil` for all.
        var place: String?
        var platforms: [PlatformID]?
        var effect: Effect
        /// The share of the sessions that it takes.
        var hit = 1.0
        /// Only the first so many probes of each network.
        var probes = Int.max
    }

    enum Effect: Sendable {
        case fails(Stage, Failure?, status: Int32?, fingerprint: String?)
        /// All neutral controls fail too.
        case void(Failure)
        case siblingFails
        case contrast(Contrast.Name, Outcome)
        case answers([DNSAnswer])
        case silent
        case slow(Double)
        case every(Int32)
        case late(Interval)
        case clock(Interval)
        case software(String)
    }

    package var length = Interval.hours(1)
    package var networks: [Network] = []
    package var platforms: [PlatformID] = []
    var happenings: [Happening] = []
    var every: Int32 = 600
    var failing = 0.01
    var heartbeats = true
    var transfers = false
    var controls = true
    var siblings = true

    /// Reads a script.
    package init(_ text: String) throws(Fault) {
        for line in text.split(separator: "\n") {
            let words = line.prefix { $0 != "#" }.split(separator: " ").map(String.init)
            if words.isEmpty { continue }
            do throws(Fault) { try read(words) } catch { throw Fault(description: "“\(line)”: \(error)") }
        }
    }

    private mutating func read(_ words: [String]) throws(Fault) {
        func word(_ index: Int) throws(Fault) -> String {
            guard index < words.count else { throw Fault(description: "needs \(index + 1) words") }
            return words[index]
        }
        switch words[0] {
        case "length": length = try Self.interval(try word(1))
        case "platforms": platforms = words.dropFirst().compactMap { PlatformID($0) }
        case "every": every = Int32(try Self.number(try word(1)))
        case "failing": failing = try Self.number(try word(1))
        case "heartbeats": heartbeats = try word(1) == "on"
        case "transfers": transfers = try word(1) == "on"
        case "controls": controls = try word(1) == "on"
        case "siblings": siblings = try word(1) == "on"
        default:
            if words[0].contains("..") {
                try readHappening(words)
            } else {
                guard let country = CountryCode(words[0]), let access = AccessType(try word(2)) else {
                    throw Fault(description: "needs a country and a kind of access")
                }
                networks.append(
                    Network(
                        country: country, asn: ASN(UInt32(try Self.number(try word(1)))), access: access,
                        probes: Int(try Self.number(try word(3))),
                        users: words.count > 4 && words[4] != "-" ? try Self.number(words[4]) : nil,
                        region: words.count > 5 ? RegionCode(words[5]) : nil))
            }
        }
    }

    private mutating func readHappening(_ words: [String]) throws(Fault) {
        guard words.count >= 5, let country = CountryCode(words[1]) else {
            throw Fault(description: "needs FROM..TO CC WHERE PLATFORMS EFFECT")
        }
        let ends = words[0].split(separator: ".", omittingEmptySubsequences: true).map(String.init)
        guard ends.count == 2 else { throw Fault(description: "needs FROM..TO") }
        var happening = Happening(
            from: try Self.interval(ends[0]), to: try Self.interval(ends[1]), country: country,
            place: words[2] == "*" ? nil : words[2],
            platforms: words[3] == "*" ? nil : words[3].split(separator: ",").compactMap { PlatformID(String($0)) },
            effect: try Effect(words[4]))
        for option in words.dropFirst(5) {
            let parts = option.split(separator: "=").map(String.init)
            switch (parts.first, parts.count) {
            case ("hit", 2): happening.hit = try Self.number(parts[1])
            case ("probes", 2): happening.probes = Int(try Self.number(parts[1]))
            default: throw Fault(description: "no option is called \(option)")
            }
        }
        happenings.append(happening)
    }

    static func number(_ text: String) throws(Fault) -> Double {
        guard let value = Double(text.hasPrefix(".") ? "0" + text : text) else {
            throw Fault(description: "\(text) is no number")
        }
        return value
    }

    /// `1d2h30m`, with a minus sign for the past.
    package static func interval(_ text: String) throws(Fault) -> Interval {
        var total = Interval(milliseconds: 0)
        var digits = ""
        for character in text.drop(while: { $0 == "-" }) {
            if character.isNumber {
                digits.append(character)
                continue
            }
            guard let count = Int64(digits) else { throw Fault(description: "\(text) is no length of time") }
            digits = ""
            switch character {
            case "d": total = total + .days(count)
            case "h": total = total + .hours(count)
            case "m": total = total + .minutes(count)
            case "s": total = total + .seconds(count)
            default: throw Fault(description: "\(text) is no length of time")
            }
        }
        return text.hasPrefix("-") ? Interval(milliseconds: -total.milliseconds) : total
    }
}

extension DetectionScript.Effect {
    /// `tls:connection_reset`, `http:451`, `page:pk.fingerprint`, `void:generic_timeout_error`, `silent`, `slow:8`, …
    init(_ text: String) throws(DetectionScript.Fault) {
        let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
        let value = parts.count > 1 ? parts[1] : ""
        switch parts[0] {
        case "page": self = .fails(.http, nil, status: 200, fingerprint: value)
        case "http" where Int32(value) != nil: self = .fails(.http, nil, status: Int32(value), fingerprint: nil)
        case "void": self = .void(Failure(value))
        case "sibling": self = .siblingFails
        case "silent": self = .silent
        case "slow": self = .slow(try DetectionScript.number(value))
        case "every": self = .every(Int32(try DetectionScript.number(value)))
        case "late": self = .late(try DetectionScript.interval(value))
        case "clock": self = .clock(try DetectionScript.interval(value))
        case "software": self = .software(value)
        case "contrast":
            let pair = value.split(separator: "=").map(String.init)
            guard pair.count == 2, let name = Contrast.Name(rawValue: pair[0]) else {
                throw DetectionScript.Fault(description: "no contrast is called \(value)")
            }
            self = .contrast(name, pair[1] == "ok" ? .ok : .failed)
        case "injected":
            self = .answers([
                DNSAnswer(milliseconds: 4, rcode: 0, addresses: [value]),
                DNSAnswer(milliseconds: 41, rcode: 0, addresses: ["104.244.42.1"]),
            ])
        default:
            guard let stage = Stage(parts[0]), !value.isEmpty else {
                throw DetectionScript.Fault(description: "no effect is called \(text)")
            }
            self = .fails(stage, Failure(value), status: nil, fingerprint: nil)
        }
    }
}
