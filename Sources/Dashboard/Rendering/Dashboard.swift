import Gazetteer
package import Publishing

/// Turns page models into HTML and SVG: pure, apart from reading its own templates and messages once at first use.
package struct Dashboard: Sendable {
    /// The dashboard of this release.
    package static let standard = Dashboard()

    /// The messages of every language.
    package let catalogue: MessageCatalogue
    /// Files that pages refer to, served under `/assets/` and cached for ever, since their names change with them.
    package let files: [DashboardFile]
    private let templates: [Language: TemplateSet]

    private init() {
        catalogue = .standard
        files = DashboardFile.all
        var templates: [Language: TemplateSet] = [:]
        for messages in catalogue.languages {
            templates[messages.language] = TemplateSet(pageTemplates, messages: messages)
        }
        self.templates = templates
    }

    /// A page as an HTML document in UTF-8, in the language of the context, or English when there are no messages in it.
    ///
    /// Every text that comes from outside is escaped. The document refers to nothing but paths of this site, and is fit
    /// for `contentSecurityPolicy`.
    package func html(_ page: Page, in context: PageContext) -> String {
        let text = PageText(messages: catalogue[context.language] ?? catalogue.languages[0], context: context)
        let writer = PageWriter(text: text, templates: templates[text.messages.language]!)
        return writer.document(page)
    }

    /// Width and height of a card, and of the picture of a chart, in pixels.
    package static let cardSize = (width: 1200, height: 675)
    package static let chartSize = (width: StandaloneChart.width * 2, height: StandaloneChart.height * 2)

    /// An incident as a picture for social posts, 1200 × 675, as an SVG document; the server makes a PNG of it.
    package func card(_ incident: ListedIncident, in context: PageContext) -> String {
        let text = PageText(messages: catalogue[context.language] ?? catalogue.languages[0], context: context)
        return IncidentCard(incident: incident, text: text).svg
    }

    /// What the card shows, for its alternative text.
    package func cardDescription(_ incident: ListedIncident, in context: PageContext) -> String {
        let text = PageText(messages: catalogue[context.language] ?? catalogue.languages[0], context: context)
        return IncidentCard(incident: incident, text: text).description
    }

    /// One platform's time line in a country as an SVG document of its own, with title and description.
    package func chart(_ page: CountryPlatformPage, in context: PageContext) -> String {
        let text = PageText(messages: catalogue[context.language] ?? catalogue.languages[0], context: context)
        return StandaloneChart(page: page, text: text).svg
    }

    /// The page for other sites' frames that shows one incident.
    package func embed(_ incident: ListedIncident, in context: PageContext) -> String {
        let text = PageText(messages: catalogue[context.language] ?? catalogue.languages[0], context: context)
        let writer = PageWriter(text: text, templates: templates[text.messages.language]!)
        return writer.embed(incident)
    }

    /// The header that goes with every page: nothing from elsewhere, no inline script or style.
    package static let contentSecurityPolicy =
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
        + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

    /// The header of `embed`: the same, but other sites may frame it.
    package static let embedContentSecurityPolicy =
        "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'"
}
