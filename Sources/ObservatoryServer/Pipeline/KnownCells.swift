import ObservatoryModel
import Synchronization

/// What readers ask of detection all the time, kept where they need not wait until it has decided a minute.
///
/// Counting the votes of tens of thousands of cells takes a tenth of a second, so it is done once for each time that
/// cells may have changed, by the writer when somebody has read them since, else by the first who asks.
final class KnownCells: Sendable {
    /// Cells of one edition.
    struct Told: Sendable {
        /// In the order of `Pipeline.cells`, a country's in a row.
        var all: [CellState]
        /// Those of countries as a whole.
        var countryWide: [CellState]
        private var ranges: [CountryCode: Range<Int>] = [:]

        init(_ cells: [CellState]) {
            all = cells
            countryWide = cells.filter { $0.asn == nil }
            for (index, cell) in cells.enumerated() {
                ranges[cell.country] = (ranges[cell.country]?.lowerBound ?? index)..<(index + 1)
            }
        }

        func cells(in country: CountryCode?) -> [CellState] {
            guard let country else { return all }
            return ranges[country].map { Array(all[$0]) } ?? []
        }
    }

    private struct State {
        var clock = Timestamp.distantPast
        var edition = -1
        var told: Told?
        /// Whether anybody has read this edition.
        var isRead = false
    }

    private let state = Mutex(State())

    /// The greatest `received` so far.
    var clock: Timestamp { state.withLock(\.clock) }

    /// The cells; `nil` when the writer has to count them first.
    var told: Told? {
        state.withLock { state in
            state.isRead = true
            return state.told
        }
    }

    /// Notes what a pipeline has come to.
    ///
    /// - Parameter counting: Whether cells are counted even when nobody has read them since they changed last.
    func note(_ pipeline: Pipeline, counting: Bool = false) {
        let isDue = state.withLock { state in
            state.clock = pipeline.clock
            let isNew = state.edition != pipeline.cellsEdition
            guard isNew || state.told == nil else { return false }
            if !(counting || state.isRead) {
                (state.edition, state.told) = (pipeline.cellsEdition, nil)
                return false
            }
            return true
        }
        guard isDue else { return }
        // Readers are told of the edition before meanwhile.
        let told = Told(pipeline.cells(in: nil))
        state.withLock { state in
            (state.edition, state.told) = (pipeline.cellsEdition, told)
            state.isRead = false
        }
    }

    /// Forgets everything, before another pipeline is noted.
    func clear() { state.withLock { $0 = State() } }
}
