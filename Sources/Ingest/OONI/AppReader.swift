import ObservatoryModel

/// The judgement of tests other than web_connectivity, from their tables and their own words (FORMATS §1.5).
enum AppReader {
    /// - Returns: `nil` when nothing was tried.
    /// - Throws: when the test's own version is known to be wrong.
    static func judge(
        _ test: String, _ keys: OONITestKeys, version: String, at: JSONText?
    ) throws(RecordFault) -> OONIJudgement? {
        switch test {
        case "telegram": return telegram(keys)
        case "whatsapp": return whatsapp(keys)
        case "facebook_messenger": return messenger(keys)
        case "signal":
            try checkSignal(version, at?.raw ?? "")
            return signal(keys)
        case "psiphon", "tor", "torsf", "vanilla_tor", "riseupvpn", "openvpn", "wireguard":
            return circumvention(test, keys)
        default: return other(keys)
        }
    }

    private static func telegram(_ keys: OONITestKeys) -> OONIJudgement? {
        var (web, endpoints) = (LayerTally(), LayerTally())
        for row in keys.connects {
            let failure = row.failure.map { Failure(mapping: $0) }
            if let failure, let address = row.address, isMissingIPv6(address: address, failure: failure) {
                continue
            }
            if let address = row.address, isAccessPoint(address) {
                endpoints.add(.tcp, failure)
            } else {
                web.add(.tcp, failure)
            }
        }
        for row in keys.handshakes { web.add(.tls, row.failure.map { Failure(mapping: $0) }) }
        for row in keys.requests {
            guard let url = row.url else { continue }
            let failure = row.failure.map { Failure(mapping: $0) }
            let host = OONIPlatforms.host(of: url)
            guard host.count > 0 else { continue }
            if host.bytes.allSatisfy({ $0 &- 48 < 10 || $0 == 46 }) {
                endpoints.add(.http, failure)
            } else if url.hasPrefix("https:") {
                web.add(.http, failure)
            }
        }
        // The words know about the web when the tables do not (old versions keep no URL).
        if web.http.ok + web.http.failed == 0, let status = keys.word("telegram_web_status") {
            web.add(.http, status == "blocked" ? failureWord(keys, "telegram_web_failure") : nil)
        }
        if endpoints.tcp.ok + endpoints.tcp.failed == 0, let word = keys.word("telegram_tcp_blocking") {
            endpoints.add(.tcp, word == "true" ? .genericTimeout : nil)
        }
        return AppVerdicts.telegram(web: web, endpoints: endpoints)
    }

    /// The addresses that the test dials (FORMATS §1.5); another one is the web site's.
    private static func isAccessPoint(_ address: JSONText) -> Bool {
        switch address {
        case "149.154.175.50", "149.154.167.51", "149.154.175.100", "149.154.167.91", "149.154.171.5", "95.161.76.100":
            true
        default: false
        }
    }

    private static func whatsapp(_ keys: OONITestKeys) -> OONIJudgement? {
        var (registration, endpoints, web) = (LayerTally(), LayerTally(), LayerTally())
        if let status = keys.word("registration_server_status") {
            registration.add(.http, status == "blocked" ? failureWord(keys, "registration_server_failure") : nil)
        }
        if let status = keys.word("whatsapp_endpoints_status") {
            let failure = keys.connects.first { $0.failure != nil }?.failure.map { Failure(mapping: $0) }
            endpoints.add(.tcp, status == "blocked" ? failure ?? .genericTimeout : nil)
        }
        if let status = keys.word("whatsapp_web_status") {
            web.add(.http, status == "blocked" ? failureWord(keys, "whatsapp_web_failure") : nil)
        }
        return AppVerdicts.whatsapp(registration: registration, endpoints: endpoints, web: web)
    }

    private static func messenger(_ keys: OONITestKeys) -> OONIJudgement? {
        let tcp = keys.word("facebook_tcp_blocking")
        let dns = keys.word("facebook_dns_blocking")
        if let tcp, tcp == "true" {
            let failure = keys.connects.first { $0.failure != nil }?.failure.map { Failure(mapping: $0) }
            return OONIJudgement(.tcp, failure ?? .genericTimeout)
        }
        if let dns, dns == "true" {
            let failure = keys.lookups.first { $0.failure != nil }?.failure.map { Failure(mapping: $0) }
            // A name that does not resolve is a failure; one that resolves elsewhere may be a cache of the network's.
            guard let failure else { return OONIJudgement(weights: .foreignAnswer, stage: .dns) }
            return OONIJudgement(.dns, failure)
        }
        return tcp == nil && dns == nil ? nil : .works
    }

    private static func signal(_ keys: OONITestKeys) -> OONIJudgement? {
        guard let status = keys.word("signal_backend_status") else { return nil }
        guard status == "blocked" else { return .works }
        let failure = failureWord(keys, "signal_backend_failure")
        let stage = keys.failureOfTables?.stage ?? failure.likelyStage
        return OONIJudgement(stage, failure)
    }

    /// Versions whose pinned certificates had run out (FORMATS §1.5).
    private static func checkSignal(_ version: String, _ at: String) throws(RecordFault) {
        let isWrong =
            version == "0.2.4" || ["0.2.0", "0.2.1"].contains(version) && at >= "2022-10-19"
            || ["0.2.0", "0.2.1", "0.2.2", "0.2.3"].contains(version) && at >= "2023-11-07"
        if isWrong {
            throw .other("unusable: version \(version) of the signal test trusts a certificate that was replaced")
        }
    }

    private static func circumvention(_ test: String, _ keys: OONITestKeys) -> OONIJudgement? {
        if test == "tor", let accessible = keys.word("or_port_dirauth_accessible")?.int64(),
            let total = keys.word("or_port_dirauth_total")?.int64(), total > 0
        {
            // OONI's rule: fewer than half of the directory authorities.
            return accessible * 2 < total
                ? OONIJudgement(.tcp, keys.failureOfTables?.failure ?? .genericTimeout) : .works
        }
        if let word = keys.word("success") { return word == "true" ? .works : OONIJudgement(.http, .genericTimeout) }
        if let failure = keys.failure { return OONIJudgement(.http, Failure(mapping: failure)) }
        if let failed = keys.failureOfTables { return OONIJudgement(failed.stage, failed.failure) }
        return .works
    }

    /// Tests that speak of the network rather than of a platform (ndt, dash, middleboxes …): they are controls.
    ///
    /// Only what the network did counts; a test that tripped over its own server or format says nothing.
    private static func other(_ keys: OONITestKeys) -> OONIJudgement? {
        if let failure = keys.failure {
            let failure = Failure(mapping: failure)
            return failure.isOfTheNetwork ? OONIJudgement(failure.likelyStage, failure) : nil
        }
        if let failed = keys.failureOfTables {
            return failed.failure.isOfTheNetwork ? OONIJudgement(failed.stage, failed.failure) : nil
        }
        return .works
    }

    private static func failureWord(_ keys: OONITestKeys, _ name: StaticString) -> Failure {
        keys.word(name).map { Failure(mapping: $0) } ?? .genericTimeout
    }
}
