import Dispatch
import Glibc

/// The terminal while the board is on it: the second screen, no echo, no cursor. `leave` puts all of it back.
final class TerminalScreen {
    /// What a terminal tells.
    enum Event: Sendable {
        case key(UInt8)
        /// The size changed, or another program drew on the screen.
        case redraw
        /// Ctrl-Z.
        case suspend
    }

    private let palette: TerminalPalette
    private let before: termios
    private var sources: [any DispatchSourceProtocol] = []
    /// The lines that stand on the screen.
    private var drawn: [String] = []
    private var isOn = false

    /// Takes the terminal.
    ///
    /// - Parameter event: Called for each key and signal, on another thread.
    /// - Returns: `nil` when standard input and output are not one.
    init?(_ palette: TerminalPalette, event: @escaping @Sendable (Event) -> Void) {
        var settings = termios()
        guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1, tcgetattr(STDIN_FILENO, &settings) == 0 else {
            return nil
        }
        before = settings
        self.palette = palette
        let keys = DispatchSource.makeReadSource(fileDescriptor: STDIN_FILENO, queue: .global())
        keys.setEventHandler {
            var bytes: [UInt8] = Array(repeating: 0, count: 64)
            let count = read(STDIN_FILENO, &bytes, bytes.count)
            // A terminal that has gone reads as its end.
            guard count > 0 else { return event(.key(4)) }
            for byte in bytes.prefix(count) { event(.key(byte)) }
        }
        sources.append(keys)
        for (number, meaning) in [(SIGWINCH, Event.redraw), (SIGCONT, .redraw), (SIGTSTP, .suspend)] {
            // SIGWINCH and SIGCONT do nothing by themselves; the stop must wait until the screen was put back.
            if number == SIGTSTP { signal(number, SIG_IGN) }
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { event(meaning) }
            sources.append(source)
        }
        for source in sources { source.activate() }
        enter()
    }

    /// The size in letters; 80 by 24 where the terminal does not tell.
    static var size: WatchBoard.Size {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else {
            let columns = getenv("COLUMNS").flatMap { Int(String(cString: $0)) } ?? 80
            return WatchBoard.Size(columns: max(20, min(1_000, columns)), rows: 24)
        }
        return WatchBoard.Size(columns: Int(size.ws_col), rows: Int(size.ws_row))
    }

    /// Shows lines, writing only those that differ from what stands there.
    func draw(_ lines: [StyledLine]) {
        let fresh = lines.map(palette.encoded)
        var text = ""
        for (row, line) in fresh.enumerated() where row >= drawn.count || drawn[row] != line {
            // Cleared first: clearing after a full line would take its last letter.
            text += "\u{1b}[\(row + 1);1H\u{1b}[2K\(line)"
        }
        if fresh.count < drawn.count { text += "\u{1b}[\(fresh.count + 1);1H\u{1b}[J" }
        drawn = fresh
        if !text.isEmpty { write(text) }
    }

    /// Forgets what stands on the screen, so that the next `draw` writes all of it.
    func clear() {
        drawn = []
        enter()
        write("\u{1b}[2J")
    }

    /// Puts the terminal back and stops the program, as Ctrl-Z does; comes back when it goes on.
    func suspend() {
        leave()
        kill(getpid(), SIGSTOP)
        clear()
    }

    /// Puts the terminal back as it was.
    func leave() {
        guard isOn else { return }
        isOn = false
        write("\u{1b}[0m\u{1b}[?7h\u{1b}[?25h\u{1b}[?1049l")
        var settings = before
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &settings)
    }

    /// Gives the terminal back for good.
    func close() {
        for source in sources { source.cancel() }
        sources = []
        signal(SIGTSTP, SIG_DFL)
        leave()
    }

    private func enter() {
        // Keys come one by one and unseen; Ctrl-C and Ctrl-Z go on to be signals.
        var settings = before
        settings.c_lflag &= ~tcflag_t(ECHO | ICANON)
        tcsetattr(STDIN_FILENO, TCSADRAIN, &settings)
        guard !isOn else { return }
        isOn = true
        // The second screen, no cursor, and no wrapping should a letter be wider than was thought.
        write("\u{1b}[?1049h\u{1b}[?25l\u{1b}[?7l\u{1b}[2J")
    }

    private func write(_ text: String) {
        StandardStream.output.write(Array(text.utf8))
    }
}
