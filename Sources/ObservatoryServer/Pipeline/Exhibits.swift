package import ObservatoryModel
package import Storage

/// What the site shows: the observatory itself, and the synthetic example as long as the observatory has no incident of
/// its own. The two never share a store, and the example is marked wherever it appears.
package struct Exhibits: Sendable {
    package let live: Observatory
    /// `nil` without an example.
    package let example: Example?

    package init(live: Observatory, example: Example?) {
        self.live = live
        self.example = example
    }

    /// The example with its own clock.
    package struct Example: Sendable {
        package let observatory: Observatory
        /// How many times faster than the wall clock it is being played; `nil` when it is not played.
        package let playbackSpeed: Double?

        package init(observatory: Observatory, playbackSpeed: Double? = nil) {
            self.observatory = observatory
            self.playbackSpeed = playbackSpeed
        }
    }

    /// The observatories to list incidents from: the live one when it has any, else the example when there is one.
    package func listed() async throws -> Observatory {
        guard let example, try await !holdsOwnIncidents() else { return live }
        return example.observatory
    }

    /// The observatory to show a country from: the live one once anything is known of the country there.
    package func shown(for country: CountryCode) async throws -> Observatory {
        guard let example, try await !holdsOwnIncidents(), await live.cells(in: country).isEmpty else { return live }
        return example.observatory
    }

    /// The observatory that has an incident, with its revisions; `nil` when none has.
    package func find(_ incident: String) async throws -> (observatory: Observatory, revisions: [StoredRevision])? {
        for observatory in [live, example?.observatory].compactMap({ $0 }) {
            let revisions = try await observatory.store.revisions(of: incident)
            if !revisions.isEmpty { return (observatory, revisions) }
        }
        return nil
    }

    private func holdsOwnIncidents() async throws -> Bool {
        try await !live.store.incidents(IncidentQuery(limit: 1)).incidents.isEmpty
    }
}

extension Observatory {
    /// The line to publish of a stored revision: marked when this is the example.
    nonisolated func published(_ stored: StoredRevision) -> [UInt8] {
        isExample ? syntheticLine(stored.line) : stored.line
    }
}
