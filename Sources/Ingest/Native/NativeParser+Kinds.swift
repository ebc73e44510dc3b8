import ObservatoryModel

/// The kinds other than sessions; each is called with the cursor before its object's first key.
extension NativeParser {
    func report(_ cursor: inout JSONCursor, _ override: Timestamp?) throws(RecordFault) -> UserReport {
        var common = CommonFields()
        var problem: UserReport.Problem?
        var toward: CountryCode?
        var first = true
        while let key = try cursor.nextKey(&first) {
            switch key {
            case "problem":
                try common.seen.insert(40, key)
                let before = cursor.next
                problem = UserReport.Problem(rawValue: try cursor.text("problem").raw)
                if problem == nil {
                    cursor.next = before
                    throw cursor.fault("problem", "unreachable, slow, login or other")
                }
            case "toward":
                try common.seen.insert(41, key)
                if try !cursor.null() { toward = try cursor.country("toward") }
            default: if try !common.read(key, &cursor, self) { try cursor.skipChecked() }
            }
        }
        let (at, received) = try common.moments.settled(override)
        guard let problem else { throw .missing("problem") }
        return UserReport(
            id: try common.requiredID(), at: at, received: received, country: try common.requiredCountry(),
            region: common.region, asn: common.asn, platform: try common.requiredPlatform(), problem: problem,
            toward: toward)
    }

    func reportCount(_ cursor: inout JSONCursor, _ override: Timestamp?) throws(RecordFault) -> ReportCount {
        var common = CommonFields()
        var count: Int64?
        var step: Int32?
        var first = true
        while let key = try cursor.nextKey(&first) {
            switch key {
            case "count":
                try common.seen.insert(40, key)
                count = try cursor.integer("count", 0...10_000_000_000)
            case "step":
                try common.seen.insert(41, key)
                step = Int32(try cursor.integer("step", 1...longestStep))
            default: if try !common.read(key, &cursor, self) { try cursor.skipChecked() }
            }
        }
        let (at, received) = try common.moments.settled(override)
        guard let count else { throw .missing("count") }
        guard let step else { throw .missing("step") }
        return ReportCount(
            id: try common.requiredID(), at: at, step: step, received: received,
            country: try common.requiredCountry(), region: common.region, asn: common.asn,
            platform: try common.requiredPlatform(), count: count)
    }

    func signal(_ cursor: inout JSONCursor, _ override: Timestamp?) throws(RecordFault) -> SignalBin {
        var common = CommonFields()
        var source: String?
        var value: Double?
        var hasValue = false
        var step: Int32?
        var first = true
        while let key = try cursor.nextKey(&first) {
            switch key {
            case "source":
                try common.seen.insert(40, key)
                source = try remembered(&cursor, "source", atMost: 128)
            case "value":
                try common.seen.insert(41, key)
                hasValue = true
                if try !cursor.null() { value = try cursor.number("value", 0...1e18) }
            case "step":
                try common.seen.insert(42, key)
                step = Int32(try cursor.integer("step", 1...longestStep))
            default: if try !common.read(key, &cursor, self) { try cursor.skipChecked() }
            }
        }
        let (at, received) = try common.moments.settled(override)
        guard let source else { throw .missing("source") }
        guard let step else { throw .missing("step") }
        guard hasValue else { throw .missing("value") }
        return SignalBin(
            id: try common.requiredID(), at: at, step: step, received: received, source: source,
            country: try common.requiredCountry(), region: common.region, asn: common.asn, platform: common.platform,
            value: value)
    }

    func ooni(_ cursor: inout JSONCursor, _ override: Timestamp?) throws(RecordFault) -> OONIVerdict {
        var common = CommonFields()
        var (test, target) = (String?.none, "")
        var (blocked, down, ok) = (Double?.none, Double?.none, Double?.none)
        var stage: Stage?
        var failure: Failure?
        var access = AccessType.unknown
        var first = true
        while let key = try cursor.nextKey(&first) {
            switch key {
            case "test":
                try common.seen.insert(40, key)
                test = try remembered(&cursor, "test", atMost: 128)
            case "target":
                try common.seen.insert(41, key)
                if try !cursor.null(), cursor.byte == UInt8(ascii: "\"") { target = try targetText(&cursor) }
            case "blocked":
                try common.seen.insert(42, key)
                blocked = try cursor.number("blocked", 0...1)
            case "down":
                try common.seen.insert(43, key)
                down = try cursor.number("down", 0...1)
            case "ok":
                try common.seen.insert(44, key)
                ok = try cursor.number("ok", 0...1)
            case "stage":
                try common.seen.insert(45, key)
                if try !cursor.absent() { stage = try self.stage(&cursor) }
            case "failure":
                try common.seen.insert(46, key)
                failure = try self.failure(&cursor)
            case "access":
                try common.seen.insert(47, key)
                if try !cursor.absent() { access = try accessType(&cursor) }
            default: if try !common.read(key, &cursor, self) { try cursor.skipChecked() }
            }
        }
        let (at, received) = try common.moments.settled(override)
        guard let test else { throw .missing("test") }
        guard let blocked else { throw .missing("blocked") }
        guard let down else { throw .missing("down") }
        guard let ok else { throw .missing("ok") }
        // The three sum to about 1; OONI's own table has rows that sum to .9.
        guard (0.5...1.5).contains(blocked + down + ok) else {
            throw .field("blocked, down, ok", needs: "a sum of about 1", found: "\(blocked + down + ok)")
        }
        return OONIVerdict(
            id: try common.requiredID(), at: at, received: received, country: try common.requiredCountry(),
            asn: common.asn, access: access, test: test, platform: common.platform, target: target,
            blocked: blocked, down: down, ok: ok, stage: stage, failure: failure)
    }

