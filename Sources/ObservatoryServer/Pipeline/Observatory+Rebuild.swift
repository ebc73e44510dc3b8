import Logging
import ObservatoryModel
import Storage

extension Observatory {
    /// What a rebuild found.
    package struct Rebuild: Hashable, Sendable {
        /// Records that were run through the pipeline: those after the snapshot, or all.
        package var records = 0
        /// The records that a snapshot stood for; 0 without one.
        package var covered: Int64 = 0
        /// Revisions that the store did not have: decided now from records that were stored just before the last stop,
        /// or imported.
        package var added = 0
        /// Revisions that detection would word otherwise today. What was published stays as it is.
        package var differing = 0
    }

    /// Brings detection to where it was: the newest snapshot, then the stored records after it, or all of them when no
    /// snapshot can be used. Stores the revisions that are missing. Call once, before `accept`.
    ///
    /// - Throws: `StoreError`.
    package func rebuild() async throws -> Rebuild {
        var outcome = Rebuild()
        if coarsening != nil {
            coarsening = PlaceCoarsening(
                settings: try await store.settings(withPrefix: PlaceCoarsening.settingPrefix))
        }
        if let (snapshot, resumed) = try await usableSnapshot() {
            resume(resumed)
            position = (snapshot.records, snapshot.revisions)
            kept = (position, snapshot.detection.count)
            numbering = RevisionNumbering(offsets: snapshot.offsets)
            outcome.covered = snapshot.records
        }
        var published: [RevisionName: [UInt8]] = [:]
        while case let page = try await store.revisions(after: position.revision, limit: 1_000),
            let newest = page.last
        {
            for stored in page {
                published[RevisionName(stored.revision)] = stored.line
                numbering.note(published: stored.revision)
            }
            position.revision = newest.sequence
        }
        var next: Int64? = position.record + 1
        let reader = StoredRecordReader()
        while let sequence = next {
            let page = try await store.records(from: sequence, matching: .all, limit: 10_000)
            next = page.next
            var missing: [RevisionEntry] = []
            for stored in page.records {
                position.record = stored.sequence
                guard var record = reader.record(stored) else {
                    logger.warning("A stored record cannot be read", metadata: ["sequence": "\(stored.sequence)"])
                    continue
                }
                outcome.records += 1
                pipeline.settle(&record)
                for entry in pipeline.decide(record).map(numbering.numbered) {
                    switch published[RevisionName(entry.revision)] {
                    case nil: missing.append(entry)
                    case entry.line: break
                    default: outcome.differing += 1
                    }
                    numbering.note(decided: entry.revision)
                }
            }
            outcome.added += missing.count
            if !missing.isEmpty {
                let committed = try await store.commit(StoreBatch(revisions: missing))
                position.revision = max(position.revision, committed.revisions.upperBound - 1)
            }
        }
        numbering.settle()
        isRebuilt = true
        showPipeline()
        if outcome.records > 0 { _ = try await saveSnapshot() }
        return outcome
    }

    /// The newest snapshot, and the pipeline that it makes; `nil`, with a word in the log, when there is none to use.
    private func usableSnapshot() async throws -> (PipelineSnapshot, Pipeline)? {
        guard let bytes = try await store.setting(PipelineSnapshot.settingName) else { return nil }
        do {
            let snapshot = try PipelineSnapshot(bytes, rules: Pipeline.rulesVersion)
            guard try await store.counts().accepted >= snapshot.records else {
                throw PipelineSnapshot.Unusable.damaged
            }
            return (snapshot, try Pipeline(snapshot))
        } catch let reason as PipelineSnapshot.Unusable {
            logger.notice(
                "The snapshot of detection is not used; all stored records are run through detection instead",
                metadata: ["reason": "\(reason)"])
            return nil
        }
    }

    private struct RevisionName: Hashable {
        var incident: String
        var revision: Int

        init(_ revision: IncidentRevision) {
            incident = revision.incident
            self.revision = revision.revision
        }
    }
}
