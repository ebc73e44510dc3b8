import ObservatoryModel

/// Decides whether a person's report counts: once per device, platform and six hours, and within limits for its address,
/// its block of addresses and its network.
///
/// Reports that come with a proof of work have ten times the room, since a person without scripts cannot compute one
/// and still must be heard.
final class ReportGate: Sendable {
    /// Why a report does not count.
    enum Refusal: Error, Equatable {
        case alreadyCounted
        case tooMany(secondsToWait: Int)
    }

    /// How much more is taken with a proof than without.
    static let provenFactor = 10
    /// Reports of one address, without a proof: at once, and each hour.
    static let addressBurst = 5

    private let ledger = ReportLedger()
    private let plain: Limiters
    private let proven: Limiters

    private struct Limiters: Sendable {
        let addresses: RateLimiter
        let blocks: RateLimiter
        let networks: RateLimiter

        init(_ limits: ServerConfiguration.Limits, factor: Int) {
            addresses = RateLimiter(
                burst: ReportGate.addressBurst * factor, perMinute: Double(ReportGate.addressBurst * factor) / 60)
            // A block gets a third of what its network gets.
            blocks = RateLimiter(
                burst: max(1, limits.reportBurst * factor / 3), perMinute: Double(limits.reportPerMinute * factor) / 3)
            networks = RateLimiter(
                burst: limits.reportBurst * factor, perMinute: Double(limits.reportPerMinute * factor))
        }
    }

    /// - Parameter limits: `reportBurst` and `reportPerMinute` are those of a network without proofs.
    init(limits: ServerConfiguration.Limits) {
        plain = Limiters(limits, factor: 1)
        proven = Limiters(limits, factor: ReportGate.provenFactor)
    }

    /// Lets a report pass, and remembers that it did.
    ///
    /// What has counted already costs nothing, so that one device cannot use up the room of its network.
    ///
    /// - Parameters:
    ///   - address: Where it comes from; kept as a hash in memory only.
    ///   - traits: What else tells devices of one address apart: the headers that name browser and language.
    /// - Throws: why it does not count.
    func admit(
        _ platform: PlatformID, from address: InternetAddress?, traits: String, place: Place, isProven: Bool,
        at now: Timestamp
    ) throws(Refusal) {
        let key = address?.quotaKey ?? ""
        let device = "\(key)\n\(traits)"
        guard ledger.note(device: device, platform: platform, at: now) else { throw .alreadyCounted }
        let limiters = isProven ? proven : plain
        let block = address?.blockKey ?? ""
        // Where the data does not know the network, the wider block stands for it.
        let network = place.asn == .unknown ? address?.wideBlockKey ?? "" : "\(place.asn.number)"
        for (limiter, key) in [
            (limiters.addresses, key), (limiters.blocks, block), (limiters.networks, "\(place.country) \(network)"),
        ] {
            guard let wait = limiter.spend(1, key: key, at: now) else { continue }
            ledger.withdraw(device: device, platform: platform)
            throw .tooMany(secondsToWait: wait)
        }
    }

    /// Takes back that a report passed, because it could not be stored.
    func withdraw(_ platform: PlatformID, from address: InternetAddress?, traits: String) {
        ledger.withdraw(device: "\(address?.quotaKey ?? "")\n\(traits)", platform: platform)
    }
}

extension InternetAddress {
    /// The /24 of an IPv4 address, the /48 of an IPv6 one.
    var blockKey: String {
        switch self {
        case .v4(let value): "4:\(value >> 8)"
        case .v6(let value): "6:\(value >> 80)"
        }
    }

    /// The /16 of an IPv4 address, the /32 of an IPv6 one: about what one network is given at once.
    var wideBlockKey: String {
        switch self {
        case .v4(let value): "4:\(value >> 16)"
        case .v6(let value): "6:\(value >> 96)"
        }
    }
}
