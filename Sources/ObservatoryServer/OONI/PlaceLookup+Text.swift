import ObservatoryModel

extension PlaceLookup {
    /// The place of an address that is written out; `nil` for anything else, and where nothing is known.
    func place(ofText text: String) -> Place? {
        InternetAddress(text).flatMap { place(of: $0) }
    }
}
