import ArgumentParser
import ObservatoryModel
import ObservatoryServer

/// `parallax admin`: what operators do beside the server.
struct AdminCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "admin", abstract: "Make tokens for people who look after an observatory.",
        subcommands: [Token.self])

    /// `parallax admin token`: prints one token.
    struct Token: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print a token that admits somebody to /api/v1/admin.",
            discussion: """
                The token is signed with the observatory's key, which is made when there is none yet. Whoever holds the \
                token may do what its role allows until it expires; a new key ends all tokens at once.
                """)

        @Option(help: "viewer, editor or operator.")
        var role: AdminRole

        @Option(help: "Who it is for, as the audit log shows it.")
        var name: String

        @Option(help: "How long it admits: 12h, 30d; at most 366d.")
        var expires: Lifetime = Lifetime(length: .days(30))

        @Option(help: "The server's configuration, which may name the key's file.")
        var config: String?

        @Option(help: "The store (sqlite:PATH); the key lies beside it unless the configuration names one.")
        var store: StoreLocation?

        func run() async throws {
            var settings = ServerConfiguration()
            do {
                if let config { settings = try ServerConfiguration(file: config) }
            } catch {
                throw CommandFailure("\(error)")
            }
            if let store { settings.store = store }
            guard (1...100).contains(name.count), !name.contains(where: \.isNewline) else {
                throw CommandFailure("A name has 1 to 100 characters in one line.")
            }
            let path = settings.adminKeyPath
            do {
                if !AdminKey.exists(path) { printError("Making the key for tokens at \(path).") }
                let tokens = AdminTokens(try AdminKey(file: path))
                let token = try await tokens.token(
                    name: name, role: role, life: expires.length, now: Timestamp.wallClock())
                StandardStream.output.write(Array((token + "\n").utf8))
            } catch let failure as AdminKey.Failure {
                throw CommandFailure(failure.description)
            }
        }
    }
}

/// A length of time as people type it: `90m`, `12h`, `30d`.
struct Lifetime: ExpressibleByArgument, CustomStringConvertible {
    var length: Interval

    init(length: Interval) {
        self.length = length
    }

    init?(argument: String) {
        guard let unit = argument.last, let count = Int64(argument.dropLast()), count > 0, count <= 527_040 else {
            return nil
        }
        switch unit {
        case "m": length = .minutes(count)
        case "h": length = .hours(count)
        case "d": length = .days(count)
        default: return nil
        }
        guard length <= AdminTokens.longestLife else { return nil }
    }

    var description: String { "\(length.milliseconds / 86_400_000)d" }
}

extension AdminRole: ExpressibleByArgument {}
