import Gazetteer

/// The messages of pages in every language; to add one: a file beside `PageMessages+Urdu.swift` and a line here.
///
/// Every language has the same keys with the same places; tests hold them to that.
let pageMessages: [Language: String] = [
    .english: englishPageMessages,
    .urdu: urduPageMessages,
]
