package import ObservatoryModel

/// The public record of what is on the list of targets and controls, and since when (DESIGN §5 rule 9).
///
/// A target comes on the list when many people in a country depend on it and it has been disrupted somewhere; it has to
/// be reachable without an account, and asking for it must not look like anything but ordinary use. A control comes on
/// the list when nobody has a reason to block it and its operator means it to be asked for by anyone.
package enum TargetList {
    package struct Change: Hashable, Sendable {
        package let date: CivilDate
        package let text: String
    }

    /// Newest first; every change to the catalogue or the control pool has an entry.
    package static let changes = [
        Change(
            date: CivilDate(year: 2026, month: 11, day: 24),
            text: """
                The first list: Facebook, Google, Instagram, Messenger, Signal, Telegram, TikTok, WhatsApp, Wikipedia, X \
                and YouTube, with fourteen neutral controls for all countries and some for single ones.
                """)
    ]
}
