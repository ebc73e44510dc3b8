import ObservatoryModel
import Probing

extension HelperAnswer {
    /// From what the helper saw, in the words of OONI's helper, which are not those of its probes.
    ///
    /// - Parameters:
    ///   - known: The addresses that the probe sent.
    ///   - network: The network of an address; 0 when it is not known.
    ///   - isPublic: Whether an address can be reached from everywhere.
    init(
        _ findings: HelperCheck.Findings, url: MeasuredURL, known: [InternetAddress],
        network: (InternetAddress) -> Int, isPublic: (InternetAddress) -> Bool
    ) {
        self.init(
            dnsFailure: findings.lookup.flatMap(HelperAnswer.word(lookup:)),
            addresses: findings.addresses.map(\.description), serverName: url.host,
            page: HelperAnswer.page(findings))
        var valid: Set<InternetAddress> = []
        for endpoint in findings.endpoints {
            let name = endpoint.address.endpoint(port: endpoint.port)
            connects[name] = Endpoint(failure: endpoint.tcp.map(HelperAnswer.word(connect:)))
            if let handshake = endpoint.tls {
                handshakes[name] = Endpoint(failure: handshake.failure?.text)
                if handshake.failure == nil { valid.insert(endpoint.address) }
            }
        }
        for address in Set(known + findings.addresses) {
            let flags =
                (known.contains(address) ? 1 : 0) + (findings.addresses.contains(address) ? 2 : 0)
                + (isPublic(address) ? 0 : 4) + (valid.contains(address) ? 8 : 0)
            info[address.description] = AddressInfo(asn: network(address), flags: flags)
        }
    }

    private static func page(_ findings: HelperCheck.Findings) -> Page {
        let page = findings.page
        guard let status = page.status, page.failure == nil else {
            return Page(failure: word(page: page.failure ?? .endOfFile))
        }
        return Page(
            status: Int(status), bodyLength: Int(findings.pageBytes), title: PageTitle.text(in: page.body) ?? "",
            headers: page.headers)
    }

    /// An empty answer is none of the helper's failures.
    private static func word(lookup failure: Failure) -> String? {
        switch failure {
        case .dnsNoAnswer: nil
        case .nxdomain: "dns_name_error"
        case .dnsRefused, .dnsServfail, Failure("dns_server_misbehaving"), Failure("dns_temporary_failure"),
            Failure("dns_non_recoverable_failure"):
            "dns_server_failure"
        default: "unknown_error"
        }
    }

    private static func word(connect failure: Failure) -> String {
        switch failure {
        case .genericTimeout: failure.text
        case .connectionRefused: "connection_refused_error"
        default: "connect_error"
        }
    }

    private static func word(page failure: Failure) -> String {
        switch failure {
        case .genericTimeout: failure.text
        case .connectionRefused: "connection_refused_error"
        default: failure.text.hasPrefix("dns_") ? "dns_lookup_error" : "unknown_error"
        }
    }
}
