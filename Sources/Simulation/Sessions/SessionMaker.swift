import ObservatoryModel

/// Turns what a probe meets into the session that it records.
struct SessionMaker {
    private let world: World
    private let scripts: StepScripts
    /// Controls that all worked, by platform and pair of neutrals; most sessions share these.
    private let workingControls: [[Control]]
    private let neutralCount: Int

    init(world: World, seed: UInt64) {
        self.world = world
        scripts = StepScripts(platforms: world.platforms, seed: seed)
        neutralCount = world.neutrals.count
        var controls: [[Control]] = []
        for platform in world.platforms {
            for first in world.neutrals {
                for second in world.neutrals {
                    controls.append([
                        Control(role: .neutral, target: first, outcome: .ok),
                        Control(role: .neutral, target: second, outcome: .ok),
                        Control(role: .sibling, target: platform.sibling, outcome: .ok),
                    ])
                }
            }
        }
        workingControls = controls
    }

    /// What was asked of the probe for this session.
    struct Task {
        var id: String
        var time: Timestamp
        var every: Int32
        var contrasts: [Contrast.Name]
        var transfer: Bool
        /// Local time of day, hours.
        var hour: Double
    }

    /// The session of a probe on a platform; `received` equals `at` until the upload is decided.
    func session(
        _ task: Task, probe: SimulatedProbe, platform index: Int, _ conditions: Conditions,
        using generator: inout SeededGenerator
    ) -> Session {
        let platform = world.platforms[index]
        let lineDown = conditions.darkUntil != nil || generator.chance(conditions.lossRate * conditions.wholeShare)
        let loss = conditions.lossRate * (1 - conditions.wholeShare)
        let country = world.countries[probe.country]
        var session = Session(
            id: task.id, at: task.time, received: task.time, every: task.every, probe: probe.id,
            software: probe.software, country: country.code, region: probe.region,
            asn: country.networks[probe.network].asn, access: probe.access, platform: platform.id,
            target: platform.url, outcome: .ok)
        let cause = cause(
            of: conditions, lineDown: lineDown, loss: loss, probe: probe, platform: index, at: task.time,
            using: &generator)
        session.steps = steps(cause, platform: index, probe: probe, conditions, using: &generator)
        session.outcome = cause == nil ? .ok : .failed
        if case .mechanism(let mechanism) = cause, mechanism.rawValue.hasPrefix("http."), mechanism != .httpGeofence {
            session.target = "http://\(platform.host)/"
        }
        session.controls = controls(
            conditions, lineDown: lineDown, loss: loss, cause: cause, probe: probe, platform: index,
            using: &generator)
        if !task.contrasts.isEmpty {
            let mechanism: Mechanism? = if case .mechanism(let found) = cause { found } else { nil }
            session.contrasts = task.contrasts.map { name in
                if lineDown || conditions.captivePortal || generator.chance(0.005 + loss) {
                    return Contrast(name: name, outcome: .failed, failure: .genericTimeout)
                }
                return ContrastScripts.outcome(name, under: mechanism)
            }
        }
        if task.transfer, cause == nil {
            addTransfers(to: &session, probe: probe, conditions, hour: task.hour, using: &generator)
        }
        return session
    }

    /// Why a session fails.
    private enum Cause: Equatable {
        case lineDown, captivePortal, program, platformFault, accident
        case geofence(Int32)
        case mechanism(Mechanism)
    }

    private func cause(
        of conditions: Conditions, lineDown: Bool, loss: Double, probe: SimulatedProbe, platform: Int,
        at time: Timestamp,
        using generator: inout SeededGenerator
    ) -> Cause? {
        if lineDown { return .lineDown }
        if conditions.captivePortal { return .captivePortal }
        if conditions.programFault > 0, generator.chance(conditions.programFault) { return .program }
        switch probe.flaw {
        case .broken(let platforms, let rate) where platforms & 1 << UInt32(platform) != 0:
            if generator.chance(rate) { return .program }
        case .sybil(let platforms, let from) where platforms & 1 << UInt32(platform) != 0 && time >= from:
            return .mechanism(.tlsResetSNI)
        default: break
        }
        for block in conditions.blocks where !block.mechanism.spares {
            if generator.chance(block.hit) { return .mechanism(block.mechanism) }
        }
        if generator.chance(conditions.platformFault) { return .platformFault }
        if let status = conditions.geofence { return .geofence(status) }
        let accident = 1 - (1 - conditions.baseFailure) * (1 - loss) * (1 - conditions.migrationFailure)
        return generator.chance(accident) ? .accident : nil
    }

