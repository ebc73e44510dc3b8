package import Gazetteer
package import ObservatoryModel

/// `/targets`: what is tested, and why.
package struct TargetsPage: Sendable {
    package struct Target: Hashable, Sendable {
        package var platform: PlatformID
        package var address: String
        /// Why it is tested.
        package var reason: String
        /// Whether testing it could put a volunteer at risk; such targets are off until a person turns them on.
        package var isRisky: Bool

        package init(platform: PlatformID, address: String, reason: String, isRisky: Bool = false) {
            self.platform = platform
            self.address = address
            self.reason = reason
            self.isRisky = isRisky
        }
    }

    package struct Change: Hashable, Sendable {
        package var date: CivilDate
        package var text: String

        package init(date: CivilDate, text: String) {
            self.date = date
            self.text = text
        }
    }

    package var targets: [Target]
    /// Addresses of the neutral controls.
    package var controls: [String]
    /// Newest first.
    package var changes: [Change]

    /// The public list of this release.
    ///
    /// - Parameter risky: Platforms whose tests are off until a person turns them on.
    package init(_ gazetteer: Gazetteer = .standard, risky: Set<PlatformID> = []) {
        targets = gazetteer.platforms.all.flatMap { platform in
            platform.targets.map {
                Target(
                    platform: platform.id, address: $0, reason: platform.reason, isRisky: risky.contains(platform.id))
            }
        }
        controls = gazetteer.controls.all.map { $0.country == nil ? $0.url : "\($0.url) (\($0.country!))" }
        changes = TargetList.changes.map { Change(date: $0.date, text: $0.text) }
    }

    package init(targets: [Target], controls: [String], changes: [Change]) {
        self.targets = targets
        self.controls = controls
        self.changes = changes
    }
}

/// `/corrections`: every dated change to something that was published, newest first.
package struct CorrectionsPage: Sendable {
    package var entries: [CorrectionEntry]
    /// Asks for the next page; `nil` on the last.
    package var cursor: String?

    package init(entries: [CorrectionEntry], cursor: String? = nil) {
        self.entries = entries
        self.cursor = cursor
    }
}

/// `/about/health`: whether the observatory sees.
package struct HealthPage: Sendable {
    /// One thing that is watched.
    package struct Check: Hashable, Sendable {
        /// Not translated: a component's name such as `store` or `detection`.
        package var name: String
        package var isHealthy: Bool
        /// What was measured, in figures: `412 MB, 1.2 GB free`.
        package var detail: String

        package init(name: String, isHealthy: Bool, detail: String) {
            self.name = name
            self.isHealthy = isHealthy
            self.detail = detail
        }
    }

    package var checks: [Check]

    package init(checks: [Check]) {
        self.checks = checks
    }
}

/// `/report`: the form for user reports, and what became of one.
package struct ReportPage: Sendable {
    package enum Outcome: Hashable, Sendable {
        /// Nothing was sent yet.
        case form
        case accepted
        /// The same device reported the same platform within six hours.
        case alreadyCounted
        /// Too many from this network for now.
        case tooMany
        /// Something in the form did not read; the field's name.
        case invalid(field: String)
    }

    package var outcome: Outcome
    /// Where the connection seems to come from; `nil` when unknown.
    package var country: CountryCode?
    /// Chosen beforehand by the link that led here.
    package var platform: PlatformID?
    /// What the server asks to be sent back, such as a proof of work's challenge, by name of the hidden field.
    package var hidden: [String: String]

    package init(
        outcome: Outcome = .form, country: CountryCode?, platform: PlatformID? = nil, hidden: [String: String] = [:]
    ) {
        self.outcome = outcome
        self.country = country
        self.platform = platform
        self.hidden = hidden
    }
}

/// `/incidents/{id}/contest`: the form by which anyone may contest a result, and what became of it.
package struct ContestPage: Sendable {
    package var incident: ListedIncident
    /// Whether a review was just opened.
    package var isAccepted: Bool

    package init(incident: ListedIncident, isAccepted: Bool = false) {
        self.incident = incident
        self.isAccepted = isAccepted
    }
}

/// A page for what went wrong.
package struct ErrorPage: Sendable {
    /// The HTTP status, 400...599.
    package var status: Int
    /// The stable code of the problem document, `country_unknown`.
    package var code: String
    /// What was asked for and not found, as the reader wrote it; hostile.
    package var subject: String?

    package init(status: Int, code: String, subject: String? = nil) {
        self.status = status
        self.code = code
        self.subject = subject
    }
}
