import ObservatoryModel

/// The parts of a raw OONI measurement that a verdict needs, borrowed from its text.
///
/// All texts point into the line that was read and into the parser's index: it lives no longer than one call.
struct OONIMeasurement {
    var uid: JSONText?
    var reportID: JSONText?
    var input: JSONText?
    var start: JSONText?
    var country: JSONText?
    var asn: JSONText?
    var test: JSONText?
    var testVersion: JSONText?
    var networkType: JSONText?
    /// `1/2`: how many of the neutral hosts beside it worked, in measurements that our own probes wrote.
    var neutralsOK: JSONText?
    var hasTestKeys = false
    var keys = OONITestKeys()
    /// A row of OONI's fast path, or of its list of measurements.
    var row: OONIRow?
}

/// What the tests write about themselves, of all tests in one: names do not collide.
struct OONITestKeys {
    var lookups: [OONILookup] = []
    /// Addresses of all lookups, one after another.
    var answers: [OONIAnswer] = []
    var connects: [OONIConnect] = []
    var handshakes: [OONIHandshake] = []
    var requests: [OONIRequest] = []
    var control: OONIControl?
    /// The helper's lists, apart from `control` so that their memory is used again.
    var controlAddresses: [JSONText] = []
    var controlConnects: [OONIControl.Endpoint] = []
    var controlHandshakes: [OONIControl.Endpoint] = []
    var controlNetworks: [OONIAnswer] = []
    var controlFailure: JSONText?
    /// The URL that the test helper was asked for.
    var controlURL: JSONText?
    /// The probe's own words, as they are: `"dns"`, `false`, `null` …
    var blocking: JSONText?
    var accessible: JSONText?
    var dnsConsistency: JSONText?
    var dnsFailure: JSONText?
    var httpFailure: JSONText?
    /// The word for the whole that many tests have.
    var failure: JSONText?
    /// `…_status`, `…_blocking`, `…_failure`, `success` and the like by name; there are few.
    var words: [(key: JSONText, value: JSONText)] = []

    /// The text of a word; `nil` when it is not there or null.
    func word(_ name: StaticString) -> JSONText? {
        words.first { $0.key == name }.flatMap { $0.value == "null" ? nil : $0.value }
    }

    mutating func removeAll() {
        lookups.removeAll(keepingCapacity: true)
        answers.removeAll(keepingCapacity: true)
        connects.removeAll(keepingCapacity: true)
        handshakes.removeAll(keepingCapacity: true)
        requests.removeAll(keepingCapacity: true)
        words.removeAll(keepingCapacity: true)
        controlAddresses.removeAll(keepingCapacity: true)
        controlConnects.removeAll(keepingCapacity: true)
        controlHandshakes.removeAll(keepingCapacity: true)
        controlNetworks.removeAll(keepingCapacity: true)
        (control, controlFailure, controlURL, blocking, accessible) = (nil, nil, nil, nil, nil)
        (dnsConsistency, dnsFailure, httpFailure, failure) = (nil, nil, nil, nil)
    }
}

/// A row of `queries`.
struct OONILookup {
    enum Engine {
        case getaddrinfo, udp, doh, other
    }

    var transaction: Int64 = 0
    var depth = -1
    var failure: JSONText?
    var engine = Engine.other
    var isAAAA = false
    var host: JSONText?
    /// Places in `OONITestKeys.answers`.
    var answers = 0..<0
}

/// An address that a lookup gave.
struct OONIAnswer {
    var address: JSONText
    var asn: Int64
}

/// A row of `tcp_connect`.
struct OONIConnect {
    var transaction: Int64 = 0
    var depth = -1
    var failure: JSONText?
    var address: JSONText?
    var port: Int64 = 0
    var fetchesBody = false
}

/// A row of `tls_handshakes`, TCP or QUIC.
struct OONIHandshake {
    var transaction: Int64 = 0
    var depth = -1
    var failure: JSONText?
    var serverName: JSONText?
    var fetchesBody = false
}

/// A row of `requests`.
struct OONIRequest {
    var transaction: Int64 = 0
    var depth = -1
    var failure: JSONText?
    var url: JSONText?
    var status: Int64 = 0
    var fetchesBody = false
    /// The mark of the `response` object, to go back to; 0 when there is none.
    var response = 0
}

/// What the test helper saw.
struct OONIControl {
    /// The outcome of a step of the helper: `nil` inside means that it worked.
    struct Endpoint {
        var address: JSONText
        var failure: JSONText?
    }

    var hasDNS = false
    var dnsFailure: JSONText?
    var hasHTTP = false
    var httpFailure: JSONText?
    var status: Int64 = 0
    var bodyLength: Int64 = 0
    var title: JSONText?
    /// The mark of the `headers` object; 0 when there is none.
    var headers = 0
}

/// A row of OONI's fast path: the measurement is judged already.
struct OONIRow {
    var blockingGeneral: Double?
    var accuracy: Double?
    var isAnomaly = false
    var isConfirmed = false
    var isFailure = false
}
