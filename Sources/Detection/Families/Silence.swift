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
            for slot in probes.indices {
                probes[slot].arrived = false
                probes[slot].arrivedVoid = false
            }
            return
        }
        var byCountry: [Int: SilenceTally] = [:]
        for slot in probes.indices {
            let probe = probes[slot]
            let interval = Double(probe.every) / 60
            defer {
                probes[slot].arrived = false
                probes[slot].arrivedVoid = false
            }
            guard probe.arrived || !probe.arrivedVoid else { continue }
            // A probe that has just been seen for the first time has no rhythm yet.
            guard probe.lastMinute > probe.firstMinute else { continue }
            guard probe.arrived || Double(minute - probe.lastMinute) <= 2 * interval + 1 else { continue }
            let raw = probe.arrived ? -2.995_732 : 0.95 * Double(elapsed) / interval
            let before = Double(probe.silence)
            let after = min(rules.probeCap, max(0, before + raw))
            probes[slot].silence = Float(after)
            byCountry[Int(probe.country), default: SilenceTally()].add(
                raw < 0 ? raw : after - before,
                at: SilenceTally.Place(network: Int(probe.network), access: probe.access))
        }
        let means = byCountry.filter { $0.value.present >= 3 }.mapValues { $0.sum / Double($0.present) }
        for country in byCountry.keys.sorted() {
            guard let tally = byCountry[country], tally.present >= 3 else { continue }
            let others = means.filter { $0.key != country }.map(\.value).sorted()
            let elsewhere = others.isEmpty ? 0 : max(0, others[others.count / 2])
            let reference = darkness(of: country)
            for (place, part) in tally.parts.sorted(by: { $0.key < $1.key }) {
                let common = 1 + rules.silenceCorrelation * Double(part.present - 1)
                let nats = (part.sum - elsewhere * Double(part.present)) / common
                append(
                    FamilyScore(
                        family: .silence, increment: Triple(nats, nats, nats),
                        access: place.access.scope,
                        network: place.network >= 0 ? place.network : nil), to: reference)
            }
        }
    }
}

/// Silence of a country's probes in one step.
private struct SilenceTally {
    /// A network and a kind of access: what a common cause takes at once.
    struct Place: Hashable, Comparable {
        /// Index of the network, −1 for detached probes.
        var network: Int
        var access: AccessType

        static func < (left: Place, right: Place) -> Bool {
            (left.network, left.access.rawValue) < (right.network, right.access.rawValue)
        }
    }

    struct Part {
        var sum = 0.0
        var present = 0
    }

    var sum = 0.0
    var present = 0
    var parts: [Place: Part] = [:]

    mutating func add(_ nats: Double, at place: Place) {
        sum += nats
        present += 1
        parts[place, default: Part()].sum += nats
        parts[place, default: Part()].present += 1
    }
}
