import FoundationEssentials
package import ObservatoryModel

extension Timestamp {
    /// The machine's clock, to the millisecond. Only services and routes read it; the pipeline is told the time.
    package static func wallClock() -> Timestamp {
        Timestamp(milliseconds: Int64((Date().timeIntervalSince1970 * 1000).rounded(.down)))
    }
}
