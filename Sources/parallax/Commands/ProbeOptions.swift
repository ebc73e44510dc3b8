import ArgumentParser
import Gazetteer
import Glibc
import NIOCore
import NIOPosix
import ObservatoryModel
import ObservatoryServer
import Probing

/// What all commands of the probe need to know.
struct ProbeOptions: ParsableArguments {
    @Option(help: "Where results go, https://HOST; may be given several times, tried in order.")
    var collector: [String] = []

    @Option(help: "The folder of the key, the consent and what is not delivered yet.")
    var home: String?

    @Option(help: "The country that you measure from, two letters; the collector derives its own.")
    var country: CountryCode = .unknown

    @Option(name: .customLong("platforms"), help: "Platform ids, parted by commas; all of the catalogue by default.")
    var platformList: String?

    @Option(help: "A target file instead of the built-in catalogue.")
    var targets: String?

    @Option(name: .customLong("ca"), help: "Trust the certificates of this PEM file instead of the system's.")
    var authorities: String?

    @Flag(help: "Measure targets that carry an extra risk as well.")
    var risky = false

    @Option(help: "Megabytes a day.")
    var budget: Int64?

    @Flag(
        help:
            "The line is metered, also where the system does not say so: nothing is measured unless --budget says how much."
    )
    var metered = false

    /// Bytes a day; 0 on a metered line without a word about it.
    var budgetBytes: Int64 {
        if let budget { return max(0, min(budget, 1_000_000)) * 1_000_000 }
        return metered ? 0 : DataBudget.usualBytesPerDay
    }

    /// The folder, made when it is not there.
    func folder() throws -> ProbeFolder {
        let base = getenv("XDG_DATA_HOME").map { String(cString: $0) }
        let user = getenv("HOME").map { String(cString: $0) + "/.local/share" }
        guard let root = home ?? (base ?? user).map({ $0 + "/parallax-probe" }) else {
            throw CommandFailure("There is no home folder; say where to keep the key with --home FOLDER.")
        }
        do { return try ProbeFolder(root: root) } catch { throw CommandFailure(error.description) }
    }

    /// What is measured, and beside what.
    func measured() throws -> (targets: [MeasurementTarget], neutrals: [NeutralHost], file: TargetFile?) {
        var wanted: [PlatformID] = []
        for text in (platformList ?? "").split(separator: ",") {
            guard let id = PlatformID(String(text)) else {
                throw CommandFailure("“\(text)” is no platform id; write --platforms x,youtube.")
            }
            wanted.append(id)
        }
        guard let targets else {
            return (try ProbeTargets.targets(wanted: wanted, risky: risky), ProbeTargets.neutrals, nil)
        }
        do {
            let file = try TargetFile(try readFile(targets))
            let kept = file.targets.filter { wanted.isEmpty || wanted.contains($0.platform) }
            return (kept, file.neutrals, file)
        } catch let failure as TargetFile.Failure {
            throw CommandFailure(failure.description)
        }
    }

    /// Where results go.
    func collectorURLs() throws -> [MeasuredURL] {
        try collector.map { text in
            guard let url = MeasuredURL(text) else {
                throw CommandFailure("“\(text)” is no collector; write --collector https://observatory.example.")
            }
            return url
        }
    }

    /// This machine's environment, with the target file's resolvers where it has some.
    func environment(file: TargetFile?, helper: String? = nil) throws -> ProbeEnvironment {
        var judge = CertificateJudge.system
        if let authorities {
            do {
                judge = try CertificateJudge(pem: String(decoding: try readFile(authorities), as: UTF8.self))
            } catch let failure as CommandFailure {
                throw failure
            } catch {
                throw CommandFailure("“\(authorities)” holds no certificate that can be read: \(error).")
            }
        }
        var other: ProbeEnvironment.Endpoint?
        if let helper {
            guard let address = InternetAddress(helper) else {
                throw CommandFailure("“\(helper)” is no address of a helper; write an IPv4 or IPv6 address.")
            }
            other = .init(address, port: 443)
        }
        // A name that says what it is, except where saying so may bring the volunteer into danger.
        let agent =
            RiskList.standard.isCautious(in: country)
            ? "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
            : "parallax-probe/\(softwareVersion) (measures whether platforms can be reached)"
        var environment = ProbeEnvironment.system(userAgent: agent, helper: other, judge: judge)
        if let file {
            environment.publicResolver = file.publicResolver
            environment.doh = file.doh
            environment.neutralName = file.neutrals.first?.url.host ?? environment.neutralName
        }
        return environment
    }

    private func readFile(_ path: String) throws -> [UInt8] {
        guard let file = fopen(path, "rb") else {
            throw CommandFailure("“\(path)” cannot be read: \(String(cString: strerror(errno))).")
        }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while case let count = fread(&chunk, 1, chunk.count, file), count > 0 { bytes += chunk[..<count] }
        return bytes
    }
}
