package import ObservatoryModel
import Synchronization

/// Token buckets by key: each key may spend `burst` at once and gets `perMinute` back each minute.
///
/// Holds at most `capacity` keys; when it is full, the buckets that are full again are dropped first, since a full
/// bucket remembers nothing. If all are in use, a new key shares one common bucket, so that a flood of fresh keys
/// cannot buy itself more.
package final class RateLimiter: Sendable {
    private struct Bucket {
        var tokens: Double
        var updated: Timestamp
    }

    private struct State {
        var buckets: [String: Bucket] = [:]
        var overflow: Bucket?
    }

    private let burst: Double
    private let perMinute: Double
    private let capacity: Int
    private let state = Mutex(State())

    package init(burst: Int, perMinute: Double, capacity: Int = 100_000) {
        self.burst = Double(burst)
        self.perMinute = perMinute
        self.capacity = capacity
    }

    /// Takes `cost` tokens of a key.
    ///
    /// - Returns: `nil` when they were there, else the seconds until they will be.
    package func spend(_ cost: Int, key: String, at now: Timestamp) -> Int? {
        state.withLock { state in
            if let bucket = state.buckets[key] {
                let (left, wait) = spent(bucket, cost, now)
                state.buckets[key] = left
                return wait
            }
            if state.buckets.count >= capacity {
                state.buckets = state.buckets.filter { refilled($0.value, now).tokens < burst }
            }
            if state.buckets.count >= capacity {
                let (left, wait) = spent(state.overflow ?? Bucket(tokens: burst, updated: now), cost, now)
                state.overflow = left
                return wait
            }
            let (left, wait) = spent(Bucket(tokens: burst, updated: now), cost, now)
            state.buckets[key] = left
            return wait
        }
    }

    private func refilled(_ bucket: Bucket, _ now: Timestamp) -> Bucket {
        let minutes = max(0, (now - bucket.updated).inMinutes)
        return Bucket(tokens: min(burst, bucket.tokens + minutes * perMinute), updated: max(now, bucket.updated))
    }

    private func spent(_ bucket: Bucket, _ cost: Int, _ now: Timestamp) -> (Bucket, Int?) {
        var bucket = refilled(bucket, now)
        let cost = min(Double(cost), burst)
        if bucket.tokens >= cost {
            bucket.tokens -= cost
            return (bucket, nil)
        }
        return (bucket, max(1, Int(((cost - bucket.tokens) / perMinute * 60).rounded(.up))))
    }
}
