internal import ObservatoryModel

/// Silence is evidence, as an e-process (§5).
extension DetectionEngine {
    /// Scores the minutes since the last call, for every country with probes.
    ///
    /// Under the null a probe's sessions are a Poisson process of rate 1/`every`, in a blackout one of a twentieth of
    /// that: a silent probe gains `.95 · dt / every`, an arrival costs ln 20. A probe counts while it was heard within
    /// twice its interval, and carries at most what a failing one may. What happens in the median of the other
    /// countries at the same time is taken off, so that trouble of our own cancels. Off unless heartbeats come at
    /// most five minutes apart: without them nobody knows whether it was the probes that fell silent.
    mutating func scoreSilence(at minute: Int32) {
        guard minute > silenceMinute else { return }
        let elapsed = silenceMinute == .min ? 0 : min(rules.heartbeatMinutes, minute - silenceMinute)
        silenceMinute = minute
        let (last, before) = heartbeats
        let awake =
            last != .min && before != .min && minute - last <= rules.heartbeatMinutes
            && last - before <= rules.heartbeatMinutes
        guard awake, elapsed > 0 else {
            for slot in probes.indices { probes[slot].arrived = false }
            return
        }
        var byCountry: [Int: SilenceTally] = [:]
        for slot in probes.indices {
            let probe = probes[slot]
            let interval = Double(probe.every) / 60
            defer { probes[slot].arrived = false }
            // A probe that has just been seen for the first time has no rhythm yet.
            guard probe.lastMinute > probe.firstMinute else { continue }
            guard probe.arrived || Double(minute - probe.lastMinute) <= 2 * interval + 1 else { continue }
            let raw = probe.arrived ? -2.995_732 : 0.95 * Double(elapsed) / interval
            let before = Double(probe.silence)
            let after = min(rules.probeCap, max(0, before + raw))
            probes[slot].silence = Float(after)
            byCountry[Int(probe.country), default: SilenceTally()].add(
                raw < 0 ? raw : after - before, network: Int(probe.network))
        }
        let means = byCountry.filter { $0.value.present >= 3 }.mapValues { $0.sum / Double($0.present) }
        for country in byCountry.keys.sorted() {
            guard let tally = byCountry[country], tally.present >= 3 else { continue }
            let others = means.filter { $0.key != country }.map(\.value).sorted()
            let elsewhere = others.isEmpty ? 0 : max(0, others[others.count / 2])
            let reference = darkness(of: country)
            for network in tally.networks.keys.sorted() {
                let part = tally.networks[network]!
                let common = 1 + rules.silenceCorrelation * Double(part.present - 1)
                let nats = (part.sum - elsewhere * Double(part.present)) / common
                append(
                    FamilyScore(
                        family: .silence, increment: Triple(nats, nats, nats),
                        network: network >= 0 ? network : nil), to: reference)
            }
        }
    }
}

/// Silence of a country's probes in one step.
private struct SilenceTally {
    struct Part {
        var sum = 0.0
        var present = 0
    }

    var sum = 0.0
    var present = 0
    /// By index of the network, −1 for detached probes.
    var networks: [Int: Part] = [:]

    mutating func add(_ nats: Double, network: Int) {
        sum += nats
        present += 1
        networks[network, default: Part()].sum += nats
        networks[network, default: Part()].present += 1
    }
}
