import ObservatoryModel
import Testing

@testable import parallax

@Suite struct WatchBoardTests {
    private func board(
        _ state: WatchState = Watched.state(), columns: Int = 80, rows: Int = 24, after: Interval = .seconds(3),
        isUnicode: Bool = true
    ) -> [StyledLine] {
        WatchBoard(
            state: state, size: .init(columns: columns, rows: rows), now: Watched.now + after, isUnicode: isUnicode
        ).lines()
    }

    @Test func `eighty columns hold the matrix, the bars and the incidents`() {
        let text = board().map { $0.text.replacing(#/ +$/#, with: "") }.joined(separator: "\n")
        #expect(text == Watched.board80, "\n\(text)")
    }

    @Test func `an ASCII terminal gets the same board in ASCII`() {
        let palette = TerminalPalette(colours: .none, isUnicode: false)
        let lines = board(isUnicode: false).map(palette.encoded)
        #expect(lines.allSatisfy { $0.utf8.allSatisfy { (0x20..<0x7f).contains($0) } })
        #expect(lines[4].hasPrefix("Facebook  B! 93%   412 000000000000000159 B!    o"), "\(lines[4])")
    }

    @Test(arguments: [20, 33, 44, 60, 79, 80, 100, 132, 200], [5, 10, 16, 24, 60])
    func `every size is kept to`(_ columns: Int, _ rows: Int) {
        for state in [Watched.state(), Watched.crowded(), WatchState(country: nil)] {
            let lines = board(state, columns: columns, rows: rows)
            #expect(lines.count <= rows)
            #expect(lines.allSatisfy { $0.width <= columns }, "\(lines.map(\.text))")
        }
    }

    @Test func `rows in which something is the matter stay when there is no room for all`() {
        let lines = board(columns: 80, rows: 16).map(\.text)
        #expect(lines.contains { $0.hasPrefix("Facebook") } && !lines.contains { $0.hasPrefix("Signal") })
        #expect(lines.contains { $0.hasPrefix("and ") && $0.hasSuffix(" more platforms") })
    }

    @Test func `too little data looks different from ok, and what does not exist is blank`() {
        let lines = board(columns: 120)
        let signal = lines.first { $0.text.hasPrefix("Signal") }
        #expect(signal?.pieces.contains { $0.text == "- " && $0.style == .insufficient } ?? false)
        #expect(signal?.pieces.contains { $0.text == "o " && $0.style == .ok } ?? false)
        let wikipedia = lines.first { $0.text.hasPrefix("Wikipedia") }
        #expect(wikipedia?.pieces.contains { $0.text == "  " } ?? false)
    }

    @Test func `old answers are marked, and a lost connection says when it is tried again`() {
        #expect(board(after: .seconds(40))[1].pieces.allSatisfy { $0.style == .faint })
        #expect(board(after: .minutes(3))[1].pieces.allSatisfy { $0.style == .alert })
        var state = Watched.state()
        state.connection = .lost(reason: "connection refused", until: Watched.now + .seconds(8))
        let line = board(state, after: .seconds(5))[1]
        #expect(line.text == "NOT CONNECTED: connection refused · again in 3 s · what is shown is 5 s old")
        #expect(line.pieces.allSatisfy { $0.style == .alert })
    }

    @Test func `the synthetic example is told, and its clock does not run on by itself`() {
        let lines = board(Watched.state(isSynthetic: true), after: .minutes(2))
        #expect(lines[0].text.hasSuffix("18:04:12 PKT · 13:04:12 UTC"))
        #expect(lines[2].text == "Synthetic example: made by the project, nothing that was measured.")
    }

    @Test func `nothing is claimed before the first answer`() {
        let text = board(WatchState(country: CountryCode("PK")!)).map(\.text).joined(separator: "\n")
        #expect(text.contains("connecting") && text.contains("Nothing has been measured yet."))
        #expect(!text.contains("No open incident"))
    }

    @Test func `all countries have a column each, named below`() {
        var state = WatchState(country: nil)
        var snapshot = Watched.snapshot()
        snapshot.cells += snapshot.cells.map { cell in
            var cell = cell
            cell.name.country = CountryCode("IR")!
            return cell
        }
        state.apply(snapshot, now: Watched.now)
        let lines = board(state).map(\.text)
        #expect(lines[0].hasPrefix("Parallax  all countries") && lines[0].hasSuffix("2024-01-07 13:04:15 UTC"))
        #expect(lines[3].hasSuffix("IR    PK    "))
        #expect(lines.contains("IR Iran · PK Pakistan"), "\(lines)")
    }

    @Test func `colours say no more than the letters do`() {
        let plain = TerminalPalette(colours: .none, isUnicode: true)
        let colourful = TerminalPalette(colours: .many, isUnicode: true)
        for line in board() {
            #expect(!plain.encoded(line).contains("\u{1b}"))
            #expect(colourful.encoded(line).replacing(/\u{1b}\[[0-9;]*m/, with: "") == plain.encoded(line))
        }
    }
}

@Suite struct SparklineTests {
    private let end = Watched.now

    private func spark(_ bins: [(Int64, Int, Int)], columns: Int) -> Sparkline {
        Sparkline(
            bins.map { WatchedBin(at: end - .minutes($0.0), sessions: $0.1, failures: $0.2) }, step: .minutes(10),
            end: end, span: .hours(1), columns: columns)
    }

    @Test func `bins are added up by weight, and a gap stays a gap`() {
        let line = spark([(60, 10, 10), (50, 90, 0), (10, 4, 4)], columns: 3)
        #expect(line.shares == [0.1, nil, 1])
        #expect(line.text(isUnicode: true) == "▁ █")
        #expect(line.text(isUnicode: false) == "1 9")
    }

    @Test func `what lies outside or makes no sense does not count`() {
        #expect(spark([(70, 5, 5), (0, 5, 5), (-10, 5, 5)], columns: 2).shares == [nil, nil])
        #expect(spark([(30, 0, 0), (20, -4, 2), (10, 3, 9)], columns: 1).shares == [1])
        #expect(spark([(10, 1, 1)], columns: 0).shares.isEmpty)
    }
}
