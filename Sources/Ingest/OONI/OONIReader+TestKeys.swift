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
                if cursor.byte == UInt8(ascii: "{") {
                    try readControl(&cursor, into: &keys)
                } else {
                    try cursor.skip()
                }
            case "control_failure": keys.controlFailure = try text(&cursor)
            case "x_control_request": keys.controlURL = try controlURL(&cursor)
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
                    guard cursor.byte == UInt8(ascii: "{") else {
                        try cursor.skip()
                        continue
                    }
                    row.failure = try failure(&cursor)
                default: try cursor.skip()
                }
            }
            keys.connects.append(row)
        }
    }

    /// `failure` inside an object; `success: false` without one is a failure of unknown cause.
    private func failure(_ cursor: inout JSONCursor) throws(RecordFault) -> JSONText? {
        try cursor.enterObject()
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
                    if cursor.byte == UInt8(ascii: "{") {
                        try cursor.enterObject()
                        var inner = true
                        while let key = try cursor.nextKey(&inner) {
                            if key == "url" { row.url = try text(&cursor) } else { try cursor.skip() }
                        }
                    } else {
                        try cursor.skip()
                    }
                case "response":
                    guard cursor.byte == UInt8(ascii: "{") else {
                        try cursor.skip()
                        continue
                    }
                    row.response = cursor.next
                    try cursor.enterObject()
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

    private func controlURL(_ cursor: inout JSONCursor) throws(RecordFault) -> JSONText? {
        guard cursor.byte == UInt8(ascii: "{") else {
            try cursor.skip()
            return nil
        }
        try cursor.enterObject()
        var url: JSONText?
        var first = true
        while let key = try cursor.nextKey(&first) {
            if key == "http_request" { url = try text(&cursor) } else { try cursor.skip() }
        }
        return url
    }

    private func readControl(_ cursor: inout JSONCursor, into keys: inout OONITestKeys) throws(RecordFault) {
        var control = OONIControl()
        try cursor.enterObject()
        var first = true
        while let key = try cursor.nextKey(&first) {
            guard cursor.byte == UInt8(ascii: "{") else {
                try cursor.skip()
                continue
            }
            switch key {
            case "dns": try readControlDNS(&cursor, into: &control, &keys.controlAddresses)
            case "tcp_connect": try readEndpoints(&cursor, into: &keys.controlConnects)
            case "tls_handshake": try readEndpoints(&cursor, into: &keys.controlHandshakes)
            case "ip_info": try readNetworks(&cursor, into: &keys.controlNetworks)
            case "http_request": try readControlHTTP(&cursor, into: &control)
            default: try cursor.skip()
            }
        }
        keys.control = control
    }

    private func readControlDNS(
        _ cursor: inout JSONCursor, into control: inout OONIControl, _ addresses: inout [JSONText]
    ) throws(RecordFault) {
        try cursor.enterObject()
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
        try cursor.enterObject()
        var first = true
        while let address = try cursor.nextKey(&first) {
            guard cursor.byte == UInt8(ascii: "{") else {
                try cursor.skip()
                continue
            }
            list.append(OONIControl.Endpoint(address: address, failure: try failure(&cursor)))
        }
    }

    private func readNetworks(_ cursor: inout JSONCursor, into list: inout [OONIAnswer]) throws(RecordFault) {
        try cursor.enterObject()
        var first = true
        while let address = try cursor.nextKey(&first) {
            guard cursor.byte == UInt8(ascii: "{") else {
                try cursor.skip()
                continue
            }
            try cursor.enterObject()
            var asn: Int64 = 0
            var inner = true
            while let key = try cursor.nextKey(&inner) {
                if key == "asn" { asn = try integer(&cursor) } else { try cursor.skip() }
            }
            list.append(OONIAnswer(address: address, asn: asn))
        }
    }

    private func readControlHTTP(_ cursor: inout JSONCursor, into control: inout OONIControl) throws(RecordFault) {
        try cursor.enterObject()
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
