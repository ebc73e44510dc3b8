import ObservatoryModel

extension NativeParser {
    /// Reads the steps of a session.
    func steps(_ cursor: inout JSONCursor) throws(RecordFault) -> [Step] {
        if try cursor.null() { return [] }
        guard cursor.byte == UInt8(ascii: "[") else { throw cursor.fault("steps", "a list") }
        try cursor.enterArray()
        var list: [Step] = []
        list.reserveCapacity(4)
        var first = true
        while try cursor.nextElement(&first) {
            guard list.count < 256 else { throw .field("steps", needs: "at most 256 entries", found: "more") }
            list.append(try step(&cursor))
        }
        return list
    }

    private func step(_ cursor: inout JSONCursor) throws(RecordFault) -> Step {
        guard cursor.byte == UInt8(ascii: "{") else { throw cursor.fault("steps", "objects") }
        try cursor.enterObject()
        var seen = SeenFields()
        var first = true
        var step = blank
        while let key = try cursor.nextKey(&first) {
            switch key {
            case "stage":
                try seen.insert(0, key)
                step.stage = try self.stage(&cursor)
            case "failure":
                try seen.insert(1, key)
                step.failure = try failure(&cursor)
            case "ms":
                try seen.insert(2, key)
                if try !cursor.null() { step.milliseconds = try cursor.number("ms", 0...86_400_000) }
            case "resolver":
                try seen.insert(3, key)
                if try !cursor.null() { step.resolver = try resolver(&cursor) }
            case "addresses":
                try seen.insert(4, key)
                step.addresses = try strings(&cursor, "addresses")
            case "answers":
                try seen.insert(5, key)
                step.answers = try answers(&cursor)
            case "address":
                try seen.insert(6, key)
                step.address = try optionalText(&cursor, "address", atMost: 256)
            case "family":
                try seen.insert(7, key)
                if try !cursor.null() { step.family = try family(&cursor) }
            case "sni":
                try seen.insert(8, key)
                step.sni = try optionalText(&cursor, "sni", atMost: 256)
            case "chain":
                try seen.insert(9, key)
                step.chain = try strings(&cursor, "chain")
            case "issuer":
                try seen.insert(10, key)
                step.issuer = try optionalText(&cursor, "issuer")
            case "valid":
                try seen.insert(11, key)
                if try !cursor.null() { step.valid = try cursor.boolean("valid") }
            case "status":
                try seen.insert(12, key)
                if try !cursor.null() { step.status = Int32(try cursor.integer("status", 0...999)) }
            case "location":
                try seen.insert(13, key)
                step.location = try optionalText(&cursor, "location", atMost: 8192)
            case "fingerprint":
                try seen.insert(14, key)
                step.fingerprint = try optionalText(&cursor, "fingerprint", atMost: 256)
            case "bodyBytes":
                try seen.insert(15, key)
                if try !cursor.null() { step.bodyBytes = try cursor.integer("bodyBytes", 0...(1 << 40)) }
            default: try cursor.skipChecked()
            }
        }
        try seen.require(0, "steps.stage")
        return step
    }

    /// Reads the name of a stage.
    @inline(__always)
    func stage(_ cursor: inout JSONCursor) throws(RecordFault) -> Stage {
        let before = cursor.next
        let text = try cursor.text("stage")
        switch text {
        case "dns": return .dns
        case "tcp": return .tcp
        case "tls": return .tls
        case "quic": return .quic
        case "http": return .http
        case "transfer": return .transfer
        default:
            cursor.next = before
            throw cursor.fault("stage", "dns, tcp, tls, quic, http or transfer")
        }
    }

    @inline(__always)
    private func resolver(_ cursor: inout JSONCursor) throws(RecordFault) -> ResolverKind {
        let before = cursor.next
        let text = try cursor.text("resolver")
        switch text {
        case "isp": return .isp
        case "public": return .publicUDP
        case "doh": return .doh
        default:
            cursor.next = before
            throw cursor.fault("resolver", "isp, public or doh")
        }
    }

    @inline(__always)
    private func family(_ cursor: inout JSONCursor) throws(RecordFault) -> UInt8 {
        let before = cursor.next
        let family = try cursor.integer("family", 4...6)
        guard family != 5 else {
            cursor.next = before
            throw cursor.fault("family", "4 or 6")
        }
        return UInt8(family)
    }

    private func answers(_ cursor: inout JSONCursor) throws(RecordFault) -> [DNSAnswer] {
        if try cursor.null() { return [] }
        guard cursor.byte == UInt8(ascii: "[") else { throw cursor.fault("answers", "a list") }
        try cursor.enterArray()
        var list: [DNSAnswer] = []
        var firstElement = true
        while try cursor.nextElement(&firstElement) {
            guard list.count < 64 else { throw .field("answers", needs: "at most 64 entries", found: "more") }
            guard cursor.byte == UInt8(ascii: "{") else { throw cursor.fault("answers", "objects") }
            try cursor.enterObject()
            var seen = SeenFields()
            var first = true
            var answer = DNSAnswer(milliseconds: 0, rcode: 0, addresses: [])
            while let key = try cursor.nextKey(&first) {
                switch key {
                case "ms":
                    try seen.insert(0, key)
                    answer.milliseconds = try cursor.number("ms", 0...86_400_000)
                case "rcode":
                    try seen.insert(1, key)
                    answer.rcode = UInt8(try cursor.integer("rcode", 0...255))
                case "addresses":
                    try seen.insert(2, key)
                    answer.addresses = try strings(&cursor, "addresses")
                default: try cursor.skipChecked()
                }
            }
            list.append(answer)
        }
        return list
    }
}

/// A step without anything.
private let blank = Step(.dns)
