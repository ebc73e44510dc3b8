import FoundationEssentials
import Gazetteer
import ObservatoryModel
import Publishing
import Storage

/// A subscription as operators write it, in JSON. A key that is not known is refused, since a filter with a slip in its
/// name would let everything pass.
struct SubscriptionForm: Decodable {
    struct Quiet: Decodable {
        var zone: String
        var from: String
        var to: String
    }

    var name: String
    var channel: String
    var address: String
    var secret: String?
    var token: String?
    var visibility: String?
    var length: Int?
    var isPublic: Bool?
    var language: String?
    var countries: [String]?
    var networks: [UInt32]?
    var platforms: [String]?
    var statuses: [String]?
    var quietHours: Quiet?
    var gapSeconds: Int?
    var perHour: Int?

    enum CodingKeys: String, CodingKey, CaseIterable {
        case name, channel, address, secret, token, visibility, length, language, countries, networks, platforms,
            statuses, quietHours, gapSeconds, perHour
        case isPublic = "public"
    }

    /// The JSON Schema of the form.
    static let schema: JSONValue = [
        "type": "object", "required": ["name", "channel", "address"], "additionalProperties": false,
        "properties": [
            "name": ["type": "string", "minLength": 1, "maxLength": 100],
            "channel": ["enum": ["webhook", "mastodon", "plain"]],
            "address": ["type": "string", "description": "An https URL; for mastodon that of the instance."],
            "secret": ["type": "string", "description": "Of a webhook: whsec_ and base64; made when it is left out."],
            "token": ["type": "string", "description": "Of mastodon, or sent as a bearer token with plain text."],
            "visibility": ["enum": ["public", "unlisted", "private", "direct"]],
            "length": ["type": "integer", "minimum": 140, "maximum": 10000],
            "public": ["type": "boolean", "description": "Needs an editor's approval; mastodon always does."],
            "language": ["type": "string"], "countries": ["type": "array", "items": ["type": "string"]],
            "networks": ["type": "array", "items": ["type": "integer"]],
            "platforms": ["type": "array", "items": ["type": "string"]],
            "statuses": [
                "type": "array", "items": ["enum": .array(IncidentStatus.allCases.map { .string($0.rawValue) })],
            ],
            "quietHours": [
                "type": "object", "required": ["zone", "from", "to"],
                "properties": [
                    "zone": ["type": "string"], "from": ["type": "string"], "to": ["type": "string"],
                ],
            ],
            "gapSeconds": ["type": "integer", "minimum": 0, "maximum": 86400],
            "perHour": ["type": "integer", "minimum": 1, "maximum": 1000],
        ],
    ]

    /// Checks everything and makes the subscription.
    ///
    /// - Throws: `Problem` with `invalid-parameter`, which names the field.
    func subscription(now: Timestamp, _ destinations: DestinationGuard) throws(Problem) -> Subscription {
        let name = self.name.filter { !$0.isNewline }
        guard (1...100).contains(name.count) else { throw fault("name", "must have 1 to 100 characters") }
        do {
            _ = try destinations.destination(address)
        } catch {
            throw Problem(.invalidParameter, "\(error)", parameter: "address")
        }
        guard let language = Language(self.language ?? "en"), MessageCatalogue.standard[language] != nil else {
            let known = MessageCatalogue.standard.languages.map(\.language.tag).joined(separator: ", ")
            throw fault("language", "must be one of \(known)")
        }
        guard let gap = within(gapSeconds ?? 300, 0...86_400), let perHour = within(perHour ?? 12, 1...1_000) else {
            throw fault(
                gapSeconds.map { !(0...86_400).contains($0) } == true ? "gapSeconds" : "perHour", "is out of range")
        }
        return Subscription(
            id: "sub-" + randomDigits(16), name: name, created: now,
            address: channel == "mastodon" && address.hasSuffix("/") ? String(address.dropLast()) : address,
            channel: try madeChannel(), isPublic: channel == "mastodon" || isPublic ?? false,
            language: language.tag, filter: try filter(), quietHours: try quiet(), gap: .seconds(Int64(gap)),
            perHour: perHour)
    }

