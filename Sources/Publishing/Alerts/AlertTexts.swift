import Gazetteer

/// What alerts say beside statements, by language; the syntax is that of `Messages.init(catalogue:)`.
///
/// Urdu was reviewed by no speaker.
let alertTexts: [Language: String] = [
    .english: """
    alert.digest = {count, plural, one {# incident changed} other {# incidents changed}}
    alert.digest.more = and {count, plural, one {# other} other {# others}}
    alert.correction = Correction: {text}
    alert.note = Note: {text}
    alert.about = This is about: {claim}
    alert.test = Test of the subscription “{name}”. Nothing happened.
    """,
    .urdu: """
    alert.digest = {count, plural, one {# واقعے میں تبدیلی} other {# واقعات میں تبدیلی}}
    alert.digest.more = اور {count, plural, one {# مزید} other {# مزید}}
    alert.correction = تصحیح: {text}
    alert.note = نوٹ: {text}
    alert.about = یہ اس بارے میں ہے: {claim}
    alert.test = سبسکرپشن ”{name}“ کی جانچ۔ کچھ نہیں ہوا۔
    """,
]

extension MessageCatalogue {
    /// The built-in catalogue with what alerts say.
    package static let alerts: MessageCatalogue = {
        do {
            return try MessageCatalogue.standard.adding(alertTexts)
        } catch {
            preconditionFailure("the texts of alerts do not read: \(error)")
        }
    }()
}
