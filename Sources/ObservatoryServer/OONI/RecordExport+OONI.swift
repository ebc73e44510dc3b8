import ObservatoryModel
import Probing
import Storage
import WireFormats

extension RecordExport {
    /// OONI measurements, one a line: of each session one, in order of arrival. Other kinds of record are left out.
    ///
    /// The store keeps no helper's answers, so the control is what sessions on the same target saw in other countries at
    /// the time (`ElsewhereControls`); a session whose neutral hosts all failed has none, as its probe could not have
    /// asked a helper.
    ///
    /// - Throws: `StoreError`.
    package func measurements(_ write: ([UInt8]) -> Void) async throws {
        var controls = ElsewhereControls()
        let reader = StoredRecordReader()
        let around = RecordFilter(
            since: filter.since.map { $0 - .hours(2) }, until: filter.until.map { $0 + .hours(2) },
            platforms: filter.platforms, kinds: ["session"])
        try await RecordExport(store: store, filter: around).eachPage { page in
            for stored in page {
                if case .session(let session)? = reader.record(stored) { controls.note(session) }
            }
        }
        var sessions = filter
        sessions.kinds = ["session"]
        var writer = OONIMeasurementWriter()
        try await RecordExport(store: store, filter: sessions).eachPage { page in
            var block: [UInt8] = []
            for stored in page {
                guard case .session(let session)? = reader.record(stored), let url = MeasuredURL(session.target) else {
                    continue
                }
                let detailed = DetailedSession(session: session, url: url)
                block += writer.measurement(detailed, control: Self.control(detailed, controls))
                block.append(UInt8(ascii: "\n"))
            }
            write(block)
        }
    }

    private static func control(
        _ detailed: DetailedSession, _ controls: ElsewhereControls
    ) -> OONIMeasurementWriter.Control {
        if let failure = detailed.session.neutralFailure { return .failed(failure) }
        guard let answer = controls.answer(for: detailed.session, host: detailed.url.host) else {
            return .failed("unknown_failure: nobody looked from another country")
        }
        return .answer(answer, helper: nil)
    }
}

extension Session {
    /// Why no helper could have been asked: the failure of the first neutral host when all of them failed.
    package var neutralFailure: String? {
        let neutrals = controls.filter { $0.role == .neutral }
        guard !neutrals.isEmpty, neutrals.allSatisfy({ $0.outcome == .failed }) else { return nil }
        return neutrals.compactMap { $0.failure?.text }.first ?? Failure.genericTimeout.text
    }
}