    private func madeChannel() throws(Problem) -> Subscription.Channel {
        switch channel {
        case "webhook":
            guard let secret else { return .webhook(secret: WebhookSignature.newSecret()) }
            guard let bytes = WebhookSignature.secret(secret) else {
                throw fault("secret", "must be base64 of 24 to 64 bytes, with or without whsec_ before it")
            }
            return .webhook(secret: bytes)
        case "mastodon":
            guard let token, isHeaderText(token) else { throw fault("token", "is needed for mastodon") }
            let visibility = self.visibility ?? "public"
            guard ["public", "unlisted", "private", "direct"].contains(visibility) else {
                throw fault("visibility", "must be public, unlisted, private or direct")
            }
            guard let length = within(length ?? 500, 140...10_000) else {
                throw fault("length", "must be 140 to 10000")
            }
            return .mastodon(token: token, visibility: visibility, length: length)
        case "plain":
            guard token.map(isHeaderText) ?? true else { throw fault("token", "must be plain ASCII") }
            return .plain(token: token)
        default: throw fault("channel", "must be webhook, mastodon or plain")
        }
    }

    private func filter() throws(Problem) -> AlertFilter {
        func read<Value>(_ name: String, _ texts: [String]?, _ value: (String) -> Value?) throws(Problem) -> [Value] {
            guard let texts else { return [] }
            let values = texts.compactMap(value)
            guard values.count == texts.count, texts.count <= 300 else {
                throw fault(name, "has something that is not known")
            }
            return values
        }
        return AlertFilter(
            countries: try read("countries", countries) { code in
                CountryCode(code).flatMap { $0 == .unknown || Gazetteer.standard.country($0) != nil ? $0 : nil }
            },
            networks: (networks ?? []).map { ASN($0) },
            platforms: try read("platforms", platforms) { PlatformID($0) },
            statuses: try read("statuses", statuses) { IncidentStatus(rawValue: $0) })
    }

    private func quiet() throws(Problem) -> QuietHours? {
        guard let quiet = quietHours else { return nil }
        guard Gazetteer.standard.zone(named: quiet.zone) != nil else {
            throw fault("quietHours", "needs a time zone such as Asia/Karachi")
        }
        guard let from = SubscriptionForm.minute(quiet.from), let to = SubscriptionForm.minute(quiet.to), from != to
        else { throw fault("quietHours", "needs two different times such as 22:00 and 07:00") }
        return QuietHours(zone: quiet.zone, from: from, to: to)
    }

    /// Minutes of the day of `HH:MM`.
    private static func minute(_ text: String) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard text.utf8.count == 5, parts.count == 2, let hour = Int(parts[0]), let minute = Int(parts[1]),
            (0...23).contains(hour), (0...59).contains(minute)
        else { return nil }
        return hour * 60 + minute
    }

    private func within(_ value: Int, _ range: ClosedRange<Int>) -> Int? { range.contains(value) ? value : nil }

    private func isHeaderText(_ text: String) -> Bool {
        (1...500).contains(text.utf8.count) && text.utf8.allSatisfy { (0x21...0x7e).contains($0) }
    }

    private func fault(_ name: String, _ what: String) -> Problem {
        Problem(.invalidParameter, "“\(name)” \(what).", parameter: name)
    }
}

extension Subscription {
    /// The subscription without its secret.
    var json: JSONValue {
        let (kind, visibility): (String, String?) =
            switch channel {
            case .webhook: ("webhook", nil)
            case .mastodon(_, let visibility, _): ("mastodon", visibility)
            case .plain: ("plain", nil)
            }
        func clock(_ minute: Int) -> JSONValue {
            .string("\(minute / 600)\(minute / 60 % 10):\(minute % 60 / 10)\(minute % 10)")
        }
        return [
            "id": .string(id), "name": .string(name), "created": .string(created.description),
            "channel": .string(kind), "address": .string(address), "visibility": .optional(visibility),
            "public": .bool(isPublic), "paused": .bool(isPaused), "language": .string(language),
            "countries": .array(filter.countries.map { .string($0.description) }),
            "networks": .array(filter.networks.map { .int(Int($0.number)) }),
            "platforms": .array(filter.platforms.map { .string($0.text) }),
            "statuses": .array(filter.statuses.map { .string($0.rawValue) }),
            "quietHours": quietHours.map {
                ["zone": .string($0.zone), "from": clock($0.from), "to": clock($0.to)]
            } ?? .null, "gapSeconds": .int(Int(gap.milliseconds / 1000)), "perHour": .int(perHour),
        ]
    }
}
