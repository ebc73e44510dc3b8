import ObservatoryModel

/// OONI's comparison of a web_connectivity 0.5 measurement with its control, done anew from the raw tables.
///
/// These are the rules of FORMATS §1.4, which are those of OONI's `minipipeline`; the golden table of 50 scenarios
/// agrees in verdict and flags. Needs transaction ids, which version 0.5 introduced.
struct WebConnectivityAnalysis {
    /// OONI's `blocking`; `undecided` is its `null`, `none` its `false`.
    enum Blocking: String, Hashable, Sendable {
        case undecided, none
        case dns
        case tcp = "tcp_ip"
        case httpFailure = "http-failure"
        case httpDifference = "http-diff"
    }

    /// `x_blocking_flags`.
    struct Flags: OptionSet, Hashable, Sendable {
        let rawValue: Int
        static let dns = Flags(rawValue: 1)
        static let tcp = Flags(rawValue: 2)
        static let tls = Flags(rawValue: 4)
        static let http = Flags(rawValue: 8)
        static let httpDifference = Flags(rawValue: 16)
        static let success = Flags(rawValue: 32)
    }

    /// `x_dns_flags`.
    struct DNSFlags: OptionSet, Hashable, Sendable {
        let rawValue: Int
        static let bogon = DNSFlags(rawValue: 1)
        static let unexpectedFailure = DNSFlags(rawValue: 2)
        static let unexpectedAddresses = DNSFlags(rawValue: 4)
    }

    /// `x_null_null_flags`: what failed for the control as well, and two cases without a verdict.
    struct ExpectedFlags: OptionSet, Hashable, Sendable {
        let rawValue: Int
        static let dns = ExpectedFlags(rawValue: 1)
        static let tls = ExpectedFlags(rawValue: 4)
        static let tcp = ExpectedFlags(rawValue: 2)
        static let successWithoutControl = ExpectedFlags(rawValue: 8)
        static let unexpectedDNSSuccess = ExpectedFlags(rawValue: 16)
    }

    /// Everything known of one connection, by its transaction id.
    struct Endpoint {
        enum Step: Int {
            case tcp = 1, tls, http
        }

        /// A step that was not tried, worked, or failed.
        enum Result {
            case none, ok
            case failed(JSONText)

            init(_ failure: JSONText?) { self = failure.map { .failed($0) } ?? .ok }

            var isOK: Bool { if case .ok = self { true } else { false } }
            var failure: JSONText? { if case .failed(let text) = self { text } else { nil } }
        }

        var transaction: Int64
        var depth: Int
        var fetchesBody: Bool
        /// The furthest step.
        var step = Step.tcp
        var tcp = Result.none
        var tls = Result.none
        var http = Result.none
        var address: JSONText?
        var port: Int64 = 0
        var controlTCP = Result.none
        var controlTLS = Result.none
        var request = OONIRequest()

        /// The outcome of the furthest step.
        var failure: JSONText? {
            switch step {
            case .tcp: tcp.failure
            case .tls: tls.failure
            case .http: http.failure
            }
        }

        /// Whether it is the end of the chain: an answer that is no redirect.
        var isFinal: Bool { step == .http && http.isOK && [2, 4, 5].contains(request.status / 100) }
    }

    private(set) var blocking = Blocking.undecided
    private(set) var accessible: Bool?
    private(set) var flags: Flags = []
    private(set) var dnsFlags: DNSFlags = []
    private(set) var expected: ExpectedFlags = []
    /// OONI's `dns_consistency`: `true` consistent, `false` inconsistent.
    private(set) var isDNSConsistent: Bool?
    private(set) var endpoints: [Endpoint] = []

    private let keys: OONITestKeys
    private let control: OONIControl?
    private let known: KnownTexts
    private let cursor: JSONCursor
    /// The host whose lookups the control's answer applies to.
    private let host: JSONText?

    /// - Parameters:
    ///   - keys: The tables.
    ///   - target: The measurement's input, for tables without the control's request.
    ///   - cursor: Any cursor over the text that the tables point into.
    init(_ keys: OONITestKeys, target: JSONText?, cursor: JSONCursor, known: KnownTexts) {
        self.keys = keys
        self.cursor = cursor
        self.known = known
        control = keys.controlFailure == nil ? keys.control : nil
        host = (keys.controlURL ?? target).map { OONIPlatforms.host(of: $0) }
        collectEndpoints()
        let classic = LookupSets(self, classicOnly: true)
        isDNSConsistent = consistency(classic)
        decide()
        raiseFlags(LookupSets(self, classicOnly: false))
    }

