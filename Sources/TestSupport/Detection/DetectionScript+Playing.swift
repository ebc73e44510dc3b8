package import ObservatoryModel

extension DetectionScript {
    /// The script's records in order of `received`, with the given ones among them.
    ///
    /// - Parameters:
    ///   - seed: of jitter and of failures by chance.
    ///   - others: records of other kinds, in any order.
    package func records(seed: UInt64, with others: [Record] = []) -> [Record] {
        var draws = SeededDraws(seed: seed)
        var records: [Record] = networks.filter { $0.users != nil }.map { network in
            .network(
                NetworkShare(
                    received: Self.start, country: network.country, asn: network.asn, name: "\(network.asn)",
                    users: network.users, source: "script"))
        }
        if heartbeats {
            for minute in stride(from: 0, to: length.milliseconds, by: 60_000) {
                let at = Timestamp(milliseconds: Self.start.milliseconds + minute)
                records.append(.heartbeat(Heartbeat(at: at, received: at)))
            }
        }
        for network in networks {
            for probe in 0..<network.probes {
                for platform in platforms {
                    records += sessions(of: network, probe: probe, platform: platform, draws: &draws)
                }
            }
        }
        records += others
        // Stable: equal times keep this order.
        return records.enumerated().sorted { ($0.element.received, $0.offset) < ($1.element.received, $1.offset) }
            .map(\.element)
    }

    private func sessions(
        of network: Network, probe: Int, platform: PlatformID, draws: inout SeededDraws
    ) -> [Record] {
        let mine = happenings.filter { happening in
            happening.country == network.country && probe < happening.probes
                && happening.place.map {
                    $0 == String(network.asn.number) || $0 == network.access.text || $0 == network.region?.text
                } ?? true && happening.platforms.map { $0.contains(platform) } ?? true
        }
        let name =
            "p-\(network.country)-\(network.asn.number)-\(network.access.text)-\(network.region?.text ?? "")\(probe)"
        var records: [Record] = []
        var offset = Interval(milliseconds: Int64(draws.unit() * Double(every) * 1000))
        while offset < length {
            let now = mine.filter { $0.from <= offset && offset < $0.to }
            let made = session(network, name, platform, at: Self.start + offset, now, &draws)
            if let made { records.append(.session(made)) }
            let jitter = draws.draw(0.95...1.05)
            offset = offset + Interval(milliseconds: Int64(Double(made?.every ?? every) * 1000 * jitter))
        }
        return records
    }

    /// One session, or none when the probe is silent.
    private func session(
        _ network: Network, _ probe: String, _ platform: PlatformID, at: Timestamp, _ happenings: [Happening],
        _ draws: inout SeededDraws
    ) -> Session? {
        var session = Session(
            id: "\(probe)-\(platform)-\(at.milliseconds)", at: at, received: at + .seconds(20), every: every,
            probe: probe, software: "parallax-probe/1.0", country: network.country, region: network.region,
            asn: network.asn, access: network.access, platform: platform, target: "https://\(platform).example/",
            outcome: .ok,
            steps: [
                Step(.dns, resolver: .isp, addresses: ["104.244.42.1"]), Step(.tcp, family: 4), Step(.tls, family: 4),
                Step(.http, status: 200),
            ])
        if transfers { session.transfer = Transfer(bytes: 600_000, milliseconds: Int64(draws.draw(700...1400))) }
        if controls {
            session.controls = ["a", "b"].map {
                Control(
                    role: .neutral, target: "https://\($0).example/", outcome: .ok,
                    transfer: transfers
                        ? Transfer(bytes: 600_000, milliseconds: Int64(draws.draw(700...1400))) : nil)
            }
            if siblings {
                session.controls.append(Control(role: .sibling, target: "https://s.example/", outcome: .ok))
            }
        }
        if draws.happens(failing) { session.fail(.tcp, .genericTimeout) }
        for happening in happenings where draws.happens(happening.hit) {
            switch happening.effect {
            case .silent: return nil
            case .fails(let stage, let failure, let status, let fingerprint):
                session.fail(stage, failure, status: status, fingerprint: fingerprint)
            case .void(let failure):
                session.fail(.tcp, failure)
                for index in session.controls.indices {
                    session.controls[index].outcome = .failed
                    session.controls[index].failure = failure
                }
            case .siblingFails:
                for index in session.controls.indices where session.controls[index].role == .sibling {
                    session.controls[index].outcome = .failed
                }
            case .contrast(let name, let outcome): session.contrasts.append(Contrast(name: name, outcome: outcome))
            case .answers(let answers):
                session.fail(.tcp, .genericTimeout)
                session.steps[0].addresses = answers[0].addresses
                session.steps[0].answers = answers
            case .slow(let factor):
                session.transfer = session.transfer.map {
                    Transfer(bytes: $0.bytes, milliseconds: Int64(Double($0.milliseconds) * factor))
                }
            case .every(let seconds): session.every = seconds
            case .late(let delay): session.received = session.received + delay
            case .clock(let error): session.at = min(session.received, session.at + error)
            case .software(let name): session.software = name
            }
        }
        return session
    }
}

extension Session {
    /// Makes the session fail at a stage; later steps did not run.
    fileprivate mutating func fail(
        _ stage: Stage, _ failure: Failure?, status: Int32? = nil, fingerprint: String? = nil
    ) {
        outcome = .failed
        steps =
            steps.prefix { $0.stage.rawValue < stage.rawValue }
            + [
                Step(
                    stage, failure: failure, family: stage == .dns ? nil : 4, resolver: stage == .dns ? .isp : nil,
                    status: status, fingerprint: fingerprint)
            ]
        transfer = nil
    }
}
