import ObservatoryModel

/// Reads OONI's observations as a table: a row is a step of a measurement, and a measurement becomes one record.
///
/// Columns are found by name; rows of one measurement may be apart from each other and may be doubled.
struct ObservationTable {
    /// What is known of one measurement so far.
    struct Group {
        var at: Timestamp
        var line: Int
        var country: CountryCode
        var asn: ASN
        var access: AccessType
        var test: String
        var target: String
        /// The probe's own verdict, as OONI writes `blocking`; empty when the table has none.
        var blocking: String
        /// By role: the web site or target, the app's endpoints by address, and WhatsApp's registration.
        var web = LayerTally()
        var endpoints = LayerTally()
        var registration = LayerTally()
        /// By host, in order of appearance, for apps that need all of their hosts.
        var hosts: [(name: String, tally: LayerTally)] = []
    }

    /// Where the columns are.
    private struct Columns {
        let uid, at, country, asn, networkType, test, input, host, address, url, blocking: Int?
        let dnsFailure, dnsEngine, dnsAnswer, tcpFailure, tcpSuccess, tlsFailure, tlsTime, httpFailure: Int?

        init(_ table: CSVReader) {
            uid = table.column("measurement_uid")
            at = table.column("measurement_start_time")
            country = table.column("probe_cc")
            asn = table.column("probe_asn")
            networkType = table.column("network_type")
            test = table.column("test_name")
            input = table.column("input")
            host = table.column("hostname")
            address = table.column("ip")
            url = table.column("http_request_url")
            blocking = table.column("probe_analysis")
            dnsFailure = table.column("dns_failure")
            dnsEngine = table.column("dns_engine")
            dnsAnswer = table.column("dns_answer")
            tcpFailure = table.column("tcp_failure")
            tcpSuccess = table.column("tcp_success")
            tlsFailure = table.column("tls_failure")
            tlsTime = table.column("tls_handshake_time")
            httpFailure = table.column("http_failure")
        }
    }

    private let table: CSVReader
    private let columns: Columns
    private var groups: [Group] = []
    private var uids: [String] = []
    private var indexes: [String: Int] = [:]

    /// Reads all of a table.
    static func load(_ table: CSVReader) throws(InputRefusal) -> LoadedInput {
        guard table.column("measurement_uid") != nil, table.column("measurement_start_time") != nil else {
            throw InputRefusal("“\(table.name)” is no table of observations: it has no column “measurement_uid”.")
        }
        var observations = ObservationTable(table)
        return observations.read()
    }

    private init(_ table: CSVReader) {
        self.table = table
        columns = Columns(table)
    }

    private mutating func read() -> LoadedInput {
        var result = LoadedInput()
        while table.advance() {
            do throws(RecordFault) {
                try take()
            } catch {
                result.problems.append(
                    IngestProblem(file: table.name, line: table.line, reason: error.description))
            }
        }
        result.problems += table.problems
        for (index, group) in groups.enumerated() {
            guard let judgement = judge(group) else {
                result.problems.append(
                    IngestProblem(
                        file: table.name, line: group.line,
                        reason: "measurement \(uids[index]) holds no step that was tried"))
                continue
            }
            let verdict = OONIVerdict(
                id: uids[index], at: group.at, received: group.at, country: group.country, asn: group.asn,
                access: group.access, test: group.test,
                platform: OONIPlatforms.platform(test: group.test, target: group.target), target: group.target,
                blocked: judgement.weights.blocked, down: judgement.weights.down, ok: judgement.weights.ok,
                stage: judgement.stage, failure: judgement.failure)
            result.records.append(PlacedRecord(record: .ooni(verdict), line: group.line))
        }
        return result
    }

    private mutating func take() throws(RecordFault) {
        guard let uid = table.text(columns.uid) else { throw .missing("measurement_uid") }
        let index: Int
        if let known = indexes[uid] {
            index = known
        } else {
            index = groups.count
            groups.append(try newGroup())
            uids.append(uid)
            indexes[uid] = index
        }
        let host = table.text(columns.host) ?? ""
        let url = table.text(columns.url) ?? ""
        var tally = LayerTally()
        if !url.isEmpty {
            // Plain HTTP of a site that is asked over HTTPS as well says nothing about it.
            if url.hasPrefix("https:") || isAddress(host) || groups[index].test == "web_connectivity" {
                tally.add(.http, failure(columns.httpFailure))
            }
        } else {
            if !table.isEmpty(columns.dnsEngine) || !table.isEmpty(columns.dnsFailure) {
                tally.add(.dns, failure(columns.dnsFailure))
            }
            if let failure = failure(columns.tcpFailure) {
                if !missesIPv6(failure) { tally.add(.tcp, failure) }
            } else if table.number(columns.tcpSuccess) == 1 {
                tally.add(.tcp, nil)
            }
            if let failure = failure(columns.tlsFailure) {
                tally.add(.tls, failure)
            } else if !table.isEmpty(columns.tlsTime) {
                tally.add(.tls, nil)
            }
        }
        groups[index].add(tally, host: host)
    }

