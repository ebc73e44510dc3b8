import Foundation
import Simulation
import Testing
import WireFormats

/// A terminal that the tests hold the other end of.
private final class PseudoTerminal {
    let master: FileHandle
    let slave: FileHandle

    init() throws {
        // What posix_openpt and its kin do, which Glibc's module does not show.
        let number = open("/dev/ptmx", O_RDWR | O_NOCTTY)
        var (lock, name) = (Int32(0), Int32(0))
        let (unlock, getName): (UInt, UInt) = (0x4004_5431, 0x8004_5430)
        guard number >= 0, ioctl(number, unlock, &lock) == 0, ioctl(number, getName, &name) == 0 else {
            throw CocoaError(.fileReadUnknown)
        }
        let other = open("/dev/pts/\(name)", O_RDWR | O_NOCTTY)
        guard other >= 0 else { throw CocoaError(.fileReadUnknown) }
        master = FileHandle(fileDescriptor: number, closeOnDealloc: true)
        slave = FileHandle(fileDescriptor: other, closeOnDealloc: true)
    }

    /// Whether letters are shown and lines edited, as at a prompt.
    var isPlain: Bool {
        var settings = termios()
        return tcgetattr(slave.fileDescriptor, &settings) == 0
            && settings.c_lflag & tcflag_t(ECHO | ICANON) == tcflag_t(ECHO | ICANON)
    }

    /// What is shown until a text has come, or a minute has passed.
    func read(until text: String) -> String {
        var shown = ""
        let deadline = Date().addingTimeInterval(60)
        while !shown.contains(text), Date() < deadline {
            var wait = pollfd(fd: master.fileDescriptor, events: Int16(POLLIN), revents: 0)
            guard poll(&wait, 1, 200) > 0 else { continue }
            shown += String(decoding: master.availableData, as: UTF8.self)
        }
        return shown
    }
}

@Suite(.serialized) struct WatchCommandTests {
    enum Way: CaseIterable { case key, interrupt, termination }

    @Test(arguments: Way.allCases) func `the terminal is put back, whichever way the board ends`(_ way: Way) throws {
        let terminal = try PseudoTerminal()
        #expect(terminal.isPlain)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Program.path)
        // Nothing listens on the port for discarding, which is no matter here: the board says so.
        process.arguments = ["watch", "PK", "--server", "http://127.0.0.1:9"]
        process.environment = ["TERM": "xterm-256color", "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin"]
        (process.standardInput, process.standardOutput) = (terminal.slave, terminal.slave)
        process.standardError = FileHandle.nullDevice
        try process.run()
        let shown = terminal.read(until: "NOT CONNECTED: connection refused")
        #expect(shown.contains("\u{1b}[?1049h") && shown.contains("NOT CONNECTED: connection refused"))
        #expect(!terminal.isPlain)
        switch way {
        case .key: terminal.master.write(Data("q".utf8))
        case .interrupt: process.interrupt()
        case .termination: process.terminate()
        }
        let rest = terminal.read(until: "\u{1b}[?1049l")
        process.waitUntilExit()
        #expect(rest.contains("\u{1b}[?25h") && rest.contains("\u{1b}[?1049l"))
        #expect(terminal.isPlain)
        #expect(process.terminationStatus == 0)
    }

    @Test func `the board can be printed once, without a terminal and without colours`() throws {
        let folder = try Folder()
        var bytes: [UInt8] = []
        var writer = RecordWriter()
        for record in ScenarioRun(Scenario.named("short")!, seed: 22) { writer.append(record, to: &bytes) }
        let path = try folder.write("block.ndjson", Data(bytes))
        let store = folder.path + "/store.sqlite"
        #expect(try Program.run(["replay", path, "--store", "sqlite:" + store]).status == 0)
        let server = try RunningServer(store: store)
        let board = try Program.run(["watch", "pk", "--once", "--server", server.address + "/"])
        let text = String(decoding: board.output, as: UTF8.self)
        #expect(board.status == 0 && board.errors.isEmpty, "\(board.errors)")
        #expect(text.hasPrefix("Parallax  Pakistan ") && text.contains("B blocked"))
        #expect(!text.contains("\u{1b}") && !text.contains("q quits"))
        #expect(board.lines.allSatisfy { $0.count <= 80 })
        #expect(server.stop().status == 0)
    }

    @Test func `what cannot be watched is said in a sentence`() throws {
        let silent = try Program.run(["watch", "--once", "--server", "http://127.0.0.1:9"])
        #expect(silent.status == 2)
        #expect(silent.errors == "http://127.0.0.1:9 cannot be watched: connection refused.\n")
        let nowhere = try Program.run(["watch", "QQ", "--once"])
        #expect(nowhere.status == 2 && nowhere.errors.contains("There is no country “QQ”"))
        for address in ["ftp://127.0.0.1", "http://", "http://a b", "127.0.0.1:80"] {
            let refused = try Program.run(["watch", "--once", "--server", address])
            #expect(refused.status == 2 && refused.errors.contains("is no address of a server"))
        }
    }
}
