import ObservatoryModel

extension NativeParser {
    /// Reads a session, the cursor being before its first key.
    func session(_ cursor: inout JSONCursor, _ override: Timestamp?) throws(RecordFault) -> Session {
        var seen = SeenFields()
        var first = true
        var moments = Moments()
        // Filled in place: passing twenty values through an initialiser copies every one of them.
        var session = blank
        var (bytes, milliseconds) = (Int64?.none, Int64?.none)
        while let key = try cursor.nextKey(&first) {
            switch key {
            case "kind":
                try seen.insert(0, key)
                _ = try cursor.string()
            case "id":
                try seen.insert(1, key)
                session.id = try unique(&cursor, "id")
            case "at":
                try seen.insert(2, key)
                moments.at = try cursor.time("at")
            case "received":
                try seen.insert(3, key)
                moments.received = try cursor.time("received")
            case "every":
                try seen.insert(4, key)
                session.every = Int32(try cursor.integer("every", 1...604_800))
            case "probe":
                try seen.insert(5, key)
                session.probe = try remembered(&cursor, "probe", atMost: 128)
            case "software":
                try seen.insert(6, key)
                session.software = try optionalText(&cursor, "software", atMost: 128) ?? ""
            case "cc":
                try seen.insert(7, key)
                session.country = try cursor.country("cc")
            case "region":
                try seen.insert(8, key)
                session.region = try self.region(&cursor)
            case "asn":
                try seen.insert(9, key)
                session.asn = try self.asn(&cursor)
            case "access":
                try seen.insert(10, key)
                if try !cursor.absent() { session.access = try accessType(&cursor) }
            case "platform":
                try seen.insert(11, key)
                session.platform = try self.platform(&cursor)
            case "target":
                try seen.insert(12, key)
                session.target = try optionalText(&cursor, "target") ?? ""
            case "outcome":
                try seen.insert(13, key)
                session.outcome = try cursor.outcome("outcome")
            case "steps":
                try seen.insert(14, key)
                session.steps = try self.steps(&cursor)
            case "bytes":
                try seen.insert(15, key)
                if try !cursor.null() { bytes = try cursor.integer("bytes", 0...mostBytes) }
            case "transferMs":
                try seen.insert(16, key)
                if try !cursor.null() { milliseconds = try cursor.integer("transferMs", 0...dayInMilliseconds) }
            case "controls":
                try seen.insert(17, key)
                session.controls = try self.controls(&cursor)
            case "contrasts":
                try seen.insert(18, key)
                session.contrasts = try self.contrasts(&cursor)
            default: try cursor.skipChecked()
            }
        }
        try seen.require(1, "id")
        try seen.require(5, "probe")
        try seen.require(7, "cc")
        try seen.require(11, "platform")
        try seen.require(13, "outcome")
        try checkRegion(session.region, session.country)
        (session.at, session.received) = try moments.settled(override)
        session.transfer = transfer(bytes, milliseconds)
        return session
    }

    /// Bytes without a time, or a time without bytes, say nothing about speed.
    @inline(__always)
    private func transfer(_ bytes: Int64?, _ milliseconds: Int64?) -> Transfer? {
        guard let bytes, let milliseconds else { return nil }
        return Transfer(bytes: bytes, milliseconds: milliseconds)
    }

    private func controls(_ cursor: inout JSONCursor) throws(RecordFault) -> [Control] {
        if try cursor.null() { return [] }
        guard cursor.byte == UInt8(ascii: "[") else { throw cursor.fault("controls", "a list") }
        try cursor.enterArray()
        var list: [Control] = []
        list.reserveCapacity(4)
        var first = true
        while try cursor.nextElement(&first) {
            guard list.count < 64 else { throw .field("controls", needs: "at most 64 entries", found: "more") }
            list.append(try control(&cursor))
        }
        return list
    }

