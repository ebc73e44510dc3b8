package import Gazetteer

/// Every language that the observatory speaks.
package struct MessageCatalogue: Sendable {
    /// English first, the others in order of tag.
    package let languages: [Messages]

    /// The languages of this release: those that have a file in `Languages`, which the package's plugin lists.
    package static let standard: MessageCatalogue = {
        do {
            return try MessageCatalogue(catalogues: languageCatalogues)
        } catch {
            preconditionFailure("a built-in catalogue does not read: \(error)")
        }
    }()

    /// Reads catalogues; the first is the one that others fall back on, and must be English.
    package init(catalogues: [String]) throws(MessageError) {
        var languages: [Messages] = []
        for catalogue in catalogues {
            languages.append(try Messages(catalogue: catalogue))
        }
        guard languages.first?.language == .english else { throw .badHead(name: "language") }
        self.init(languages)
    }

    private init(_ languages: [Messages]) {
        self.languages = [languages[0]] + languages.dropFirst().sorted { $0.language < $1.language }
    }

    /// The messages of a language, or of the same one without its region (`ur` for `ur-PK`); `nil` when we lack both.
    package subscript(_ language: Language) -> Messages? {
        languages.first { $0.language == language } ?? languages.first { $0.language == language.base }
    }

    /// The language to answer in for an `Accept-Language` header: the most wanted one that we have, else English.
    ///
    /// Takes RFC 9110's list with weights; of equals the earlier wins. Hostile lengths are cut at 20 ranges.
    package func preferred(acceptLanguage header: String) -> Messages {
        var best: (messages: Messages, weight: Double)?
        for range in header.split(separator: ",").prefix(20) {
            let parts = range.split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" } }
            guard let tag = parts.first else { continue }
            let weight = parts.dropFirst().first { $0.hasPrefix("q=") }.map { Double($0.dropFirst(2)) ?? 0 } ?? 1
            guard weight > 0, weight <= 1, weight > best?.weight ?? 0 else { continue }
            if tag == "*" {
                best = (languages[0], weight)
            } else if let language = Language(tag), let messages = self[language] {
                best = (messages, weight)
            }
        }
        return best?.messages ?? languages[0]
    }
}
