import Glibc
import ObservatoryModel

/// Watches until it is ended: what the server and the terminal tell goes into one queue, and from there to the board or
/// into lines.
struct WatchSession: Sendable {
    private enum Event: Sendable {
        case heard(WatchClient.Update)
        case terminal(TerminalScreen.Event)
        case tick
    }

    /// Events that wait; more of them than this are made good by the next round of questions.
    private static let queueBound = 8_192
    /// How often the board is drawn at most.
    private static let frame = Duration.milliseconds(250)

    let client: WatchClient
    let palette: TerminalPalette
    /// Whether there is a terminal that can show a board.
    let isBoard: Bool

    /// Ends when the task is cancelled, or a person at the board asks for it.
    func run() async {
        let (events, queue) = AsyncStream<Event>.makeStream(bufferingPolicy: .bufferingNewest(WatchSession.queueBound))
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await client.follow { queue.yield(.heard($0)) } }
            if isBoard {
                group.addTask {
                    while !Task.isCancelled {
                        queue.yield(.tick)
                        try? await Task.sleep(for: WatchSession.frame)
                    }
                }
            }
            if isBoard, let screen = TerminalScreen(palette, event: { queue.yield(.terminal($0)) }) {
                await show(events, on: screen)
                screen.close()
            } else {
                await write(events)
            }
            group.cancelAll()
        }
    }

    private func show(_ events: AsyncStream<Event>, on screen: TerminalScreen) async {
        var state = WatchState(country: client.country)
        for await event in events {
            switch event {
            case .heard(let update): apply(update, to: &state)
            case .terminal(.key(let key)):
                // q, Q and Ctrl-D
                if [0x71, 0x51, 4].contains(key) { return }
            case .terminal(.redraw): screen.clear()
            case .terminal(.suspend): screen.suspend()
            case .tick:
                let board = WatchBoard(
                    state: state, size: TerminalScreen.size, now: client.clock(), isUnicode: palette.isUnicode)
                screen.draw(board.lines())
            }
        }
    }

    private func write(_ events: AsyncStream<Event>) async {
        var state = WatchState(country: client.country)
        var lines = WatchLines()
        let plain = TerminalPalette(colours: .none, isUnicode: palette.isUnicode)
        for await event in events {
            guard case .heard(let update) = event else { continue }
            apply(update, to: &state)
            let text = lines.lines(state).map { plain.encoded(StyledLine($0)) + "\n" }.joined()
            if !text.isEmpty { StandardStream.output.write(Array(text.utf8)) }
        }
    }

    private func apply(_ update: WatchClient.Update, to state: inout WatchState) {
        switch update {
        case .snapshot(let snapshot): state.apply(snapshot, now: client.clock())
        case .cell(let cell): state.apply(cell)
        case .incident(let incident): state.apply(incident)
        case .connection(let connection): state.connection = connection
        }
    }
}
