package import ObservatoryModel

/// Whom a disturbance touches: each field narrows it further, `nil` does not.
package struct Reach: Sendable {
    /// Indices into the world's countries; `nil` is the whole world.
    package var countries: [Int]?
    /// Autonomous systems.
    package var networks: Set<ASN>?
    package var regions: Set<RegionCode>?
    package var access: AccessType?
    /// A program and version.
    package var software: String?
    /// The share of those that remain who are touched, by probe, 0...1; the same probes each time.
    package var share: Double

    package init(
        countries: [Int]? = nil, networks: Set<ASN>? = nil, regions: Set<RegionCode>? = nil,
        access: AccessType? = nil, software: String? = nil, share: Double = 1
    ) {
        self.countries = countries
        self.networks = networks
        self.regions = regions
        self.access = access
        self.software = software
        self.share = share
    }

    /// Whether a probe of the world is touched.
    package func holds(_ probe: SimulatedProbe, asn: ASN, salt: UInt64) -> Bool {
        if let countries, !countries.contains(probe.country) { return false }
        if let networks, !networks.contains(asn) { return false }
        if let regions {
            guard let region = probe.region, regions.contains(region) else { return false }
        }
        if let access, probe.access != access { return false }
        if let software, probe.software != software { return false }
        if share < 1 {
            var word = salt
            for byte in probe.id.utf8 { word = mixed(word, UInt64(byte)) }
            return Double(word >> 11) * 0x1p-53 < share
        }
        return true
    }
}

/// What a disturbance does to those whom it touches.
package enum Effect: Sendable {
    /// Attempts fail by the mechanism at the given rate.
    case block(Mechanism, hit: Double)
    /// The platform's speed falls to the cap (kbit/s) or by the factor, whichever is slower.
    case throttle(Mechanism, capKbps: Double?, factor: Double)
    /// No connectivity: sessions fail whole and are uploaded afterwards; `kept` is the share of them that survive.
    case dark(kept: Double)
    /// Any connection fails at the given rate; speeds fall too. `whole` of it takes the line down for a session.
    case lossy(rate: Double, whole: Double)
    /// The platform itself fails, and its sibling with it.
    case platformFault(hit: Double)
    /// The platform refuses: HTTP 451 or 403 over a valid connection.
    case geofence(status: Int32)
    /// Neutral controls, by index into the pool, are blocked.
    case neutralsBlocked([Int])
    /// The siblings of the platforms are blocked.
    case siblingBlocked
    /// Everything answers with a sign-in page.
    case captivePortal
    /// Probes fail at a stage for a fault of their own program; controls work.
    case programFault(hit: Double)
    /// New certificate chains; a small share of handshakes fails while old and new mix.
    case certificatesRotated(failing: Double)
    /// New addresses; a share of attempts fails by time-out while caches hold the old ones.
    case addressesMoved(failing: Double)
    /// The observatory is not awake: no heartbeats, and uploads wait.
    case collectorDown
    /// Uploads are lost at the given rate, and late by the mean of seconds.
    case uploadsHurt(loss: Double, delay: Double)
    /// User reports of the platforms come so many times as often as usual.
    case reports(times: Double)
    /// Third-party signals keep only the given share of their values.
    case signals(sources: [String]?, factor: Double)
    /// Third-party signals have no values, or later replace what they said.
    case signalsMissing(share: Double)
    case signalsRestated(factor: Double)
}

/// Something that happens in a world between two times.
package struct Disturbance: Sendable {
    package var from: Timestamp
    /// Exclusive.
    package var to: Timestamp
    package var reach: Reach
    /// Bit mask of platforms.
    package var platforms: UInt32
    package var effect: Effect
    /// How much later it begins on some networks, and how much earlier it ends.
    package var lateness: [ASN: Interval]
    package var earliness: [ASN: Interval]
    /// The time over which a rate grows from 0 to its full value.
    package var ramp: Interval
    /// Which probes a `share` takes.
    package var salt: UInt64

    package init(
        from: Timestamp, to: Timestamp, reach: Reach, platforms: UInt32, effect: Effect,
        lateness: [ASN: Interval] = [:], earliness: [ASN: Interval] = [:],
        ramp: Interval = Interval(milliseconds: 0), salt: UInt64 = 0
    ) {
        self.from = from
        self.to = to
        self.reach = reach
        self.platforms = platforms
        self.effect = effect
        self.lateness = lateness
        self.earliness = earliness
        self.ramp = ramp
        self.salt = salt
    }

    /// Whether it goes on at a time in a network.
    package func isOn(_ time: Timestamp, in asn: ASN) -> Bool {
        guard from <= time, time < to else { return false }
        if !lateness.isEmpty, let late = lateness[asn], time < from + late { return false }
        if !earliness.isEmpty, let early = earliness[asn], time >= to - early { return false }
        return true
    }

    /// How much of its full rate it has reached, 0...1.
    package func strength(at time: Timestamp) -> Double {
        ramp.milliseconds > 0 ? min(1, (time - from).inSeconds / ramp.inSeconds) : 1
    }
}
