import Crypto
import FoundationEssentials
import ObservatoryModel
import Synchronization

/// A small piece of work that a program does before it sends a report, so that a flood of reports costs its sender.
///
/// A challenge is a text of the server's making. Who wants to redeem it looks for a nonce with which the SHA-256 of
/// `<challenge>:<nonce>` begins with so many zero bits; that takes a telephone about a second. A challenge is good once,
/// for ten minutes. Nothing in it tells who asked for it.
final class ProofOfWork: Sendable {
    /// What is to be solved.
    struct Challenge: Sendable {
        var text: String
        /// Zero bits that the hash must begin with.
        var bits: Int
        /// When it is no longer taken.
        var expires: Timestamp
    }

    /// Zero bits in quiet times: 65,536 hashes on average.
    static let quietBits = 16
    /// Bits at most; each one doubles the work.
    static let mostBits = 22
    /// Proofs a minute up to which the work is that of quiet times; each doubling past it adds a bit.
    static let quietPerMinute = 200
    /// How long a challenge is good.
    static let lifetime = Interval.minutes(10)

    private struct State {
        /// Redeemed challenges that have not expired, by their random part.
        var spent: [String: Timestamp] = [:]
        var minute = Timestamp.distantPast
        var redeemed = 0
        var redeemedBefore = 0
    }

    private let key = SymmetricKey(size: .bits256)
    private let state = Mutex(State())
    /// Challenges remembered at most; past it none is redeemed until some expire.
    private let capacity: Int

    init(capacity: Int = 200_000) {
        self.capacity = capacity
    }

    /// Makes a challenge.
    func issue(at now: Timestamp) -> Challenge {
        let bits = state.withLock { state in
            ProofOfWork.turn(&state, to: now)
            return ProofOfWork.bits(perMinute: max(state.redeemed, state.redeemedBefore))
        }
        let expires = (now + ProofOfWork.lifetime).floored(to: .seconds(1))
        let random = hex((0..<12).map { _ in UInt8.random(in: 0...255) })
        let signed = "\(expires.seconds).\(bits).\(random)"
        return Challenge(text: "\(signed).\(mac(signed))", bits: bits, expires: expires)
    }

    /// Takes a solution.
    ///
    /// - Returns: whether it is right, in time, and the first for its challenge.
    func redeem(_ challenge: String, nonce: String, at now: Timestamp) -> Bool {
        let parts = challenge.split(separator: ".", omittingEmptySubsequences: false)
        guard challenge.utf8.count <= 128, nonce.utf8.count <= 32, parts.count == 4, let seconds = Int64(parts[0]),
            let bits = Int(parts[1]), mac(parts[..<3].joined(separator: ".")) == parts[3],
            case let expires = Timestamp(seconds: seconds), now < expires,
            ProofOfWork.zeroBits(SHA256.hash(data: Data("\(challenge):\(nonce)".utf8))) >= bits
        else { return false }
        return state.withLock { state in
            ProofOfWork.turn(&state, to: now)
            if state.spent.count >= capacity { state.spent = state.spent.filter { $0.value > now } }
            guard state.spent.count < capacity, state.spent.updateValue(expires, forKey: String(parts[2])) == nil else {
                return false
            }
            state.redeemed += 1
            return true
        }
    }

    /// The work that a rate of proofs asks for.
    static func bits(perMinute: Int) -> Int {
        var (bits, rate) = (quietBits, perMinute / quietPerMinute)
        while rate > 1, bits < mostBits {
            bits += 1
            rate /= 2
        }
        return bits
    }

    /// Zero bits at the beginning of a hash.
    static func zeroBits(_ hash: some Sequence<UInt8>) -> Int {
        var bits = 0
        for byte in hash {
            bits += byte.leadingZeroBitCount
            if byte != 0 { break }
        }
        return bits
    }

    private static func turn(_ state: inout State, to now: Timestamp) {
        let minute = now.floored(to: .minutes(1))
        guard minute > state.minute else { return }
        state.redeemedBefore = minute - state.minute == .minutes(1) ? state.redeemed : 0
        (state.minute, state.redeemed) = (minute, 0)
        state.spent = state.spent.filter { $0.value > now }
    }

    private func mac(_ text: String) -> String {
        hex(HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: key).prefix(12))
    }
}
