import ArgumentParser
import Gazetteer
import Glibc
import NIOCore
import NIOPosix
import ObservatoryModel
import ObservatoryServer
import Probing
import WireFormats

/// `parallax probe`: one vantage point.
struct ProbeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "probe", abstract: "Measure from this machine's line whether platforms can be reached.",
        subcommands: [ProbeRun.self, ProbeForget.self], defaultSubcommand: ProbeRun.self)
}

/// Measures, once or on schedule.
struct ProbeRun: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Measure (this is what `parallax probe` does).")

    enum Output: String, ExpressibleByArgument, CaseIterable {
        case text, ndjson, ooni
    }

    @OptionGroup var options: ProbeOptions

    @Flag(help: "Measure everything once and exit.")
    var once = false

    @Flag(help: "With --once: run the transfer step too, up to 2 MB for each platform.")
    var transfers = false

    @Option(
        help: """
            What goes to standard output: text; ndjson, the sessions as they are sent; or ooni, a web_connectivity \
            measurement for each session, with the collector's test helper as control.
            """)
    var output: Output = .text

    @Flag(help: "Print nothing but errors and, with --output ndjson or ooni, the sessions.")
    var quiet = false

    @Flag(help: "Show what would be measured and sent, and what waits to be delivered, and exit.")
    var show = false

    @Flag(help: "I have read what --show prints, and agree; written down, so it is needed once.")
    var consent = false

    @Option(help: "Your region, an ISO 3166-2 code such as PK-SD, if you want to say it.")
    var region: String?

    @Option(help: "Your network's number, if you know it; it counts where the collector finds the same or none.")
    var asn: UInt32 = 0

    @Option(help: "Your line: fixed, mobile or datacentre.")
    var access: String?

    @Option(help: "An address of the observatory's that answers TLS for any name, for one of the contrasts.")
    var helper: String?

    @Flag(help: "Run the contrasts that send a forbidden name elsewhere, also in a country of the risk list.")
    var allContrasts = false

    @Option(
        help:
            "Seconds between sessions on a platform in quiet times, at least 60; 600 and the budget decide by default.")
    var every: Int32?

    @Option(
        help: "Seconds between transfers in quiet times, one platform in turn; 1800 by default, 0 for each session.")
    var transferEvery: Int64 = 1800

    func run() async throws {
        let (targets, neutrals, file) = try options.measured()
        let collectors = try options.collectorURLs()
        let folder = try options.folder()
        let text = consentText(targets, neutrals, collectors: collectors)
        if show { return try await show(text, folder: folder) }
        try askForConsent(text, folder: folder)
        guard options.budgetBytes > 0 else {
            throw CommandFailure("The line is metered, so nothing is measured; say how much with --budget MEGABYTES.")
        }
        let line = MeteredLine()
        if once, options.budget == nil, await line.isMetered() == true {
            throw CommandFailure(
                "The system says that the line is metered, so nothing is measured; say how much with --budget MEGABYTES."
            )
        }
        guard !targets.isEmpty, neutrals.count >= 2 else {
            throw CommandFailure("There is nothing to measure, or fewer than two neutral hosts to measure it beside.")
        }
        let environment = try options.environment(file: file, helper: helper)
        do {
            let key = try ProbeKey.loaded(from: folder)
            let group = MultiThreadedEventLoopGroup.singleton
            let sessionRunner = SessionRunner(environment: environment, vantage: try vantage(key), group: group)
            let deliveries = collectors.map { Collector(url: $0, environment: environment, key: key, group: group) }
            var inspect: (@Sendable (DetailedSession) async -> Void)?
            if output == .ooni {
                let writer = ProbeOONIOutput(runner: sessionRunner, collectors: deliveries)
                inspect = { await writer.write($0) }
            }
            let setup = ProbeRunner.Setup(
                runner: sessionRunner, targets: targets, neutrals: neutrals, collectors: deliveries,
                folder: folder,
                budget: try DataBudget(bytesPerDay: options.budgetBytes, at: environment.now(), folder: folder),
                refusedContrasts: isCautious && !allContrasts ? [.targetSNIElsewhere] : [], quietEvery: every,
                transferInterval: .seconds(transferEvery == 0 ? 0 : max(60, transferEvery)),
                isMetered: { [isLimited = options.budget != nil] in isLimited ? false : await line.isMetered() == true
                },
                inspect: inspect)
            let printer = ProbePrinter(output: output, quiet: quiet)
            let runner = try ProbeRunner(setup: setup) { printer.print($0) }
            if once {
                let sessions = await runner.once(transfers: transfers)
                printer.summarize(sessions)
            } else {
                await StopSignals.whileNoneCame { await runner.run() }
            }
        } catch let error as ProbeFolderError {
            throw CommandFailure(error.description)
        }
    }

    private var isCautious: Bool { RiskList.standard.isCautious(in: options.country) }

    private func vantage(_ key: ProbeKey) throws -> VantagePoint {
        var place: RegionCode?
        if let region {
            guard let code = RegionCode(region) else {
                throw CommandFailure("“\(region)” is no ISO 3166-2 code; write PK-SD, for example.")
            }
            place = code
        }
        var line = AccessType.unknown
        if let access {
            guard let known = AccessType(access) else {
                throw CommandFailure("“\(access)” is no kind of line; write fixed, mobile or datacentre.")
            }
            line = known
        }
        return VantagePoint(
            probe: key.pseudonym, software: "parallax-probe/\(softwareVersion)", country: options.country,
            region: place,
            asn: ASN(asn), access: line)
    }

    func consentText(
        _ targets: [MeasurementTarget], _ neutrals: [NeutralHost], collectors: [MeasuredURL]
    ) -> String {
        let hosts = targets.flatMap(\.urls).map(\.host) + targets.flatMap(\.siblings).map(\.host)
        var seen = Set<String>()
        var list = hosts.filter { seen.insert($0).inserted }
        let near = neutrals.filter { $0.country == nil || $0.country == options.country }.map(\.url.host)
        list.append("two of \(near.count) neutral hosts each time (\(near.joined(separator: ", ")))")
        let entry = RiskList.standard.entry(for: options.country)
        return Consent.text(
            risks: [RiskList.general] + [entry?.text].compactMap { $0 }, isCautious: isCautious && !allContrasts,
            hosts: list, collectors: collectors.map(\.description), budgetBytes: options.budgetBytes)
    }

    /// Returns when consent stands; asks for it on a terminal.
    private func askForConsent(_ text: String, folder: ProbeFolder) throws {
        if try Consent.isGiven(in: folder, country: options.country) { return }
        let now = Timestamp(seconds: Int64(time(nil)))
        if consent { return try Consent.give(in: folder, country: options.country, at: now) }
        guard isatty(STDIN_FILENO) == 1, isatty(STDERR_FILENO) == 1 else {
            throw CommandFailure(
                "Nothing is measured before you agree. Read `parallax probe --show`, then run it again with --consent.")
        }
        printError(text + "\nType yes to agree, anything else to stop:")
        guard readLine()?.lowercased() == "yes" else {
            throw CommandFailure("You did not agree, so nothing was measured.", code: 1)
        }
        try Consent.give(in: folder, country: options.country, at: now)
    }

    /// A session such as is sent, with documentation addresses (RFC 5737).
    private var example: Session {
        let now = Timestamp(seconds: Int64(time(nil)))
        let address = "192.0.2.1"
        return Session(
            id: "s-0123456789abcdef-0123456789ab", at: now, received: now, every: 600, probe: "p-0123456789abcdef",
            software: "parallax-probe/\(softwareVersion)", country: options.country,
            region: region.flatMap { RegionCode($0) }, asn: ASN(asn),
            access: access.flatMap { AccessType($0) } ?? .unknown,
            platform: PlatformID("x") ?? PlatformCatalogue.standard.all[0].id, target: "https://x.com/",
            outcome: .failed,
            steps: [
                Step(.dns, milliseconds: 12, resolver: .isp, addresses: [address]),
                Step(.tcp, milliseconds: 80, family: 4, address: address + ":443"),
                Step(.tls, failure: .connectionReset, milliseconds: 81, family: 4, sni: "x.com"),
            ], controls: [Control(role: .neutral, target: "https://www.example.org/", outcome: .ok)])
    }

    private func show(_ text: String, folder: ProbeFolder) async throws {
        let now = Timestamp(seconds: Int64(time(nil)))
        let budget = try DataBudget(bytesPerDay: options.budgetBytes, at: now, folder: folder)
        let tenths = (options.budgetBytes - budget.left(at: now) + 50_000) / 100_000
        let word =
            switch await MeteredLine().isMetered() {
            case true?: "is metered, so nothing is measured unless --budget says how much"
            case false?: "is not metered"
            case nil: "may be metered or not; if it is, say so with --metered"
            }
        let use =
            "\nUsed today: \(tenths / 10).\(tenths % 10) MB of \(options.budgetBytes / 1_000_000) MB. "
            + "The line, as far as the system says, \(word).\n"
        StandardStream.output.write(Array((text + use).utf8))
        let names = try folder.names(in: "spool")
        guard !names.isEmpty else {
            StandardStream.output.write(
                Array("\nNothing waits to be delivered. A session, with made-up values, looks like this:\n".utf8))
            var (writer, line) = (RecordWriter(), [UInt8]())
            writer.append(.session(example), to: &line)
            return StandardStream.output.write(line)
        }
        StandardStream.output.write(Array("\nWaiting to be delivered, as it will be sent:\n".utf8))
        for name in names { StandardStream.output.write(try folder.read("spool/\(name)") ?? []) }
    }
}