    func heartbeat(_ cursor: inout JSONCursor, _ override: Timestamp?) throws(RecordFault) -> Heartbeat {
        var common = CommonFields()
        var first = true
        while let key = try cursor.nextKey(&first) {
            switch key {
            case "kind", "at", "received": _ = try common.read(key, &cursor, self)
            default: try cursor.skipChecked()
            }
        }
        let (at, received) = try common.moments.settled(override)
        return Heartbeat(at: at, received: received)
    }

    func calendar(_ cursor: inout JSONCursor, _ override: Timestamp?) throws(RecordFault) -> CalendarEvent {
        var common = CommonFields()
        var uid: String?
        var (from, to) = (Timestamp?.none, Timestamp?.none)
        var (summary, category) = ("", "")
        var first = true
        while let key = try cursor.nextKey(&first) {
            switch key {
            case "uid":
                try common.seen.insert(40, key)
                uid = try unique(&cursor, "uid")
            case "from":
                try common.seen.insert(41, key)
                from = try cursor.time("from")
            case "to":
                try common.seen.insert(42, key)
                to = try cursor.time("to")
            case "summary":
                try common.seen.insert(43, key)
                summary = try optionalText(&cursor, "summary") ?? ""
            case "category":
                try common.seen.insert(44, key)
                category = try optionalText(&cursor, "category", atMost: 128) ?? ""
            case "kind", "received", "cc": _ = try common.read(key, &cursor, self)
            default: try cursor.skipChecked()
            }
        }
        guard let uid else { throw .missing("uid") }
        guard let received = override ?? common.moments.received else { throw .missing("received") }
        guard let from else { throw .missing("from") }
        guard let to else { throw .missing("to") }
        guard from <= to else { throw .field("to", needs: "a time not before “from”", found: "\(to)") }
        return CalendarEvent(
            uid: uid, received: received, country: try common.requiredCountry(), from: from, to: to, summary: summary,
            category: category)
    }

    func network(_ cursor: inout JSONCursor, _ override: Timestamp?) throws(RecordFault) -> NetworkShare {
        var common = CommonFields()
        var hasASN = false
        var (name, source) = ("", "")
        var users: Double?
        var first = true
        while let key = try cursor.nextKey(&first) {
            switch key {
            case "asn":
                try common.seen.insert(40, key)
                hasASN = true
                common.asn = try asn(&cursor)
            case "name":
                try common.seen.insert(41, key)
                name = try optionalText(&cursor, "name", atMost: 512) ?? ""
            case "users":
                try common.seen.insert(42, key)
                if try !cursor.null() { users = try cursor.number("users", 0...1) }
            case "source":
                try common.seen.insert(43, key)
                source = try optionalText(&cursor, "source", atMost: 512) ?? ""
            case "kind", "received", "cc": _ = try common.read(key, &cursor, self)
            default: try cursor.skipChecked()
            }
        }
        guard let received = override ?? common.moments.received else { throw .missing("received") }
        guard hasASN else { throw .missing("asn") }
        return NetworkShare(
            received: received, country: try common.requiredCountry(), asn: common.asn, name: name, users: users,
            source: source)
    }

    /// A target may be empty: app tests have none.
    @inline(__always)
    private func targetText(_ cursor: inout JSONCursor) throws(RecordFault) -> String {
        var probe = cursor
        if try probe.string().count == 0 {
            cursor = probe
            return ""
        }
        return try remembered(&cursor, "target")
    }

    @inline(__always)
    func accessType(_ cursor: inout JSONCursor) throws(RecordFault) -> AccessType {
        let before = cursor.next
        let text = try cursor.text("access")
        switch text {
        case "fixed": return .fixed
        case "mobile": return .mobile
        case "datacentre": return .datacentre
        case "unknown": return .unknown
        default:
            cursor.next = before
            throw cursor.fault("access", "fixed, mobile, datacentre or unknown")
        }
    }
}

/// Seconds; a bin of more than a year is an error of the source.
let longestStep: Int64 = 31_622_400

/// The fields that several kinds share.
private struct CommonFields {
    var seen = SeenFields()
    var id: String?
    var moments = Moments()
    var country: CountryCode?
    var region: RegionCode?
    var asn = ASN.unknown
    var platform: PlatformID?

    /// Reads the value of a key that is one of them; `false` when it is none, with the cursor where it was.
    @inline(__always)
    mutating func read(
        _ key: JSONText, _ cursor: inout JSONCursor, _ parser: borrowing NativeParser
    ) throws(RecordFault) -> Bool {
        switch key {
        case "kind":
            try seen.insert(0, key)
            _ = try cursor.string()
        case "id":
            try seen.insert(1, key)
            id = try parser.unique(&cursor, "id")
        case "at":
            try seen.insert(2, key)
            moments.at = try cursor.time("at")
        case "received":
            try seen.insert(3, key)
            moments.received = try cursor.time("received")
        case "cc":
            try seen.insert(4, key)
            country = try cursor.country("cc")
        case "region":
            try seen.insert(5, key)
            region = try parser.region(&cursor)
        case "asn":
            try seen.insert(6, key)
            asn = try parser.asn(&cursor)
        case "platform":
            try seen.insert(7, key)
            if try !cursor.null() { platform = try parser.platform(&cursor) }
        default: return false
        }
        return true
    }

    func requiredID() throws(RecordFault) -> String {
        guard let id else { throw .missing("id") }
        return id
    }

    func requiredCountry() throws(RecordFault) -> CountryCode {
        guard let country else { throw .missing("cc") }
        try checkRegion(region, country)
        return country
    }

    func requiredPlatform() throws(RecordFault) -> PlatformID {
        guard let platform else { throw .missing("platform") }
        return platform
    }
}