    private func steps(
        _ cause: Cause?, platform index: Int, probe: SimulatedProbe, _ conditions: Conditions,
        using generator: inout SeededGenerator
    ) -> [Step] {
        let platform = world.platforms[index]
        switch cause {
        case .lineDown: return StepScripts.lineDown()
        case .captivePortal: return StepScripts.captivePortal(platform)
        case .program:
            return StepScripts.lookup(platform) + [
                StepScripts.connect(platform), StepScripts.handshake(platform, failure: .tlsFailedHandshake),
            ]
        case .platformFault: return StepScripts.platformFault(platform, using: &generator)
        case .accident: return StepScripts.accidental(platform, using: &generator)
        case .geofence(let status): return StepScripts.refused(platform, status: status)
        case .mechanism(let mechanism):
            return StepScripts.blocked(by: mechanism, platform, dualStack: probe.dualStack, using: &generator)
        case nil: break
        }
        var steps = scripts.working(index, dualStack: probe.dualStack, using: &generator)
        for block in conditions.blocks where block.mechanism.spares && generator.chance(block.hit) {
            for position in steps.indices where steps[position].stage == .quic {
                steps[position].failure = block.mechanism == .quicReset ? .connectionReset : .genericTimeout
            }
        }
        if conditions.certificatesRotated {
            for position in steps.indices where steps[position].stage == .tls {
                steps[position].chain = [
                    StepScripts.fingerprint(of: "new " + platform.host), StepScripts.fingerprint(of: "new issuer"),
                ]
                steps[position].issuer = "CN=Another Trust Services CA"
            }
        }
        if conditions.addressesMoved, let lookup = steps.firstIndex(where: { $0.stage == .dns }) {
            let moved = "198.51.100.\(200 + index)"
            steps[lookup].addresses = [moved]
            for position in steps.indices where steps[position].stage == .tcp && steps[position].family == 4 {
                steps[position].address = "\(moved):443"
            }
        }
        return steps
    }

    private func controls(
        _ conditions: Conditions, lineDown: Bool, loss: Double, cause: Cause?, probe: SimulatedProbe,
        platform index: Int, using generator: inout SeededGenerator
    ) -> [Control] {
        let first = Int(generator.next() % UInt64(neutralCount))
        let second = (first + 1 + Int(generator.next() % UInt64(neutralCount - 1))) % neutralCount
        let siblingFalls =
            if case .mechanism(let mechanism) = cause { mechanism == .ipNullRoute || conditions.siblingBlocked } else {
                cause == .platformFault || conditions.siblingBlocked
            }
        let falseRate: Double = if case .falseControls(let rate) = probe.flaw { rate } else { 0 }
        let neutralRate = 1 - (1 - world.neutralFailure) * (1 - loss) * (1 - falseRate)
        let siblingRate = 1 - (1 - world.siblingFailure) * (1 - loss) * (1 - falseRate)
        let down = lineDown || conditions.captivePortal
        let failed = [
            down || conditions.neutralsBlocked & 1 << UInt32(first) != 0 || generator.chance(neutralRate),
            down || conditions.neutralsBlocked & 1 << UInt32(second) != 0 || generator.chance(neutralRate),
            down || siblingFalls || generator.chance(siblingRate),
        ]
        var controls = workingControls[(index * neutralCount + first) * neutralCount + second]
        if failed == [false, false, false] { return controls }
        for position in controls.indices where failed[position] {
            controls[position].outcome = .failed
            controls[position].failure =
                conditions.captivePortal ? .tlsInvalidHostname : lineDown ? .genericTimeout : .timedOut
        }
        return controls
    }

    private func addTransfers(
        to session: inout Session, probe: SimulatedProbe, _ conditions: Conditions, hour: Double,
        using generator: inout SeededGenerator
    ) {
        let line =
            generator.logNormal(median: probe.lineRate, deviation: 0.25) * SpeedModel.congestion(hour: hour)
            * (1 - conditions.lossRate) / (1 + 6 * conditions.lossRate)
        var towards = generator.logNormal(median: line, deviation: 0.3)
        if let throttle = conditions.throttle {
            towards = SpeedModel.throttled(
                towards, capKbps: throttle.capKbps, factor: throttle.factor, using: &generator)
        }
        let transfer = SpeedModel.transfer(kilobitsPerSecond: towards)
        session.transfer = transfer
        session.steps.append(
            Step(.transfer, milliseconds: Double(transfer.milliseconds), bodyBytes: transfer.bytes))
        var neutralDone = false
        for position in session.controls.indices where session.controls[position].outcome == .ok {
            if session.controls[position].role == .neutral {
                if neutralDone { continue }
                neutralDone = true
            }
            session.controls[position].transfer = SpeedModel.transfer(
                kilobitsPerSecond: generator.logNormal(median: line, deviation: 0.3))
        }
    }
}
