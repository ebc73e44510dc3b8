import ObservatoryModel

extension OONIReader {
    /// Reads `test_keys`, the cursor being before its object.
    func readKeys(_ cursor: inout JSONCursor, into keys: inout OONITestKeys) throws(RecordFault) {
        try cursor.enterObject()
        var first = true
        while let key = try cursor.nextKey(&first) {
            switch key {
            case "queries": try readLookups(&cursor, into: &keys)
            case "tcp_connect": try readConnects(&cursor, into: &keys)
            case "tls_handshakes", "quic_handshakes": try readHandshakes(&cursor, into: &keys)
            case "requests": try readRequests(&cursor, into: &keys)
            case "control":
                if try cursor.entersObject() { try readControl(&cursor, into: &keys) }
            case "control_failure": keys.controlFailure = try text(&cursor)
            case "x_control_request": keys.controlURL = try text("http_request", inObject: &cursor)
            case "blocking": keys.blocking = try scalar(&cursor)
            case "accessible": keys.accessible = try scalar(&cursor)
            case "dns_consistency": keys.dnsConsistency = try text(&cursor)
            case "dns_experiment_failure": keys.dnsFailure = try text(&cursor)
            case "http_experiment_failure": keys.httpFailure = try text(&cursor)
            case "failure": keys.failure = try text(&cursor)
            default:
                switch cursor.byte {
                case UInt8(ascii: "{"), UInt8(ascii: "["): try cursor.skip()
                default:
                    if let value = try scalar(&cursor), keys.words.count < 128 { keys.words.append((key, value)) }
                }
            }
        }
    }

    private func readLookups(_ cursor: inout JSONCursor, into keys: inout OONITestKeys) throws(RecordFault) {
        try eachObject(&cursor) { (cursor: inout JSONCursor) throws(RecordFault) in
            var lookup = OONILookup()
            let start = keys.answers.count
            var unused = false
            var first = true
            while let key = try cursor.nextKey(&first) {
                switch key {
                case "transaction_id": lookup.transaction = try integer(&cursor)
                case "tags": try tags(&cursor, &lookup.depth, &unused)
                case "failure": lookup.failure = try text(&cursor)
                case "hostname": lookup.host = try text(&cursor)
                case "query_type": lookup.isAAAA = try text(&cursor).map { $0 == "AAAA" } ?? false
                case "engine":
                    switch try text(&cursor) {
                    case .some(let engine)
                    where engine == "getaddrinfo" || engine == "golang_net_resolver"
                        || engine == "system":
                        lookup.engine = .getaddrinfo
                    case .some(let engine) where engine == "udp": lookup.engine = .udp
                    case .some(let engine) where engine == "doh" || engine == "doh3": lookup.engine = .doh
                    default: lookup.engine = .other
                    }
                case "answers": try readAnswers(&cursor, into: &keys.answers)
                default: try cursor.skip()
                }
            }
            lookup.answers = start..<keys.answers.count
            keys.lookups.append(lookup)
        }
    }

    private func readAnswers(_ cursor: inout JSONCursor, into answers: inout [OONIAnswer]) throws(RecordFault) {
        try eachObject(&cursor) { (cursor: inout JSONCursor) throws(RecordFault) in
            var address: JSONText?
            var asn: Int64 = 0
            var first = true
            while let key = try cursor.nextKey(&first) {
                switch key {
                case "ipv4", "ipv6": address = try text(&cursor) ?? address
                case "asn": asn = try integer(&cursor)
                default: try cursor.skip()
                }
            }
            if let address { answers.append(OONIAnswer(address: address, asn: asn)) }
        }
    }

    private func readConnects(_ cursor: inout JSONCursor, into keys: inout OONITestKeys) throws(RecordFault) {
        try eachObject(&cursor) { (cursor: inout JSONCursor) throws(RecordFault) in
            var row = OONIConnect()
            var first = true
            while let key = try cursor.nextKey(&first) {
                switch key {
                case "transaction_id": row.transaction = try integer(&cursor)
                case "tags": try tags(&cursor, &row.depth, &row.fetchesBody)
                case "ip": row.address = try text(&cursor)
                case "port": row.port = try integer(&cursor)
                case "status":
                    guard try cursor.entersObject() else { continue }
                    row.failure = try failure(&cursor)
                default: try cursor.skip()
                }
            }
            keys.connects.append(row)
        }
    }

    /// `failure` inside an object that was entered.
    private func failure(_ cursor: inout JSONCursor) throws(RecordFault) -> JSONText? {
        var failure: JSONText?
        var first = true
        while let key = try cursor.nextKey(&first) {
            if key == "failure" { failure = try text(&cursor) } else { try cursor.skip() }
        }
        return failure
    }

    private func readHandshakes(_ cursor: inout JSONCursor, into keys: inout OONITestKeys) throws(RecordFault) {
        try eachObject(&cursor) { (cursor: inout JSONCursor) throws(RecordFault) in
            var row = OONIHandshake()
            var first = true
            while let key = try cursor.nextKey(&first) {
                switch key {
                case "transaction_id": row.transaction = try integer(&cursor)
                case "tags": try tags(&cursor, &row.depth, &row.fetchesBody)
                case "failure": row.failure = try text(&cursor)
                case "server_name": row.serverName = try text(&cursor)
                default: try cursor.skip()
                }
            }
            keys.handshakes.append(row)
        }
    }

