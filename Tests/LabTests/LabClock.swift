import Foundation
import ObservatoryModel
import Synchronization

/// The time in a lab whose minutes pass as quickly as their measurements are done.
///
/// It begins near the real time, which the lab's certificates are made by.
final class LabClock: Sendable {
    private let moment: Mutex<Timestamp>

    init(_ start: Timestamp) {
        moment = Mutex(start)
    }

    /// The start of the minute that the real clock says.
    static var realMinute: Timestamp {
        Timestamp(seconds: Int64(RealTime.seconds())).floored(to: .minutes(1))
    }

    var now: Timestamp { moment.withLock { $0 } }

    func advance(by interval: Interval) {
        moment.withLock { $0 = $0 + interval }
    }
}

/// A folder that goes with it.
final class LabFolder: Sendable {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "parallax-lab-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    /// A folder with the same files.
    init(copying other: String) throws {
        path = NSTemporaryDirectory() + "parallax-lab-" + UUID().uuidString
        try FileManager.default.copyItem(atPath: other, toPath: path)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