    // MARK: Facts

    /// The result of the control's request; `nil` without one.
    private var controlHTTP: Endpoint.Result {
        guard let control, control.hasHTTP else { return .none }
        return Endpoint.Result(control.httpFailure)
    }

    /// Whether the control's lookup speaks of this lookup.
    func hasControl(_ lookup: OONILookup) -> Bool {
        guard let control, control.hasDNS, let host, let name = lookup.host else { return false }
        return Punycode.areEqual(name, host)
    }

    /// What the control's lookup gave; `nil` when it failed or there is none.
    var controlAddresses: [JSONText]? {
        guard let control, control.hasDNS, control.dnsFailure == nil else { return nil }
        return keys.controlAddresses
    }

    var controlDNSFailure: JSONText? { control?.dnsFailure }

    /// Whether the control looked the name up and got nothing, by failure or by an empty answer.
    private var controlResolvedNothing: Bool {
        guard let control, control.hasDNS else { return false }
        return controlAddresses?.isEmpty ?? true
    }

    var lookups: [OONILookup] { keys.lookups }

    func answers(_ lookup: OONILookup) -> ArraySlice<OONIAnswer> { keys.answers[lookup.answers] }

    /// The network of an address: the control's word, else the probe's; 0 when neither knows.
    func asn(_ address: JSONText) -> Int64 {
        if let known = keys.controlNetworks.first(where: { $0.address == address }), known.asn != 0 {
            return known.asn
        }
        return keys.answers.last { $0.address == address }?.asn ?? 0
    }

    func kind(_ address: JSONText) -> KnownTexts.AddressKind { known.kind(address) }

    /// Whether an answer and an address of the control's are in one known network.
    func shareNetwork(_ left: ArraySlice<OONIAnswer>, _ right: [JSONText]) -> Bool {
        left.contains { answer in
            let network = asn(answer.address)
            return network != 0 && right.contains { asn($0) == network }
        }
    }

    /// Whether a handshake worked with an address that this lookup was the first to give.
    func isCleared(_ index: Int) -> Bool {
        endpoints.contains { endpoint in
            guard endpoint.tls.isOK, let address = endpoint.address else { return false }
            let first = lookups.firstIndex { lookup in
                lookup.failure == nil && answers(lookup).contains { $0.address == address }
            }
            return first == index
        }
    }

    private mutating func collectEndpoints() {
        func place(_ transaction: Int64, _ depth: Int, _ fetches: Bool) -> Int {
            if let index = endpoints.firstIndex(where: { $0.transaction == transaction }) { return index }
            endpoints.append(Endpoint(transaction: transaction, depth: depth, fetchesBody: fetches))
            return endpoints.count - 1
        }
        for row in keys.connects {
            let index = place(row.transaction, row.depth, row.fetchesBody)
            endpoints[index].tcp = Endpoint.Result(row.failure)
            endpoints[index].address = row.address
            endpoints[index].port = row.port
        }
        for row in keys.handshakes {
            let index = place(row.transaction, row.depth, row.fetchesBody)
            endpoints[index].step = .tls
            endpoints[index].tls = Endpoint.Result(row.failure)
        }
        for row in keys.requests where row.transaction != 0 {
            let index = place(row.transaction, row.depth, row.fetchesBody)
            endpoints[index].step = .http
            endpoints[index].http = Endpoint.Result(row.failure)
            endpoints[index].request = row
        }
        guard control != nil else { return }
        for index in endpoints.indices where endpoints[index].depth == 0 {
            guard let address = endpoints[index].address else { continue }
            let port = endpoints[index].port
            if let seen = keys.controlConnects.first(where: { $0.address.isEndpoint(address, port) }) {
                endpoints[index].controlTCP = Endpoint.Result(seen.failure)
            }
            if let seen = keys.controlHandshakes.first(where: { $0.address.isEndpoint(address, port) }) {
                endpoints[index].controlTLS = Endpoint.Result(seen.failure)
            }
        }
    }

    // MARK: The classic view

    private func consistency(_ sets: LookupSets) -> Bool? {
        if sets.hasInvalid || sets.hasUnexpected { return false }
        if sets.hasValid || sets.hasExpected { return true }
        if sets.hasSucceeded, controlResolvedNothing { return false }
        return nil
    }

    /// A step of the classic view: a lookup, or a connection at its furthest step.
    private enum Item {
        case lookup(OONILookup)
        case endpoint(Endpoint)

