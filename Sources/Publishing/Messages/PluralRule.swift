/// How a language chooses among the forms of a word for a count, after CLDR's plural rules for cardinals.
///
/// A rule is shared by many languages, so that a new language names one instead of bringing code.
package enum PluralRule: String, Hashable, Sendable, CaseIterable {
    /// One form for all counts: Chinese, Indonesian, Japanese, Thai, Vietnamese.
    case other
    /// 1 apart: English, German, Spanish, Swahili, Turkish, Urdu.
    case oneOther = "one-other"
    /// 0 and 1 apart: Bengali, French, Hindi, Persian.
    case zeroOneOther = "zero-one-other"
    /// Belarusian, Russian, Ukrainian.
    case eastSlavic = "east-slavic"
    /// Arabic.
    case arabic

    /// CLDR's names for the forms.
    package enum Category: String, Hashable, Sendable, CaseIterable {
        case zero, one, two, few, many, other
    }

    /// The form for a whole count.
    package func category(of count: Int) -> Category {
        let count = count.magnitude
        switch self {
        case .other: return .other
        case .oneOther: return count == 1 ? .one : .other
        case .zeroOneOther: return count <= 1 ? .one : .other
        case .eastSlavic:
            let (ten, hundred) = (count % 10, count % 100)
            if ten == 1, hundred != 11 { return .one }
            if (2...4).contains(ten), !(12...14).contains(hundred) { return .few }
            return .many
        case .arabic:
            switch count {
            case 0: return .zero
            case 1: return .one
            case 2: return .two
            default:
                switch count % 100 {
                case 3...10: return .few
                case 11...99: return .many
                default: return .other
                }
            }
        }
    }

    /// The forms that a message must have besides `other`, which every message has.
    package var required: [Category] {
        switch self {
        case .other: []
        case .oneOther, .zeroOneOther: [.one]
        case .eastSlavic: [.one, .few, .many]
        case .arabic: [.zero, .one, .two, .few, .many]
        }
    }
}
