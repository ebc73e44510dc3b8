import Gazetteer
import ObservatoryModel
import Publishing

/// Writes one page in one language: the page's own part, then the frame that all pages share.
struct PageWriter {
    let text: PageText
    let templates: TemplateSet

    /// A page's own part, and what the frame must know of it.
    struct Content {
        var template: String
        var view: View
        var title: String
        var description: String
        /// What the live stream should be watched for: a country, or `*` for everything; `nil` for pages that stay.
        var subject: String?
        var feed: SiteURL?
        /// The incident whose card stands for the page in other places.
        var picture: ListedIncident?
        var linkedData: Markup?
        var oEmbed: SiteURL?
        /// The entry of the menu that the page belongs to.
        var menu: Menu?
    }

    enum Menu: CaseIterable {
        case now, countries, incidents, report, methodology
    }

    func document(_ page: Page) -> String {
        let content = content(of: page)
        // Lists of incidents tell times without a zone, so their head says whose clocks they are of.
        let when = text(text.context.usesUTC ? "col.when.utc" : "col.when.local")
        let body = templates.render(content.template, content.view.adding(["when": .text(when)]))
        return templates.render("layout", frame(content).adding(["contentMarkup": .markup(body)])).text
    }

    private func content(of page: Page) -> Content {
        switch page {
        case .home(let page): home(page)
        case .country(let page): country(page)
        case .countryPlatform(let page): countryPlatform(page)
        case .countrySignals(let page): countrySignals(page)
        case .incident(let page): incident(page)
        case .network(let page): network(page)
        case .platform(let page): platform(page)
        case .countries(let page): countries(page)
        case .incidents(let page): incidents(page)
        case .targets(let page): targets(page)
        case .methodology: methodology()
        case .corrections(let page): corrections(page)
        case .health(let page): health(page)
        case .report(let page): report(page)
        case .contest(let page): contest(page)
        case .error(let page): error(page)
        }
    }

    private func frame(_ content: Content) -> View {
        let context = text.context
        let menu: [(Menu, SiteURL)] = [
            (.now, .home), (.countries, .countries),
            (.incidents, .incidents(country: nil, platform: nil, status: nil, cursor: nil)),
            (.report, .report(nil, nil)), (.methodology, .methodology),
        ]
        let footer: [(String, SiteURL)] =
            [
                ("footer.targets", .targets), ("footer.corrections", .corrections(cursor: nil)),
                ("footer.health", .health), ("footer.feed", .feed(nil, format: "atom")), ("footer.calendar", .calendar),
            ] + (context.observatory.offers.contains(.apiDescription) ? [("footer.api", .openAPI)] : [])
        var view: View = [
            "lang": .text(text.messages.language.tag), "dir": .text(text.messages.direction.rawValue),
            "title": .text(content.title), "description": .text(content.description),
            "site": .text(context.observatory.name), "home": .text(text.link(.home)),
            "style": .text(SiteURL.asset(DashboardFile.styleSheet.name).path),
            "script": .text(SiteURL.asset(DashboardFile.liveScript.name).path),
            "icon": .text(SiteURL.asset(DashboardFile.icon.name).path),
            "canonical": .text(text.absolute(context.location)),
            "feed": .optional(content.feed?.path), "oEmbed": .optional(content.oEmbed.map { text.absolute($0) }),
            "subject": .optional(content.subject), "stream": .text(SiteURL.apiStream.path),
            "now": .view(["iso": .text(context.now.description)]),
            "pageState": .text(text("footer.state", ["moment": .text(text.utc(context.now))])),
            "versions": .text(
                text(
                    "footer.versions",
                    [
                        "software": .text(context.observatory.software), "rules": .text(context.observatory.rules),
                        "reference": .text(context.observatory.reference),
                    ])),
            "dataLicence": .optional(
                context.observatory.dataLicence.map { text("licence.own", ["licence": .text($0)]) }),
            "menu": .views(
                menu.map { entry, url in
                    [
                        "href": .text(text.link(url)), "name": .text(text("menu.\(entry)")),
                        "here": .flag(entry == content.menu),
                    ]
                }),
            "footer": .views(footer.map { ["href": .text(text.link($1)), "name": .text(text($0))] }),
            "notices": .views(notices),
            "patternMarkup": .markup(Markup(text: patternText)),
        ]
        let languages = Dashboard.standard.catalogue.languages
        view["languages"] = .views(
            languages.map { other in
                [
                    "href": .text(context.location.path(in: other.language, inUTC: context.usesUTC)),
                    "tag": .text(other.language.tag),
                    "name": .text(other.autonym), "here": .flag(other.language == text.messages.language),
                ]
            })
        view["alternates"] = .views(
            languages.map { other in
                [
                    "tag": .text(other.language.tag),
                    "absolute": .text(context.observatory.origin + context.location.path(in: other.language)),
                ]
            })
        if let incident = content.picture, context.observatory.offers.contains(.cardPicture) {
            view["picture"] = .view([
                "address": .text(text.absolute(.card(incident.revision.incident))),
                "alternative": .text(IncidentCard(incident: incident, text: text).description),
            ])
        }
        if let linkedData = content.linkedData { view["linkedDataMarkup"] = .markup(linkedData) }
        return view
    }

    /// What every page must say before anything else.
    private var notices: [View] {
        let observatory = text.context.observatory
        var notices: [View] = []
        if observatory.holdsExample {
            let words =
                observatory.playbackSpeed.map {
                    text("notice.playback", ["speed": .text(text.messages.number(Int($0.rounded())))])
                } ?? text("notice.example", ["moment": .text(text.utc(text.context.now))])
            notices.append(["kind": "example", "text": .text(words)])
        }
        if case .offline(let since) = observatory.vantagePoint {
            let words =
                since.map { text("notice.offline.since", ["ago": .text(text.ago($0))]) } ?? text("notice.offline")
            notices.append([
                "kind": "offline", "text": .text(words),
                "link": .view(["href": .text(text.link(.health)), "name": .text(text("footer.health"))]),
            ])
        }
        if !text.messages.isReviewed {
            notices.append(["kind": "unreviewed", "text": .text(text("notice.unreviewed"))])
        }
        return notices
    }
}

/// The hatching of what was not measured; a document has it once.
let patternText =
    "<pattern id=\"hatch\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">"
    + "<rect class=\"hatch\" width=\"2\" height=\"6\"/></pattern>"