    private func readRequests(_ cursor: inout JSONCursor, into keys: inout OONITestKeys) throws(RecordFault) {
        try eachObject(&cursor) { (cursor: inout JSONCursor) throws(RecordFault) in
            var row = OONIRequest()
            var first = true
            while let key = try cursor.nextKey(&first) {
                switch key {
                case "transaction_id": row.transaction = try integer(&cursor)
                case "tags": try tags(&cursor, &row.depth, &row.fetchesBody)
                case "failure": row.failure = try text(&cursor)
                case "request":
                    row.url = try text("url", inObject: &cursor)
                case "response":
                    let response = cursor.next
                    guard try cursor.entersObject() else { continue }
                    row.response = response
                    var inner = true
                    while let key = try cursor.nextKey(&inner) {
                        if key == "code" { row.status = try integer(&cursor) } else { try cursor.skip() }
                    }
                default: try cursor.skip()
                }
            }
            keys.requests.append(row)
        }
    }

    /// One text of the object that is next; `nil` without such a text or object.
    private func text(
        _ name: StaticString, inObject cursor: inout JSONCursor
    ) throws(RecordFault) -> JSONText? {
        guard try cursor.entersObject() else { return nil }
        var found: JSONText?
        var first = true
        while let key = try cursor.nextKey(&first) {
            if key == name { found = try text(&cursor) } else { try cursor.skip() }
        }
        return found
    }

    private func readControl(_ cursor: inout JSONCursor, into keys: inout OONITestKeys) throws(RecordFault) {
        var control = OONIControl()
        var first = true
        while let key = try cursor.nextKey(&first) {
            guard let part = ControlPart(key) else {
                try cursor.skip()
                continue
            }
            guard try cursor.entersObject() else { continue }
            switch part {
            case .dns: try readControlDNS(&cursor, into: &control, &keys.controlAddresses)
            case .connects: try readEndpoints(&cursor, into: &keys.controlConnects)
            case .handshakes: try readEndpoints(&cursor, into: &keys.controlHandshakes)
            case .networks: try readNetworks(&cursor, into: &keys.controlNetworks)
            case .http: try readControlHTTP(&cursor, into: &control)
            }
        }
        keys.control = control
    }

    private func readControlDNS(
        _ cursor: inout JSONCursor, into control: inout OONIControl, _ addresses: inout [JSONText]
    ) throws(RecordFault) {
        control.hasDNS = true
        var first = true
        while let key = try cursor.nextKey(&first) {
            if key == "failure" {
                control.dnsFailure = try text(&cursor)
            } else if key == "addrs", cursor.byte == UInt8(ascii: "[") {
                try cursor.enterArray()
                var inner = true
                while try cursor.nextElement(&inner) {
                    if let address = try text(&cursor) { addresses.append(address) }
                }
            } else {
                try cursor.skip()
            }
        }
    }

    private func readEndpoints(
        _ cursor: inout JSONCursor, into list: inout [OONIControl.Endpoint]
    ) throws(RecordFault) {
        var first = true
        while let address = try cursor.nextKey(&first) {
            guard try cursor.entersObject() else { continue }
            list.append(OONIControl.Endpoint(address: address, failure: try failure(&cursor)))
        }
    }

    private func readNetworks(_ cursor: inout JSONCursor, into list: inout [OONIAnswer]) throws(RecordFault) {
        var first = true
        while let address = try cursor.nextKey(&first) {
            guard try cursor.entersObject() else { continue }
            var asn: Int64 = 0
            var inner = true
            while let key = try cursor.nextKey(&inner) {
                if key == "asn" { asn = try integer(&cursor) } else { try cursor.skip() }
            }
            list.append(OONIAnswer(address: address, asn: asn))
        }
    }

    private func readControlHTTP(_ cursor: inout JSONCursor, into control: inout OONIControl) throws(RecordFault) {
        control.hasHTTP = true
        var first = true
        while let key = try cursor.nextKey(&first) {
            switch key {
            case "failure": control.httpFailure = try text(&cursor)
            case "status_code": control.status = try integer(&cursor)
            case "body_length": control.bodyLength = try integer(&cursor)
            case "title": control.title = try text(&cursor)
            case "headers":
                if cursor.byte == UInt8(ascii: "{") { control.headers = cursor.next }
                try cursor.skip()
            default: try cursor.skip()
            }
        }
    }
}

/// A part of what the test helper answered that is read.
private enum ControlPart {
    case dns, connects, handshakes, networks, http

    init?(_ key: JSONText) {
        switch key {
        case "dns": self = .dns
        case "tcp_connect": self = .connects
        case "tls_handshake": self = .handshakes
        case "ip_info": self = .networks
        case "http_request": self = .http
        default: return nil
        }
    }
}
