import ArgumentParser
import AsyncHTTPClient
import Gazetteer
import Glibc
import ObservatoryModel
import ObservatoryServer

/// `parallax watch`: what an observatory knows, live in the terminal.
struct WatchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch", abstract: "Watch a country, or all, live in the terminal.",
        discussion: """
            On a terminal this is a board that q or Ctrl-C ends. Where no board can be shown (TERM=dumb, a pipe, a
            file) each change is a line. NO_COLOR=1 takes the colours away; the letters say the same.
            """)

    @Argument(help: "The country's two letters, such as PK; all countries without.")
    var country: String?

    @Option(help: "The observatory's address.")
    var server = "http://127.0.0.1:8080"

    @Option(help: "The language of the sentences, such as ur, where the server has it; the locale's by default.")
    var language: String?

    @Flag(help: "One line per change, also on a terminal.")
    var lines = false

    @Flag(help: "Show the board once and end; 2 when the server cannot be reached.")
    var once = false

    func run() async throws {
        let (country, server) = (try watchedCountry(), try address())
        let http = WatchClient.http()
        let client = WatchClient(
            server: server, country: country, language: spoken(), http: http, clock: Timestamp.wallClock)
        let palette = TerminalPalette(environment: environment)
        var failure: CommandFailure?
        if once {
            do {
                try await show(client, palette)
            } catch {
                failure = CommandFailure("\(client.server) cannot be watched: \(WatchClient.reason(error)).")
            }
        } else {
            let isBoard = !lines && environment["TERM"] ?? "dumb" != "dumb" && isatty(STDOUT_FILENO) == 1
            await StopSignals.whileNoneCame {
                await WatchSession(client: client, palette: palette, isBoard: isBoard).run()
            }
        }
        try await http.shutdown()
        if let failure { throw failure }
    }

    /// The board as plain text.
    private func show(_ client: WatchClient, _ palette: TerminalPalette) async throws {
        var state = WatchState(country: client.country)
        let now = client.clock()
        state.apply(try await client.snapshot(), now: now)
        state.connection = .once
        var palette = palette
        if isatty(STDOUT_FILENO) != 1 { palette.colours = .none }
        let size = WatchBoard.Size(columns: TerminalScreen.size.columns, rows: 1_000)
        let board = WatchBoard(state: state, size: size, now: now, isUnicode: palette.isUnicode, isInteractive: false)
        let text = board.lines().map { palette.encoded($0) + "\n" }.joined()
        StandardStream.output.write(Array(text.utf8))
    }

    private func watchedCountry() throws -> CountryCode? {
        guard let country else { return nil }
        guard let code = CountryCode(anyCase: country), Gazetteer.standard.country(code) != nil else {
            throw CommandFailure("There is no country “\(country)”; two letters are wanted, such as PK.")
        }
        return code
    }

    private func address() throws -> String {
        let text = server.hasSuffix("/") ? String(server.dropLast()) : server
        let isAddress = ["http://", "https://"].contains { text.hasPrefix($0) && text.count > $0.count }
        guard isAddress, text.utf8.allSatisfy({ (0x21...0x7e).contains($0) && $0 != 0x3f && $0 != 0x23 }) else {
            throw CommandFailure("“\(server)” is no address of a server, such as http://127.0.0.1:8080.")
        }
        return text
    }

    /// The language that was asked for, or that of the locale.
    private func spoken() -> String {
        if let language { return language.lowercased() }
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
        return String((locale ?? "en").prefix { $0.isLetter }).lowercased()
    }

    private var environment: [String: String] {
        let names = ["NO_COLOR", "TERM", "COLORTERM", "LC_ALL", "LC_CTYPE", "LC_MESSAGES", "LANG"]
        return Dictionary(
            uniqueKeysWithValues: names.compactMap { name in
                getenv(name).map { (name, String(cString: $0)) }
            })
    }
}
