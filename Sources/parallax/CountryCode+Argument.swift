import ArgumentParser
import ObservatoryModel

extension CountryCode: ExpressibleByArgument {
    /// Two letters, in any case.
    public init?(argument: String) { self.init(anyCase: argument) }
}