        /// Depth, the deepest first; then the step, the furthest first.
        var rank: Int {
            switch self {
            case .lookup(let lookup): -max(lookup.depth, 0) * 4
            case .endpoint(let endpoint): -max(endpoint.depth, 0) * 4 - endpoint.step.rawValue
            }
        }

        var failure: JSONText? {
            switch self {
            case .lookup(let lookup): lookup.failure
            case .endpoint(let endpoint): endpoint.failure
            }
        }

        /// By rank, then by the failure's text, success first.
        func isBefore(_ other: Item) -> Bool {
            let (left, right) = (rank, other.rank)
            if left != right { return left < right }
            guard let theirs = other.failure else { return false }
            guard let ours = failure else { return true }
            return ours.bytes.lexicographicallyPrecedes(theirs.bytes)
        }
    }

    private func classicItems(sorted: Bool = true) -> [Item] {
        let lookups = keys.lookups.filter { $0.engine == .getaddrinfo }
        func has(_ address: JSONText, _ lookups: [OONILookup]) -> Bool {
            lookups.contains { answers($0).contains { $0.address == address } }
        }
        var items: [Item] = []
        for endpoint in endpoints where endpoint.fetchesBody {
            // An address from the system's resolver, or from nowhere known; not from the helper or another resolver.
            if let address = endpoint.address, !has(address, lookups),
                has(address, keys.lookups) || (controlAddresses ?? []).contains(where: { $0 == address })
            {
                continue
            }
            items.append(.endpoint(endpoint))
        }
        items += lookups.map { .lookup($0) }
        guard sorted else { return items }
        // Sorted by insertion, which is stable: the order of the tables decides between equals.
        for index in items.indices.dropFirst() {
            var place = index
            while place > 0, items[place].isBefore(items[place - 1]) {
                items.swapAt(place, place - 1)
                place -= 1
            }
        }
        return items
    }

    /// Walks from the end of the chain to its start and stops at the first step that says something.
    private mutating func decide() {
        let items = classicItems()
        for item in items {
            switch item {
            case .endpoint(let endpoint):
                if endpoint.isFinal { return decideFinal(endpoint) }
                guard endpoint.failure != nil else { continue }
                return decideFailure(endpoint)
            case .lookup(let lookup):
                if decideLookup(lookup) { return }
            }
        }
    }

    private mutating func decideFinal(_ endpoint: Endpoint) {
        if endpoint.tls.isOK { return settle(.none, accessible: true) }
        guard case .none = controlHTTP else {
            return isDifferent(endpoint)
                ? settle(.httpDifference, accessible: false) : settle(.none, accessible: true)
        }
        settle(.undecided, accessible: nil)
    }

    private mutating func decideFailure(_ endpoint: Endpoint) {
        let (control, word): (Endpoint.Result, Blocking) =
            switch endpoint.step {
            case .http: (controlHTTP, .httpFailure)
            case .tls: (endpoint.controlTLS, .httpFailure)
            case .tcp: (endpoint.controlTCP, .tcp)
            }
        switch control {
        case .none:
            if case .none = controlHTTP { return settle(.undecided, accessible: nil) }
            settle(.httpFailure, accessible: false)
        case .failed: settle(.none, accessible: false)
        case .ok: settle(word, accessible: false)
        }
    }

    /// - Returns: Whether the lookup says something.
    private mutating func decideLookup(_ lookup: OONILookup) -> Bool {
        let hasControl = hasControl(lookup)
        if let failure = lookup.failure {
            if !hasControl {
                // OONI writes `false/true` here when there is no control at all, which claims what nobody saw.
                if case .none = controlHTTP {
                    settle(.undecided, accessible: nil)
                } else {
                    settle(.dns, accessible: false)
                }
            } else if controlDNSFailure != nil || failure == "dns_no_answer" && controlAddresses?.isEmpty == true {
                settle(.none, accessible: false)
            } else {
                settle(.dns, accessible: false)
            }
            return true
        }
        guard hasControl, controlDNSFailure == nil, isLoopback(answers(lookup).map { $0.address }) else { return false }
        let known = controlAddresses ?? []
        if !known.isEmpty, !isLoopback(known) {
            settle(.dns, accessible: false)
            return true
        }
        guard isLoopback(known) else { return false }
        settle(.none, accessible: false)
        return true
    }

    private func isLoopback(_ list: [JSONText]) -> Bool {
        !list.isEmpty && list.allSatisfy { kind($0) == .loopback }
    }