    private func newGroup() throws(RecordFault) -> Group {
        guard let at = time(columns.at), at >= earliest else {
            throw .field(
                "measurement_start_time", needs: "a time from 1990 on", found: table.text(columns.at) ?? "nothing")
        }
        let code = table.text(columns.country) ?? "ZZ"
        guard let country = CountryCode(code), KnownCountries.contains(country) else {
            throw .field("probe_cc", needs: "an ISO 3166-1 alpha-2 code", found: code)
        }
        let network = table.text(columns.asn) ?? "0"
        guard let asn = parseASN(network) else { throw .field("probe_asn", needs: "a network number", found: network) }
        guard let test = table.text(columns.test) else { throw .missing("test_name") }
        return Group(
            at: at, line: table.line, country: country, asn: asn,
            access: accessType(networkType: table.text(columns.networkType) ?? ""), test: test,
            target: table.text(columns.input) ?? "", blocking: table.text(columns.blocking) ?? "")
    }

    private func failure(_ column: Int?) -> Failure? {
        table.raw(column) { cell in
            if cell.isEmpty { return nil }
            // Old spellings, and texts cut from the operating system's own words, keep their first word.
            return OldFailures.mapped(JSONText(start: cell.baseAddress!, count: cell.count))
        }
    }

    /// Whether the row's address is IPv6 that the vantage point does not have.
    private func missesIPv6(_ failure: Failure) -> Bool {
        table.raw(columns.address) { cell in
            guard let start = cell.baseAddress else { return false }
            return isMissingIPv6(address: JSONText(start: start, count: cell.count), failure: failure)
        }
    }

    /// `2023-11-01 00:18:03+00:00`, or without an offset.
    private func time(_ column: Int?) -> Timestamp? {
        table.raw(column) { Timestamp(rfc3339: $0, assumingUTC: true) }
    }

    private func judge(_ group: Group) -> OONIJudgement? {
        switch group.test {
        case "telegram": AppVerdicts.telegram(web: group.web, endpoints: group.endpoints)
        case "whatsapp":
            AppVerdicts.whatsapp(registration: group.registration, endpoints: group.endpoints, web: group.web)
        case "signal", "facebook_messenger": AppVerdicts.allNeeded(group.hosts.map(\.tally))
        default: judgeWeb(group)
        }
    }

    /// The web, by the probe's own comparison with its control where the table has it.
    private func judgeWeb(_ group: Group) -> OONIJudgement? {
        let failed = group.web.failure
        switch group.blocking {
        case "dns":
            if let failure = group.web.dns.failure {
                return OONIJudgement(weights: .dnsFailed, stage: .dns, failure: failure)
            }
            return OONIJudgement(weights: .dnsNothingMatched, stage: .dns)
        case "tcp_ip": return OONIJudgement(.tcp, failed?.failure ?? .genericTimeout)
        case "http-failure": return OONIJudgement(failed?.stage ?? .http, failed?.failure ?? .genericTimeout)
        case "http-diff": return OONIJudgement(weights: .httpDifferent, stage: .http)
        case "false":
            // The probe compared with its control: what failed here failed there as well.
            guard let failed else { return group.web.isEmpty ? nil : .works }
            return OONIJudgement(
                weights: failed.stage == .tcp ? .tcpFailedForControlToo : .tlsFailedForControlToo, stage: failed.stage,
                failure: failed.failure)
        default:
            guard let failed else { return group.web.isEmpty ? nil : .works }
            return OONIJudgement(failed.stage, failed.failure)
        }
    }
}

extension ObservationTable.Group {
    /// Adds the steps of one row to the part that they belong to.
    fileprivate mutating func add(_ row: LayerTally, host: String) {
        switch test {
        case "telegram":
            if host.isEmpty || isAddress(host) { endpoints.add(row) } else { web.add(row) }
        case "whatsapp":
            if host == "v.whatsapp.net" {
                registration.add(row)
            } else if host.hasSuffix(".whatsapp.net") {
                endpoints.add(row)
            } else {
                web.add(row)
            }
        case "signal", "facebook_messenger":
            if let known = hosts.firstIndex(where: { $0.name == host }) {
                hosts[known].tally.add(row)
            } else {
                hosts.append((host, row))
            }
        default: web.add(row)
        }
    }
}

extension LayerTally {
    /// Adds another tally of the same thing.
    mutating func add(_ other: LayerTally) {
        dns.add(other.dns)
        tcp.add(other.tcp)
        tls.add(other.tls)
        http.add(other.http)
    }
}

extension LayerTally.Layer {
    fileprivate mutating func add(_ other: LayerTally.Layer) {
        ok += other.ok
        failed += other.failed
        if failure == nil { failure = other.failure }
    }
}

/// Whether a host is an address rather than a name: digits and dots, or a colon.
private func isAddress(_ host: String) -> Bool {
    !host.isEmpty && (host.utf8.allSatisfy { $0 &- 48 < 10 || $0 == 46 } || host.utf8.contains(58))
}

/// `AS1234`, `1234` or `1234.0`; `nil` for anything else.
func parseASN(_ text: some StringProtocol) -> ASN? {
    var digits = Substring(text)
    if digits.hasPrefix("AS") || digits.hasPrefix("as") { digits = digits.dropFirst(2) }
    if digits.hasSuffix(".0") { digits = digits.dropLast(2) }
    return UInt32(digits).map { ASN($0) }
}

/// OONI's word for the kind of network that the probe's device uses.
func accessType(networkType: some StringProtocol) -> AccessType {
    switch networkType {
    case "mobile": .mobile
    case "wifi", "wired_ethernet": .fixed
    // A VPN ends in a data centre, whatever the device is attached to.
    case "vpn": .datacentre
    default: .unknown
    }
}
