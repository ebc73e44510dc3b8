import Gazetteer
import ObservatoryModel
import Publishing
import Testing

@testable import Dashboard

@Suite struct MessageTests {
    let catalogue = Dashboard.standard.catalogue

    @Test func `every language has every message, with the same places and all forms it needs`() {
        let english = catalogue.languages[0]
        for messages in catalogue.languages {
            #expect(messages.keys == english.keys)
            for key in english.keys where key.hasPrefix("page.") {
                #expect(messages.names(in: key) == english.names(in: key), "\(messages.language) \(key)")
                #expect(messages.missingForms(in: key).isEmpty, "\(messages.language) \(key)")
            }
        }
    }

    @Test func `every message that a template names exists`() {
        for (name, source) in pageTemplates {
            for key in TemplateSet.keys(in: source) {
                #expect(catalogue.languages[0].has(key), "\(name): \(key)")
            }
        }
    }

    @Test(arguments: SamplePage.all + HeavyPage.all, MessageCatalogue.standard.languages.map(\.language))
    func `no page shows a key or a place that was left open`(sample: SamplePage, language: Language) {
        let html = Dashboard.standard.html(
            sample.page, in: SampleData.context(sample.location, language: language, isChosen: true))
        #expect(html.range(ofText: "⟦") == nil)
        #expect(html.range(ofText: "[[") == nil && html.range(ofText: "{{") == nil)
    }

    @Test func `every verdict, status, contrast and mechanism has its words`() {
        let keys =
            IncidentStatus.allCases.map { "status.\($0)" } + Verdict.allCases.map { "verdict.\($0)" }
            + Verdict.allCases.map { "page.method.verdict.\($0)" }
            + IncidentStatus.allCases.map { "page.method.status.\($0)" }
            + ScopeKind.allCases.flatMap { ["page.scope.\($0)", "page.scope.word.\($0)"] }
            + Contrast.Name.allCases.flatMap { name in
                ["", ".worked", ".failed"].map { "page.contrast.\(name.rawValue)\($0)" }
            } + UserReport.Problem.allCases.map { "page.problem.\($0)" }
            + FeedState.Condition.allCases.map { "page.feed.\($0)" }
            + CorrectionEntry.Kind.allCases.map { "page.correction.\($0)" }
            + ["probes", "ooni", "reports", "traffic", "bgp", "other"].map { "family.\($0)" }
            + ["missing", "request", "busy", "fault"].flatMap { key in
                ["", ".title", ".subject"].map { "page.error.\(key)\($0)" }
            }
        for key in keys { #expect(catalogue.languages[0].has(key), "\(key)") }
    }

    @Test func `a language without page messages falls back to English`() {
        let german = Language("de")!
        let html = Dashboard.standard.html(.methodology, in: SampleData.context(.methodology, language: german))
        #expect(HTMLChecker(html).elements.first?.attributes["lang"] == "en")
    }

    @Test func `a translation that no speaker has checked says so`() {
        for messages in catalogue.languages {
            let html = Dashboard.standard.html(
                .methodology, in: SampleData.context(.methodology, language: messages.language))
            let says = HTMLChecker(html).texts.contains(messages.text("page.notice.unreviewed"))
            #expect(says == !messages.isReviewed)
        }
    }
}
