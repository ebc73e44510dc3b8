import GRDB
import ObservatoryModel
import Storage

extension Subscription {
    /// The columns in the order that `init(_:)` reads them.
    static let columns = """
        id, name, created, address, channel, secret, visibility, length, public, paused, language,
        countries, networks, platforms, statuses, quiet_zone, quiet_from, quiet_to, gap, per_hour
        """

    init(_ row: Row) throws {
        let secret = try row.bytes(5)
        let channel: Channel =
            switch row[4] as String {
            case "webhook": .webhook(secret: secret)
            case "mastodon":
                .mastodon(token: String(decoding: secret, as: UTF8.self), visibility: row[6], length: row[7])
            default: .plain(token: secret.isEmpty ? nil : String(decoding: secret, as: UTF8.self))
            }
        func list<Value>(_ column: Int, _ read: (String) -> Value?) -> [Value] {
            (row[column] as String).split(separator: ",").compactMap { read(String($0)) }
        }
        let zone: String? = row[15]
        self.init(
            id: row[0], name: row[1], created: Timestamp(milliseconds: row[2]), address: row[3], channel: channel,
            isPublic: row[8], isPaused: row[9], language: row[10],
            filter: AlertFilter(
                countries: list(11) { CountryCode($0) }, networks: list(12) { UInt32($0).map { ASN($0) } },
                platforms: list(13) { PlatformID($0) }, statuses: list(14) { IncidentStatus(rawValue: $0) }),
            quietHours: zone.map { QuietHours(zone: $0, from: row[16], to: row[17]) },
            gap: Interval(milliseconds: row[18]), perHour: row[19])
    }

    /// The values of `columns`.
    var arguments: StatementArguments {
        let (kind, secret, visibility, length): (String, [UInt8], String, Int) =
            switch channel {
            case .webhook(let secret): ("webhook", secret, "", 0)
            case .mastodon(let token, let visibility, let length): ("mastodon", Array(token.utf8), visibility, length)
            case .plain(let token): ("plain", Array((token ?? "").utf8), "", 0)
            }
        func joined(_ texts: [String]) -> String { texts.joined(separator: ",") }
        return [
            id, name, created.milliseconds, address, kind, secret.blob, visibility, length, isPublic, isPaused,
            language, joined(filter.countries.map(\.description)), joined(filter.networks.map { "\($0.number)" }),
            joined(filter.platforms.map(\.text)), joined(filter.statuses.map(\.rawValue)), quietHours?.zone,
            quietHours?.from, quietHours?.to, gap.milliseconds, perHour,
        ]
    }
}
