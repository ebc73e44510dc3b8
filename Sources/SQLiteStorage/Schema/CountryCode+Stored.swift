import ObservatoryModel

extension CountryCode {
    /// From the number that `cc` columns hold; `ZZ` for one that no code has.
    init(stored packed: UInt16) {
        self =
            withUnsafeBytes(of: packed.bigEndian) { CountryCode(utf8: $0.assumingMemoryBound(to: UInt8.self)) }
            ?? .unknown
    }
}
