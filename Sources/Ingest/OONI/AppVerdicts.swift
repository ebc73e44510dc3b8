import ObservatoryModel

/// A judgement with the stage and failure that it rests on.
struct OONIJudgement: Hashable, Sendable {
    var weights: OONIWeights
    var stage: Stage?
    var failure: Failure?

    static let works = OONIJudgement(weights: .works)

    init(weights: OONIWeights, stage: Stage? = nil, failure: Failure? = nil) {
        self.weights = weights
        self.stage = stage
        self.failure = failure
    }

    /// By the stage that failed, when nobody looked from elsewhere.
    init(_ stage: Stage, _ failure: Failure) {
        self.init(weights: .failed(stage, failure), stage: stage, failure: failure)
    }
}

/// What the app tests say, from tallies of what they tried (FORMATS §1.5, DETECTION §8).
enum AppVerdicts {
    /// Telegram is blocked when its web fails or all endpoints fail. A few endpoints that fail among many that work
    /// are weather: the weight grows with the square of their share.
    ///
    /// - Parameters:
    ///   - web: `web.telegram.org` over HTTPS.
    ///   - endpoints: The access points of the app, by address.
    static func telegram(web: LayerTally, endpoints: LayerTally) -> OONIJudgement? {
        guard !web.isEmpty || !endpoints.isEmpty else { return nil }
        if endpoints.tcp.allFailed, let failure = endpoints.tcp.failure { return OONIJudgement(.tcp, failure) }
        if let failed = web.failure { return OONIJudgement(failed.stage, failed.failure) }
        if endpoints.http.allFailed, let failure = endpoints.http.failure { return OONIJudgement(.http, failure) }
        if web.http.failed > 0, let failure = web.http.failure {
            // The web is asked twice, and a leaky block lets one of the two through.
            let share = Double(web.http.failed) / Double(web.http.ok + web.http.failed)
            let weights = OONIWeights.failed(.http, failure).mixed(share, with: .works)
            return OONIJudgement(weights: weights, stage: .http, failure: failure)
        }
        let layer = endpoints.http.ok + endpoints.http.failed > 0 ? endpoints.http : endpoints.tcp
        guard layer.failed > 0 else { return .works }
        let share = Double(layer.failed) / Double(layer.ok + layer.failed)
        let weight = share * share
        return OONIJudgement(
            weights: OONIWeights(0.5 * weight, 0.25 * weight, 1 - 0.75 * weight), stage: .tcp, failure: layer.failure)
    }

    /// WhatsApp is blocked when its registration service fails or all of its endpoints do; the web client alone is a
    /// part of the service.
    static func whatsapp(registration: LayerTally, endpoints: LayerTally, web: LayerTally) -> OONIJudgement? {
        guard !registration.isEmpty || !endpoints.isEmpty || !web.isEmpty else { return nil }
        if let failed = endpoints.failure { return OONIJudgement(failed.stage, failed.failure) }
        if let failed = registration.failure { return OONIJudgement(failed.stage, failed.failure) }
        guard let failed = web.failure else { return .works }
        return OONIJudgement(weights: .partOfService, stage: failed.stage, failure: failed.failure)
    }

    /// Signal and others with one set of hosts: the first host that fails decides, since the app needs them all.
    static func allNeeded(_ hosts: [LayerTally]) -> OONIJudgement? {
        guard hosts.contains(where: { !$0.isEmpty }) else { return nil }
        for host in hosts {
            if let failed = host.failure { return OONIJudgement(failed.stage, failed.failure) }
        }
        return .works
    }
}
