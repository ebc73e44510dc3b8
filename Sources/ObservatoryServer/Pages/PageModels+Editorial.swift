import Dashboard
import ObservatoryModel
import Storage

extension PageModels {
    /// Since when an incident is under review because somebody contests it; `nil` when nobody does.
    func contestedSince(_ incident: String) async throws -> Timestamp? {
        try await observatory.store.editorial?.contests(of: incident, isOpen: true, limit: 100).map(\.opened).min()
    }

    /// What editors corrected or added, newest first.
    ///
    /// - Parameter incident: `nil` for all incidents.
    func editorsCorrections(of incident: String?) async throws -> [CorrectionEntry] {
        let corrections =
            try await observatory.store.editorial?.corrections(of: incident, before: nil, limit: 200) ?? []
        return corrections.map { correction in
            CorrectionEntry(
                at: correction.at, incident: correction.incident, revision: correction.revision,
                kind: correction.kind == .note ? .note : .correction, text: correction.text)
        }
    }
}
