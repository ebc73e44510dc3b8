import Crypto
import FoundationEssentials
import ObservatoryModel
import Synchronization

/// Sees to it that a device reports a platform once in six hours, without keeping who that was.
///
/// A device is known by a hash of its address, browser and language under a salt that lives in memory only and changes every day;
/// the day before's salt is kept for the six hours after midnight, and then nobody can tell any more.
final class ReportLedger: Sendable {
    /// One report per device and platform within this time.
    static let window = Interval.hours(6)

    private struct Day {
        var number: Int64
        var salt: SymmetricKey
        var seen: [[UInt8]: Timestamp] = [:]
    }

    private let days = Mutex<[Day]>([])
    /// Reports remembered at most; past it every report counts as new, and the rate limits alone hold.
    private let capacity: Int

    init(capacity: Int = 500_000) {
        self.capacity = capacity
    }

    /// Notes a report.
    ///
    /// - Returns: whether it counts, being the device's first on this platform within six hours.
    func note(device: String, platform: PlatformID, at now: Timestamp) -> Bool {
        days.withLock { days in
            let number = now.floored(to: .days(1)).seconds / 86_400
            if days.last?.number != number { days.append(Day(number: number, salt: SymmetricKey(size: .bits256))) }
            let midnight = Timestamp(seconds: number * 86_400)
            days.removeAll { $0.number < number && (now - midnight >= ReportLedger.window || $0.number < number - 1) }
            for index in days.indices {
                let key = ReportLedger.key(device, platform, days[index].salt)
                if let seen = days[index].seen[key], now - seen < ReportLedger.window { return false }
            }
            let last = days.count - 1
            if days[last].seen.count >= capacity {
                days[last].seen = days[last].seen.filter { now - $0.value < ReportLedger.window }
            }
            if days[last].seen.count < capacity {
                days[last].seen[ReportLedger.key(device, platform, days[last].salt)] = now
            }
            return true
        }
    }

    /// Forgets a report that was noted but did not count in the end.
    func withdraw(device: String, platform: PlatformID) {
        days.withLock { days in
            for index in days.indices {
                days[index].seen[ReportLedger.key(device, platform, days[index].salt)] = nil
            }
        }
    }

    private static func key(_ device: String, _ platform: PlatformID, _ salt: SymmetricKey) -> [UInt8] {
        let text = Data("\(platform.text)\n\(device)".utf8)
        return Array(HMAC<SHA256>.authenticationCode(for: text, using: salt).prefix(16))
    }
}
