package import ObservatoryModel

/// Measures on schedule and delivers, until it is cancelled.
///
/// Two loops share one spool: measuring goes on while no collector can be reached, and what was measured arrives later,
/// with its own time.
package actor ProbeRunner {
    /// What the runner works with.
    package struct Setup: Sendable {
        package var runner: SessionRunner
        package var targets: [MeasurementTarget]
        package var neutrals: [NeutralHost]
        package var collectors: [Collector]
        package var folder: ProbeFolder
        package var budget: DataBudget
        /// Contrasts that are not run here.
        package var refusedContrasts: Set<Contrast.Name>
        /// Seconds between sessions in quiet times; `nil` lets the budget decide.
        package var quietEvery: Int32?
        /// How often one platform in rotation is asked for a transfer in quiet times.
        package var transferInterval: Interval
        /// Whether there is a way to anywhere; without one a session would say nothing.
        package var isOnline: @Sendable () -> Bool
        /// Whether the line is one on which nothing may be sent now, neither to measure nor to deliver.
        package var isMetered: @Sendable () async -> Bool
        /// Changes a session before it is kept: a lab on loopback gives its addresses the look of public ones.
        package var amend: @Sendable (Session) -> Session
        /// Gets every session with its pages before it is kept, for an output that needs them; may measure on.
        package var inspect: (@Sendable (DetailedSession) async -> Void)?

        package init(
            runner: SessionRunner, targets: [MeasurementTarget], neutrals: [NeutralHost], collectors: [Collector],
            folder: ProbeFolder, budget: DataBudget, refusedContrasts: Set<Contrast.Name> = [],
            quietEvery: Int32? = nil,
            transferInterval: Interval = ProbeSchedule.usualTransferInterval,
            isOnline: @escaping @Sendable () -> Bool = { ProbeEnvironment.isOnline },
            isMetered: @escaping @Sendable () async -> Bool = { false },
            amend: @escaping @Sendable (Session) -> Session = { $0 },
            inspect: (@Sendable (DetailedSession) async -> Void)? = nil
        ) {
            self.runner = runner
            self.targets = targets
            self.neutrals = neutrals
            self.collectors = collectors
            self.folder = folder
            self.budget = budget
            self.refusedContrasts = refusedContrasts
            self.quietEvery = quietEvery
            self.transferInterval = transferInterval
            self.isOnline = isOnline
            self.isMetered = isMetered
            self.amend = amend
            self.inspect = inspect
        }
    }

    /// What happens, for a terminal or a log.
    package enum Event: Sendable {
        /// A step of a session that runs.
        case step(PlatformID, Step)
        case session(Session)
        case delivered(Collector.Receipt)
        /// Could not be delivered; tried again after the milliseconds.
        case undelivered(Collector.Refusal, retryMilliseconds: Int64)
        /// The day's data is used up.
        case budgetSpent
        case offline
        /// Nothing is measured or delivered, because of the line.
        case metered
        /// The folder could not be used, or other trouble that is not the network's.
        case trouble(String)
    }

    /// So many of a number of sessions run at once: six, since more would disturb each other on a slow line, and with a
    /// longer list of targets half of them, so that a round never takes longer than two sessions.
    private static func atOnce(of count: Int) -> Int { max(6, (count + 1) / 2) }

    private let setup: Setup
    private let report: @Sendable (Event) -> Void
    private let spool: Spool
    private var budget: DataBudget
    private var counted: Int64 = 0
    private var schedule: ProbeSchedule?
    private var generator: any RandomNumberGenerator & Sendable
    private var turn = 0

    package init(
        setup: Setup, generator: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator(),
        report: @escaping @Sendable (Event) -> Void
    ) throws {
        self.setup = setup
        self.report = report
        self.generator = generator
        spool = try Spool(folder: setup.folder)
        budget = setup.budget
    }

    /// Measures every target once, delivers what can be delivered, and returns the sessions.
    ///
    /// - Parameter transfers: Whether to run the transfer step, which costs up to 2 MB for each target.
    package func once(transfers: Bool = false) async -> [Session] {
        let due = setup.targets.map {
            ProbeSchedule.Due(platform: $0.platform, every: quietEvery, contrasts: [], transfer: transfers)
        }
        let sessions = await round(due)
        if !setup.collectors.isEmpty { _ = await deliverAll() }
        return sessions
    }

    /// Runs until it is cancelled.
    package func run() async {
        begin()
        await withTaskGroup(of: Void.self) { tasks in
            tasks.addTask { await self.measure() }
            if !setup.collectors.isEmpty { tasks.addTask { await self.deliver() } }
        }
    }

    private var quietEvery: Int32 {
        setup.quietEvery.map { max(ProbeSchedule.leastEvery, $0) }
            ?? setup.budget.quietInterval(platforms: setup.targets.count)
    }

    private var now: Timestamp { setup.runner.environment.now() }

    private func measure() async {
        while !Task.isCancelled {
            let wait = min(max((schedule?.nextDue ?? now).milliseconds - now.milliseconds, 250), 5000)
            do { try await Task.sleep(for: .milliseconds(wait)) } catch { return }
            await measureDue()
        }
    }

    /// Makes the schedule, from which nothing is due before it is made.
    private func begin() {
        var generator = generator
        schedule = ProbeSchedule(
            platforms: setup.targets.map(\.platform),
            quietEvery: quietEvery, refused: setup.refusedContrasts, transferInterval: setup.transferInterval,
            at: now, using: &generator)
        self.generator = generator
    }

    /// Measures what is due by the environment's clock and delivers what can be delivered, for whoever moves that clock;
    /// `run` does it by itself.
    package func tick() async {
        if schedule == nil { begin() }
        await measureDue()
        if !setup.collectors.isEmpty, await !setup.isMetered() { _ = await deliverAll() }
    }

    private func measureDue() async {
        guard var schedule else { return }
        var generator = generator
        let due = schedule.due(at: now, using: &generator)
        self.schedule = schedule
        self.generator = generator
        guard !due.isEmpty else { return }
        guard setup.isOnline() else { return report(.offline) }
        guard await !setup.isMetered() else { return report(.metered) }
        guard budget.left(at: now) > DataBudget.assumedSessionBytes else { return report(.budgetSpent) }
        _ = await round(due)
    }

    /// One session for each that is due, a few at once, with neutral hosts that they share.
    private func round(_ due: [ProbeSchedule.Due]) async -> [Session] {
        let neutrals = drawNeutrals()
        var sessions: [Session] = []
        var waiting = due[...]
        let (runner, report, inspect) = (setup.runner, report, setup.inspect)
        // Beside the sessions, which need them at their end: where nothing answers, they take as long as a session does.
        let controls = Task { due.count > 1 ? await runner.controls(neutrals) : [] }
        defer { controls.cancel() }
        let shared: @Sendable () async -> [Control] = {
            await withTaskCancellationHandler {
                await controls.value
            } onCancel: {
                controls.cancel()
            }
        }
        let atOnce = Self.atOnce(of: due.count)
        await withTaskGroup(of: Session?.self) { tasks in
            var running = 0
            while running > 0 || !waiting.isEmpty {
                while running < atOnce, let next = waiting.popFirst() {
                    guard let plan = plan(next, neutrals: neutrals) else { continue }
                    // With the probe's own name in it, so that no two probes ever use the same.
                    let id = "s-" + runner.vantage.probe.dropFirst(2) + "-" + hexadecimal(digits: 12)
                    running += 1
                    tasks.addTask {
                        let detailed = await runner.detailed(plan, id: id, shared: shared) {
                            report(.step(plan.target.platform, $0))
                        }
                        await inspect?(detailed)
                        return detailed.session
                    }
                }
                guard running > 0, let finished = await tasks.next() else { continue }
                running -= 1
                guard let session = finished.map(setup.amend), !Task.isCancelled else { continue }
                await keep(session)
                sessions.append(session)
            }
        }
        countData()
        return sessions
    }

    private func plan(_ due: ProbeSchedule.Due, neutrals: [NeutralHost]) -> SessionPlan? {
        guard let target = setup.targets.first(where: { $0.platform == due.platform }), !target.urls.isEmpty else {
            return nil
        }
        turn += 1
        // The front door twice as often as all others together.
        let others = target.urls.dropFirst()
        let url =
            others.isEmpty || Int.random(in: 0..<3, using: &generator) > 0
            ? target.urls[0] : others.randomElement(using: &generator) ?? target.urls[0]
        let affordable = budget.left(at: now) > 2 * Int64(TransferCheck.mostBytes) + DataBudget.assumedSessionBytes
        return SessionPlan(
            target: target, url: url, neutrals: neutrals, sibling: target.siblings.randomElement(using: &generator),
            every: due.every, contrasts: due.contrasts, transfer: due.transfer && affordable,
            // A hand shake with the resolver costs as much as one with the platform, so not every time.
            asksDoH: !due.contrasts.isEmpty || turn % 4 == 0)
    }

    /// Two neutral hosts of different operators at random, one of them in the probe's country where there is one; those
    /// that stand in other countries are left alone.
    private func drawNeutrals() -> [NeutralHost] {
        let country = setup.runner.vantage.country
        let local = setup.neutrals.filter { $0.country == country }.shuffled(using: &generator).prefix(1)
        let others = setup.neutrals.filter { $0.country == nil }.shuffled(using: &generator)
        var drawn: [NeutralHost] = []
        for host in local + others where drawn.count < 2 {
            if drawn.allSatisfy({ $0.operatorName != host.operatorName }) { drawn.append(host) }
        }
        return drawn
    }

    private func keep(_ session: Session) async {
        report(.session(session))
        guard !setup.collectors.isEmpty else { return }
        do { try await spool.append(session) } catch { report(.trouble("\(error)")) }
    }

    private func countData() {
        let total = setup.runner.environment.meter.bytes
        budget.use(total - counted, at: now)
        counted = total
        do { try budget.save(in: setup.folder) } catch { report(.trouble("\(error)")) }
    }

    private func hexadecimal(digits: Int) -> String {
        String((0..<digits).map { _ in "0123456789abcdef".randomElement(using: &generator) ?? "0" })
    }

    // MARK: Delivery

    private func deliver() async {
        var backoff = Backoff()
        while !Task.isCancelled {
            let refusal = await setup.isMetered() ? nil : await deliverAll()
            var wait: Int64 = 2000
            if let refusal {
                wait = backoff.failed(using: &generator)
                report(.undelivered(refusal, retryMilliseconds: wait))
            } else {
                backoff.succeeded()
            }
            do { try await Task.sleep(for: .milliseconds(wait)) } catch { return }
        }
    }

    /// Delivers batches, oldest first, until none is left or no collector takes one.
    private func deliverAll() async -> Collector.Refusal? {
        while !Task.isCancelled {
            do {
                guard let batch = try await spool.next() else { return nil }
                var last: Collector.Refusal?
                for collector in setup.collectors {
                    do {
                        let receipt = try await collector.deliver(batch.body)
                        try await spool.remove(batch)
                        take(receipt)
                        last = nil
                        break
                    } catch let refusal as Collector.Refusal {
                        last = refusal
                        // What every collector calls malformed would block the queue for ever.
                        if refusal.isFinal {
                            report(.trouble("a batch was refused for good: \(refusal)"))
                            try await spool.remove(batch)
                            last = nil
                            break
                        }
                    }
                }
                if let last { return last }
            } catch {
                report(.trouble("\(error)"))
                return .unreachable("spool")
            }
        }
        return nil
    }

    private func take(_ receipt: Collector.Receipt) {
        report(.delivered(receipt))
        guard let request = receipt.schedule, var schedule else { return }
        var generator = generator
        schedule.accept(request, at: now, using: &generator)
        self.schedule = schedule
        self.generator = generator
    }
}
