import Dashboard
import Gazetteer
import Testing

#if canImport(Glibc)
    import Glibc
#endif

/// Writes the sample pages to a folder, for looking at them: `PARALLAX_PREVIEW=/some/folder swift test --filter Preview`.
@Suite struct PagePreview {
    static var folder: String? { getenv("PARALLAX_PREVIEW").map { String(cString: $0) } }

    @Test(.enabled(if: folder != nil)) func `pages can be looked at`() throws {
        let folder = try #require(Self.folder)
        let dashboard = Dashboard.standard
        for sample in SamplePage.all + HeavyPage.all {
            for language in [Language.english, .urdu] {
                let context = SampleData.context(sample.location, language: language, isChosen: language != .english)
                var html = dashboard.html(sample.page, in: context)
                // Without a server the files lie beside the page.
                while let place = html.range(ofText: "\"/assets/") { html.replaceSubrange(place, with: "\"./") }
                write(html, to: "\(folder)/\(sample.name)-\(language).html")
            }
        }
        for file in dashboard.files { write(file.content, to: "\(folder)/\(file.name)") }
        for language in [Language.english, .urdu] {
            let context = SampleData.context(.home, language: language)
            write(dashboard.card(SampleData.incident, in: context), to: "\(folder)/card-\(language).svg")
            write(dashboard.chart(SamplePage.countryPlatform, in: context), to: "\(folder)/chart-\(language).svg")
            var embed = dashboard.embed(SampleData.incident, in: context)
            if let place = embed.range(ofText: "\"/assets/") { embed.replaceSubrange(place, with: "\"./") }
            write(embed, to: "\(folder)/embed-\(language).html")
        }
    }

    private func write(_ text: String, to path: String) {
        guard let file = fopen(path, "w") else {
            Issue.record("\(path) cannot be written")
            return
        }
        fputs(text, file)
        fclose(file)
    }
}

extension String {
    /// The first place of a text.
    func range(ofText text: String) -> Range<String.Index>? {
        guard let first = text.utf8.first else { return nil }
        var start = utf8.startIndex
        while let found = utf8[start...].firstIndex(of: first) {
            if utf8[found...].starts(with: text.utf8) {
                return found..<utf8.index(found, offsetBy: text.utf8.count)
            }
            start = utf8.index(after: found)
        }
        return nil
    }
}
