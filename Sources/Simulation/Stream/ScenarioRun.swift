package import ObservatoryModel

/// The stream of a scenario: records in order of `received`, made one after the other and never held, so that years
/// cost no memory. The same scenario, seed and feedback give the same records.
///
/// Without feedback the plan's `attention` windows decide who looks more often; from the first time that `cadence` is
/// set, only what is set decides.
package struct ScenarioRun: Sequence, IteratorProtocol, Sendable {
    package let plan: ScenarioPlan
    package let scenario: String
    package let seed: UInt64
    /// What a detector asks of probes now; probes hear of it in the answer to their next upload.
    package var cadence: [CadenceRequest] = [] {
        didSet {
            guard cadence != oldValue || !isFedBack else { return }
            isFedBack = true
            board.replace(with: cadence)
        }
    }

    private enum Appointment: Sendable {
        case session(probe: Int32, platform: Int16, stamp: UInt16)
        case heartbeat
        case reports(country: Int, platform: Int)
        case signal(country: Int, signal: Int)
        case ooni(country: Int, platform: Int)
        case attention(Int, begins: Bool)
    }

    private var isFedBack = false
    private var board: CadenceBoard
    private var surroundings: Surroundings
    private let maker: SessionMaker
    private var volumes: VolumeMaker
    private var states: [ProbeState]
    private var agenda = TimedHeap<Appointment>()
    private var outbox = Outbox()
    private var window = 0
    private var sessionCounter: UInt64 = 0

    /// A run of a plan. `scenario` and `seed` are what labels and ids go by; draws depend on the seed alone.
    package init(plan: ScenarioPlan, scenario: String, seed: UInt64) {
        self.plan = plan
        self.scenario = scenario
        self.seed = seed
        board = CadenceBoard(world: plan.world)
        surroundings = Surroundings(world: plan.world, disturbances: plan.disturbances, seed: seed)
        maker = SessionMaker(world: plan.world, seed: seed)
        volumes = VolumeMaker(world: plan.world, seed: seed)
        let start = plan.windows.first?.lowerBound ?? .distantPast
        states = plan.world.probes.enumerated().map { index, probe in
            ProbeState(probe: probe, index: index, platforms: plan.world.platforms.count, seed: seed, start: start)
        }
        announce(at: start)
        appoint(from: start)
    }

    /// What is true of the stream.
    package var labels: [Label] { plan.labels }

    /// What false alarms are counted against.
    package var exposure: Exposure { plan.exposure(scenario: scenario, seed: seed) }

    package mutating func next() -> Record? {
        while true {
            if let due = outbox.earliest, agenda.earliest.map({ due <= $0 }) ?? true {
                return outbox.removeFirst()
            }
            guard let (time, appointment) = agenda.removeFirst() else { return nil }
            keep(appointment, at: time)
        }
    }

    /// Records that the stream begins with: networks' shares, and the calendar as it becomes known.
    private mutating func announce(at start: Timestamp) {
        for event in plan.calendar { outbox.insert(.calendar(event)) }
        guard plan.world.sharesKnown else { return }
        for country in plan.world.countries {
            for network in country.networks {
                outbox.insert(
                    .network(
                        NetworkShare(
                            received: start, country: country.code, asn: network.asn, name: network.name,
                            users: network.users, source: "synthetic estimate")))
            }
        }
    }

    private mutating func appoint(from start: Timestamp) {
        for probe in states.indices {
            for platform in plan.world.platforms.indices {
                let time = states[probe].quietAppointment(after: start, platform: platform)
                agenda.insert(.session(probe: Int32(probe), platform: Int16(platform), stamp: 0), at: time)
            }
        }
        if plan.world.heartbeatSeconds > 0 { agenda.insert(.heartbeat, at: start) }
        for (index, country) in plan.world.countries.enumerated() {
            for platform in plan.world.platforms.indices {
                if country.reportsPerDay > 0 {
                    agenda.insert(.reports(country: index, platform: platform), at: start)
                }
                if country.ooniPerHour > 0 {
                    agenda.insert(.ooni(country: index, platform: platform), at: start)
                }
            }
            for signal in country.signals.indices {
                agenda.insert(.signal(country: index, signal: signal), at: start)
            }
        }
        for (index, attention) in plan.attention.enumerated() {
            agenda.insert(.attention(index, begins: true), at: attention.from)
            agenda.insert(.attention(index, begins: false), at: attention.to)
        }
    }

    /// The window that holds a time, moving on as time passes; between windows, when the next one begins.
    private mutating func openWindow(at time: Timestamp) -> (range: Range<Timestamp>?, resumes: Timestamp?) {
        while window < plan.windows.count, plan.windows[window].upperBound <= time { window += 1 }
        guard window < plan.windows.count else { return (nil, nil) }
        let range = plan.windows[window]
        return range.contains(time) ? (range, nil) : (nil, range.lowerBound)
    }

    private mutating func keep(_ appointment: Appointment, at time: Timestamp) {
        let open = openWindow(at: time)
        if case .attention(let index, let begins) = appointment {
            guard !isFedBack else { return }
            let attention = plan.attention[index]
            let order = CadenceBoard.Order(
                every: attention.every, contrasts: Contrast.Name.allCases, transfer: true)
            board.set(begins ? order : nil, country: attention.country, platforms: attention.platforms)
            return
        }
        guard let range = open.range else {
            if let resumes = open.resumes { postpone(appointment, to: resumes) }
            return
        }
        outbox.closes = range.upperBound
        switch appointment {
        case .session(let probe, let platform, let stamp):
            if states[Int(probe)].stamps[Int(platform)] == stamp {
                measure(probe: Int(probe), platform: Int(platform), at: time)
            }
        case .heartbeat:
            if surroundings.collectorDown(at: time) == nil {
                outbox.insert(.heartbeat(Heartbeat(at: time, received: time)))
            }
            agenda.insert(.heartbeat, at: time + .seconds(plan.world.heartbeatSeconds))
        case .reports(let country, let platform):
            for record in volumes.reports(country: country, platform: platform, from: time, &surroundings) {
                outbox.insert(record)
            }
            agenda.insert(appointment, at: time + .seconds(VolumeMaker.reportStep))
        case .signal(let country, let signal):
            for record in volumes.signal(country: country, signal: signal, from: time, &surroundings) {
                outbox.insert(record)
            }
            agenda.insert(appointment, at: time + .seconds(plan.world.countries[country].signals[signal].step))
        case .ooni(let country, let platform):
            let (records, next) = volumes.ooni(country: country, platform: platform, at: time, &surroundings)
            for record in records { outbox.insert(record) }
            agenda.insert(appointment, at: next)
        case .attention: break
        }
    }

    private mutating func postpone(_ appointment: Appointment, to time: Timestamp) {
        if case .session(let probe, let platform, let stamp) = appointment {
            guard states[Int(probe)].stamps[Int(platform)] == stamp else { return }
            let next = states[Int(probe)].quietAppointment(after: time, platform: Int(platform))
            agenda.insert(appointment, at: next)
        } else {
            agenda.insert(appointment, at: time)
        }
    }

    /// One session of one probe, its upload, and the appointment for the next one.
    private mutating func measure(probe index: Int, platform: Int, at time: Timestamp) {
        let probe = plan.world.probes[index]
        let country = plan.world.countries[probe.country]
        guard states[index].isOn(at: time, probe: probe) else {
            let back = probe.from.map { Swift.max($0, states[index].until) } ?? states[index].until
            reappoint(probe: index, platform: platform, at: Swift.max(back, time + .minutes(5)), quietly: true)
            return
        }
        let order = board.order(country: probe.country, known: states[index].known, platform: platform)
        let conditions = surroundings.conditions(for: probe, platform: platform, at: time)
        let every = order?.every ?? CadenceBoard.quietSeconds
        if conditions.darkUntil == nil || states[index].generator.chance(conditions.keptInDark) {
            sessionCounter += 1
            let transfer = states[index].transfers(
                at: time, order: order, platform: platform, of: plan.world.platforms.count, metered: probe.metered)
            let local = (time.seconds + country.utcOffset) % 86_400
            let task = SessionMaker.Task(
                id: "s-" + String(sessionCounter, radix: 36), time: time, every: every,
                contrasts: order?.contrasts ?? [], transfer: transfer, hour: Double(local) / 3600)
            let session = maker.session(
                task, probe: probe, platform: platform, conditions, using: &states[index].generator)
            upload(session, probe: probe, conditions, index: index, at: time)
        }
        if conditions.darkUntil == nil { hear(probe: index, at: time, except: platform) }
        let heard = board.order(country: probe.country, known: states[index].known, platform: platform)
        if let heard {
            let wait = Double(heard.every) * 1000 * states[index].generator.uniform(0.95...1.05)
            reappoint(
                probe: index, platform: platform, at: time + Interval(milliseconds: Int64(wait)), quietly: false)
        } else {
            reappoint(probe: index, platform: platform, at: time, quietly: true)
        }
    }

    /// The probe reads the newest orders; platforms that have become urgent get an early appointment.
    private mutating func hear(probe index: Int, at time: Timestamp, except current: Int) {
        let country = plan.world.probes[index].country
        let newest = board.newest(country: country)
        guard states[index].known != newest else { return }
        let before = states[index].known
        states[index].known = newest
        for platform in plan.world.platforms.indices where platform != current {
            let order = board.order(country: country, known: newest, platform: platform)
            guard order != board.order(country: country, known: before, platform: platform), let order else { continue }
            let wait = Double(order.every) * 1000 * states[index].generator.uniform(0.1...1)
            reappoint(
                probe: index, platform: platform, at: time + Interval(milliseconds: Int64(wait)), quietly: false)
        }
    }

    private mutating func reappoint(probe: Int, platform: Int, at time: Timestamp, quietly: Bool) {
        states[probe].stamps[platform] &+= 1
        let due = quietly ? states[probe].quietAppointment(after: time, platform: platform) : time
        agenda.insert(
            .session(probe: Int32(probe), platform: Int16(platform), stamp: states[probe].stamps[platform]), at: due)
    }

    /// Decides when, and whether, the observatory gets a session.
    private mutating func upload(
        _ session: Session, probe: SimulatedProbe, _ conditions: Conditions, index: Int, at time: Timestamp
    ) {
        let loss = 1 - (1 - plan.world.uploadLoss) * (1 - conditions.uploadLoss)
        if states[index].generator.chance(loss) { return }
        var session = session
        var seconds = session.outcome == .ok ? 3.0 : 12.0
        seconds += states[index].generator.exponential(mean: plan.world.uploadDelaySeconds + conditions.uploadDelay)
        if session.controls.allSatisfy({ $0.outcome == .failed }), conditions.lossRate > 0 {
            seconds += states[index].generator.exponential(mean: 240)
        }
        var sent = time
        if let lit = conditions.darkUntil {
            sent = Swift.max(sent, lit)
            seconds += states[index].generator.exponential(mean: 300)
        }
        if let awake = conditions.collectorDownUntil {
            sent = Swift.max(sent, awake)
            seconds += states[index].generator.exponential(mean: 120)
        }
        session.received = sent + Interval(milliseconds: Int64(seconds * 1000))
        session.at = Swift.min(time + probe.skew, session.received)
        outbox.insert(.session(session))
        if states[index].generator.chance(plan.world.uploadDoubled) {
            let later = states[index].generator.exponential(mean: 30)
            session.received = session.received + Interval(milliseconds: Int64(later * 1000))
            outbox.insert(.session(session))
        }
    }
}