    /// Inconsistent DNS overrides everything that does not work.
    private mutating func settle(_ blocking: Blocking, accessible: Bool?) {
        if isDNSConsistent == false, accessible != true {
            (self.blocking, self.accessible) = (.dns, false)
        } else {
            (self.blocking, self.accessible) = (blocking, accessible)
        }
    }

    /// Whether the page is another one than the control's.
    private func isDifferent(_ endpoint: Endpoint) -> Bool {
        guard let control, control.hasHTTP, endpoint.request.response > 0 else { return false }
        return PageMatch(response: endpoint.request, control: control, cursor: cursor, known: known).isDifferent
    }

    /// The comparison of the first page of the classic view that is no redirect; `nil` without one or without a control.
    var pageMatch: PageMatch? {
        guard let control, control.hasHTTP else { return nil }
        for item in classicItems(sorted: false) {
            if case .endpoint(let endpoint) = item, endpoint.isFinal, endpoint.request.response > 0 {
                return PageMatch(response: endpoint.request, control: control, cursor: cursor, known: known)
            }
        }
        return nil
    }

    // MARK: The extended view

    private mutating func raiseFlags(_ sets: LookupSets) {
        if sets.hasBogons { dnsFlags.insert(.bogon) }
        if sets.hasUnexpected {
            flags.insert(.dns)
            dnsFlags.insert(.unexpectedFailure)
        }
        if sets.hasInvalid {
            flags.insert(.dns)
            dnsFlags.insert(.unexpectedAddresses)
        }
        let controlWorked = controlHTTP.isOK
        for endpoint in endpoints {
            if let failure = endpoint.tcp.failure, !endpoint.isMissingIPv6(failure) {
                raise(endpoint.controlTCP, .tcp, .tcp)
            }
            if endpoint.tls.failure != nil { raise(endpoint.controlTLS, .tls, .tls) }
            if endpoint.http.failure != nil, controlWorked { flags.insert(.http) }
        }
        raiseFinal(sets, controlWorked: controlWorked)
        if sets.hasExpected { expected.insert(.dns) }
        if controlResolvedNothing, sets.hasSucceeded {
            expected.insert(.unexpectedDNSSuccess)
        }
    }

    private mutating func raise(_ control: Endpoint.Result, _ flag: Flags, _ other: ExpectedFlags) {
        switch control {
        case .none: break
        case .ok: flags.insert(flag)
        case .failed: expected.insert(other)
        }
    }

    private mutating func raiseFinal(_ sets: LookupSets, controlWorked: Bool) {
        let finals = endpoints.filter(\.isFinal)
        guard let first = finals.first else {
            guard controlWorked else { return }
            if sets.hasUnexplained { flags.insert(.dns) }
            for endpoint in endpoints where endpoint.depth > 0 {
                if endpoint.tcp.failure != nil {
                    flags.insert(.tcp)
                } else if endpoint.tls.failure != nil {
                    flags.insert(.tls)
                }
            }
            return
        }
        let hasControl = if case .none = controlHTTP { false } else { true }
        if finals.contains(where: { $0.tls.isOK }) {
            if !hasControl { expected.insert(.successWithoutControl) }
            flags.insert(.success)
        } else if hasControl {
            flags.insert(isDifferent(first) ? .httpDifference : .success)
        }
    }
}

extension WebConnectivityAnalysis.Endpoint {
    /// IPv6 that the vantage point does not have.
    func isMissingIPv6(_ failure: JSONText) -> Bool {
        guard let address, address.bytes.contains(UInt8(ascii: ":")) else { return false }
        return failure == "network_unreachable" || failure == "host_unreachable"
    }
}

extension JSONText {
    /// The same bytes.
    static func == (left: JSONText, right: JSONText) -> Bool {
        left.count == right.count && left.bytes.elementsEqual(right.bytes)
    }

    /// Whether the text is `address:port`, or `[address]:port` for IPv6.
    fileprivate func isEndpoint(_ address: JSONText, _ port: Int64) -> Bool {
        let isIPv6 = address.bytes.contains(UInt8(ascii: ":"))
        let start = isIPv6 ? 1 : 0
        guard count > address.count + start,
            JSONText(start: self.start + start, count: address.count) == address
        else { return false }
        var rest = bytes[(start + address.count)...]
        if isIPv6 {
            guard bytes[0] == UInt8(ascii: "["), rest.popFirst() == UInt8(ascii: "]") else { return false }
        }
        return rest.elementsEqual(":\(port)".utf8)
    }
}