    private func control(_ cursor: inout JSONCursor) throws(RecordFault) -> Control {
        guard cursor.byte == UInt8(ascii: "{") else { throw cursor.fault("controls", "objects") }
        try cursor.enterObject()
        var seen = SeenFields()
        var first = true
        var role: Control.Role?
        var target = ""
        var outcome: Outcome?
        var failure: Failure?
        var (bytes, milliseconds) = (Int64?.none, Int64?.none)
        while let key = try cursor.nextKey(&first) {
            switch key {
            case "role":
                try seen.insert(0, key)
                let before = cursor.next
                let text = try cursor.text("role")
                if text == "neutral" {
                    role = .neutral
                } else if text == "sibling" {
                    role = .sibling
                } else {
                    cursor.next = before
                    throw cursor.fault("role", "neutral or sibling")
                }
            case "target":
                try seen.insert(1, key)
                target = try optionalText(&cursor, "target") ?? ""
            case "outcome":
                try seen.insert(2, key)
                outcome = try cursor.outcome("outcome")
            case "failure":
                try seen.insert(3, key)
                failure = try self.failure(&cursor)
            case "bytes":
                try seen.insert(4, key)
                if try !cursor.null() { bytes = try cursor.integer("bytes", 0...mostBytes) }
            case "transferMs":
                try seen.insert(5, key)
                if try !cursor.null() { milliseconds = try cursor.integer("transferMs", 0...dayInMilliseconds) }
            default: try cursor.skipChecked()
            }
        }
        guard let role else { throw .missing("controls.role") }
        guard let outcome else { throw .missing("controls.outcome") }
        return Control(
            role: role, target: target, outcome: outcome, failure: failure, transfer: transfer(bytes, milliseconds))
    }

    private func contrasts(_ cursor: inout JSONCursor) throws(RecordFault) -> [Contrast] {
        if try cursor.null() { return [] }
        guard cursor.byte == UInt8(ascii: "[") else { throw cursor.fault("contrasts", "a list") }
        try cursor.enterArray()
        var list: [Contrast] = []
        var firstElement = true
        while try cursor.nextElement(&firstElement) {
            guard list.count < 64 else { throw .field("contrasts", needs: "at most 64 entries", found: "more") }
            guard cursor.byte == UInt8(ascii: "{") else { throw cursor.fault("contrasts", "objects") }
            try cursor.enterObject()
            var seen = SeenFields()
            var first = true
            var name: String?
            var outcome: Outcome?
            var failure: Failure?
            while let key = try cursor.nextKey(&first) {
                switch key {
                case "name":
                    try seen.insert(0, key)
                    name = try remembered(&cursor, "name", atMost: 64)
                case "outcome":
                    try seen.insert(1, key)
                    outcome = try cursor.outcome("outcome")
                case "failure":
                    try seen.insert(2, key)
                    failure = try self.failure(&cursor)
                default: try cursor.skipChecked()
                }
            }
            guard let name else { throw .missing("contrasts.name") }
            guard let outcome else { throw .missing("contrasts.outcome") }
            // The list is closed, but a newer probe may run one that this version cannot read: that is no evidence.
            if let known = Contrast.Name(rawValue: name) {
                list.append(Contrast(name: known, outcome: outcome, failure: failure))
            }
        }
        return list
    }
}

/// A session without anything; what its fields must hold is checked while they are filled.
private let blank: Session = {
    guard let platform = PlatformID("x") else { preconditionFailure("“x” is a platform id") }
    return Session(
        id: "", at: .distantPast, received: .distantPast, every: 600, probe: "", country: .unknown, asn: .unknown,
        platform: platform, outcome: .ok)
}()

/// A terabyte: more than any transfer of a session, and a number that is surely wrong.
private let mostBytes: Int64 = 1 << 40
private let dayInMilliseconds: Int64 = 86_400_000

/// A region lies in the country that the record names.
func checkRegion(_ region: RegionCode?, _ country: CountryCode) throws(RecordFault) {
    guard let region, region.country != country else { return }
    throw .field("region", needs: "a region of \(country)", found: "“\(region)”")
}
