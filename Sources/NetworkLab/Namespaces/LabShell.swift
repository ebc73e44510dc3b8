import Dispatch
import Glibc

/// Runs the programs that the namespace lab is made of.
///
/// By `posix_spawn` and not by Foundation's `Process`, which waits for ever for servers that close the descriptors they
/// inherit, as dnsmasq does.
package struct LabShell: Sendable {
    /// Why a program did not do its work.
    package struct Failure: Error, CustomStringConvertible {
        package var command: String
        /// The exit status; 128 and the signal's number more when a signal ended it; -1 when it did not start.
        package var status: Int32
        package var output: String

        package var description: String { "`\(command)` ended with \(status): \(output)" }
    }

    package init() {}

    /// Runs a program to its end.
    ///
    /// - Returns: What it wrote to standard output and error.
    @discardableResult
    package func run(_ arguments: [String]) throws(Failure) -> String {
        let (reading, writing) = try pipe(for: arguments)
        let child: pid_t
        do {
            child = try spawn(arguments, output: writing, error: writing)
        } catch {
            close(reading)
            close(writing)
            throw error
        }
        close(writing)
        var output: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = read(reading, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            output += chunk[..<count]
        }
        close(reading)
        let status = Self.wait(for: child)
        let text = String(decoding: output, as: UTF8.self)
        guard status == 0 else {
            throw Failure(
                command: arguments.joined(separator: " "), status: status,
                output: text.split(separator: "\n").joined(separator: "; "))
        }
        return text
    }

    /// Runs a program within a namespace.
    @discardableResult
    package func run(in namespace: String, _ arguments: [String]) throws(Failure) -> String {
        try run(["ip", "netns", "exec", namespace] + arguments)
    }

    /// Whether a program is there and says so.
    package func works(_ arguments: [String]) -> Bool { (try? run(arguments)) != nil }

    /// Starts a program within a namespace that runs on.
    ///
    /// - Parameters:
    ///   - log: A file for what it writes.
    ///   - lines: Gets each line of its standard output, instead of the log, on a thread of its own.
    package func start(
        in namespace: String, _ arguments: [String], log: String, lines: (@Sendable (String) -> Void)? = nil
    ) throws(Failure) -> LabProcess {
        let command = ["ip", "netns", "exec", namespace] + arguments
        let file = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw Failure(command: log, status: -1, output: String(cString: strerror(errno))) }
        defer { close(file) }
        guard let lines else { return LabProcess(identifier: try spawn(command, output: file, error: file)) }
        let (reading, writing) = try pipe(for: command)
        defer { close(writing) }
        let child = try spawn(command, output: writing, error: file)
        DispatchQueue(label: "parallax.lab.lines").async {
            Self.readLines(reading, lines)
        }
        return LabProcess(identifier: child)
    }

    /// Starts a script that can read its standard input to the end only when this process is gone.
    ///
    /// The other end of the pipe is kept open until then on purpose; the system closes it at death, in whatever way.
    func startWarden(_ script: String) throws(Failure) {
        let command = ["sh", "-c", "trap '' INT TERM HUP; read never; \(script)"]
        let (reading, _) = try pipe(for: command)
        defer { close(reading) }
        let sink = open("/dev/null", O_WRONLY | O_CLOEXEC)
        defer { close(sink) }
        // A session of its own: what kills the whole group of this process must not kill it.
        _ = try spawn(command, input: reading, output: sink, error: sink, ownSession: true)
    }

    private static func readLines(_ file: CInt, _ lines: (String) -> Void) {
        defer { close(file) }
        var rest: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = read(file, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            rest += chunk[..<count]
            while let end = rest.firstIndex(of: 10) {
                lines(String(decoding: rest[..<end], as: UTF8.self))
                rest.removeSubrange(...end)
            }
        }
    }

    private func pipe(for arguments: [String]) throws(Failure) -> (reading: CInt, writing: CInt) {
        var ends: [CInt] = [-1, -1]
        // Closed in every other child, so that the end of the output is seen.
        guard Glibc.pipe(&ends) == 0 else {
            throw Failure(
                command: arguments.joined(separator: " "), status: -1, output: String(cString: strerror(errno)))
        }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }

    private typealias CloseFrom = @convention(c) (UnsafeMutablePointer<posix_spawn_file_actions_t>, CInt) -> CInt

    /// `posix_spawn_file_actions_addclosefrom_np` of glibc 2.34 and later, which the Glibc module does not declare.
    private static let closeInherited = dlsym(nil, "posix_spawn_file_actions_addclosefrom_np").map {
        unsafeBitCast($0, to: CloseFrom.self)
    }

    private func spawn(
        _ arguments: [String], input: CInt? = nil, output: CInt, error: CInt, ownSession: Bool = false
    ) throws(Failure) -> pid_t {
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // POSIX_SPAWN_SETSID of <spawn.h>.
        if ownSession { posix_spawnattr_setflags(&attributes, 0x80) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        if let input {
            posix_spawn_file_actions_adddup2(&actions, input, 0)
        } else {
            posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        }
        posix_spawn_file_actions_adddup2(&actions, output, 1)
        posix_spawn_file_actions_adddup2(&actions, error, 2)
        // Sockets of NIO are inherited; a server that runs on would keep their ports taken after they are closed here.
        _ = Self.closeInherited?(&actions, 3)
        var vector = arguments.map { strdup($0) } + [nil]
        defer { vector.forEach { free($0) } }
        var child: pid_t = 0
        let code = posix_spawnp(&child, arguments[0], &actions, &attributes, &vector, environ)
        guard code == 0 else {
            throw Failure(
                command: arguments.joined(separator: " "), status: -1, output: String(cString: strerror(code)))
        }
        return child
    }

    fileprivate static func wait(for child: pid_t) -> Int32 {
        var status: CInt = 0
        while waitpid(child, &status, 0) < 0 { guard errno == EINTR else { return -1 } }
        return status & 0x7f == 0 ? (status >> 8) & 0xff : 128 + (status & 0x7f)
    }
}

/// A program that the lab started.
package struct LabProcess: Hashable, Sendable {
    package let identifier: Int32

    /// Whether it has not ended yet; what has ended is cleared away.
    package var isRunning: Bool { waitpid(identifier, nil, WNOHANG) == 0 }

    /// Asks it to end, insists after two seconds, and clears it away.
    package func stop() {
        guard isRunning else { return }
        kill(identifier, SIGTERM)
        for _ in 0..<100 {
            if !isRunning { return }
            usleep(20_000)
        }
        kill(identifier, SIGKILL)
        _ = LabShell.wait(for: identifier)
    }
}
