/// What a piece of text on the board means; a palette turns it into colour, and letters say the same without one.
enum TextStyle: Hashable, Sendable {
    case plain, faint, strong
    /// What must not be overlooked: a lost connection, data that is old.
    case alert
    case ok, slow, blocked, platformDown, dark, insufficient
}

/// One line of the board: pieces of text, each with its meaning.
struct StyledLine: Hashable, Sendable {
    struct Piece: Hashable, Sendable {
        var text: String
        var style: TextStyle
    }

    private(set) var pieces: [Piece] = []

    init() {}

    init(_ text: String, _ style: TextStyle = .plain) {
        append(text, style)
    }

    /// Adds a piece at the end.
    mutating func append(_ text: String, _ style: TextStyle = .plain) {
        guard !text.isEmpty else { return }
        pieces.append(Piece(text: text, style: style))
    }

    /// The letters alone.
    var text: String { pieces.map(\.text).joined() }

    /// How many columns it takes.
    var width: Int { pieces.reduce(0) { $0 + TerminalText.width($1.text) } }

    /// The line cut to so many columns.
    func clipped(to columns: Int) -> StyledLine {
        guard width > columns else { return self }
        var line = StyledLine()
        var left = columns
        for piece in pieces where left > 0 {
            let text = TerminalText.clipped(piece.text, to: left)
            line.append(text, piece.style)
            left -= TerminalText.width(text)
        }
        return line
    }
}

/// How a terminal shows meanings.
struct TerminalPalette: Hashable, Sendable {
    enum Colours: Hashable, Sendable {
        case none, sixteen, many
    }

    var colours: Colours
    /// Whether the terminal shows letters beyond ASCII.
    var isUnicode: Bool

    /// The line as bytes for a terminal, ending in the state that it began with.
    ///
    /// Whatever the pieces hold, no control character but those of the palette comes out.
    func encoded(_ line: StyledLine) -> String {
        var text = ""
        for piece in line.pieces {
            let shown = letters(piece.text)
            if let code = code(of: piece.style) {
                text += "\u{1b}[\(code)m\(shown)\u{1b}[0m"
            } else {
                text += shown
            }
        }
        return text
    }

    /// Letters that this terminal can show.
    private func letters(_ text: String) -> String {
        let shown = isUnicode ? text : TerminalText.ascii(text)
        let isClean = shown.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7f..<0xa0).contains($0.value) }
        return isClean ? shown : TerminalText.safe(shown)
    }

    /// Colours of Okabe and Ito, which people tell apart who see red and green alike.
    private func code(of style: TextStyle) -> String? {
        switch (colours, style) {
        case (.none, _), (_, .plain): nil
        case (_, .faint): "2"
        case (_, .strong): "1"
        case (_, .alert): "7"
        case (.sixteen, .ok): "32"
        case (.sixteen, .slow): "33"
        case (.sixteen, .blocked): "1;31"
        case (.sixteen, .platformDown): "35"
        case (.sixteen, .dark): "34"
        case (.sixteen, .insufficient): "90"
        case (.many, .ok): "38;5;36"
        case (.many, .slow): "38;5;214"
        case (.many, .blocked): "1;38;5;202"
        case (.many, .platformDown): "38;5;175"
        case (.many, .dark): "38;5;32"
        case (.many, .insufficient): "38;5;245"
        }
    }

    /// What the environment says of the terminal: `NO_COLOR`, `TERM`, `COLORTERM` and the locale.
    init(environment: [String: String]) {
        let terminal = environment["TERM"] ?? "dumb"
        // https://no-color.org: present and not empty.
        if environment["NO_COLOR"].map({ !$0.isEmpty }) ?? false || terminal == "dumb" {
            colours = .none
        } else {
            let isRich = terminal.contains("256color") || environment["COLORTERM"] != nil
            colours = isRich ? .many : .sixteen
        }
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty } ?? ""
        isUnicode = locale.uppercased().replacing("-", with: "").contains("UTF8")
    }

    init(colours: Colours, isUnicode: Bool) {
        self.colours = colours
        self.isUnicode = isUnicode
    }
}
