package import ObservatoryModel

/// A host that nobody has a reason to block, to be measured beside a platform (DETECTION §2).
package struct NeutralControl: Hashable, Sendable {
    package let url: String
    /// Who runs it; no two of one operator are drawn for a session.
    package let operatorName: String
    /// The country that it is meant for and stands in; `nil` for all.
    package let country: CountryCode?
    /// A file of at least 500 kB, for a transfer to compare with; `nil` where there is none to be asked for.
    package let transferURL: String?
}

/// The public pool that a session draws its neutral controls from.
///
/// The hosts are in different networks, so that one network's trouble does not look like the reader's, and are run for
/// the public. None of them belongs to a platform of the catalogue.
package struct ControlPool: Sendable {
    /// For all countries first, then by country.
    package let all: [NeutralControl]

    package static let standard = ControlPool(all: builtInControls)

    /// The controls that stand in a country; those for all countries are not among them.
    package func local(to country: CountryCode) -> [NeutralControl] {
        all.filter { $0.country == country }
    }

    /// Controls for a session: one in the country where there is one, the others from elsewhere, of different operators.
    ///
    /// - Parameter count: how many, at least 2; fewer come back only when the pool is smaller.
    package func draw(
        _ count: Int = 2, in country: CountryCode, using generator: inout some RandomNumberGenerator
    ) -> [NeutralControl] {
        let local = local(to: country).shuffled(using: &generator)
        let others = all.filter { $0.country == nil }.shuffled(using: &generator)
        var drawn: [NeutralControl] = []
        for control in local.prefix(1) + others where drawn.count < max(2, count) {
            if drawn.allSatisfy({ $0.operatorName != control.operatorName }) { drawn.append(control) }
        }
        return drawn
    }
}
