import ArgumentParser
import Foundation
import Glibc
import ObservatoryModel
import ObservatoryServer
import Probing

/// Measuring from the machine that serves: only after its operator read what it does and agreed, on a terminal.
///
/// The answer is asked for once and kept beside the store, a refusal too. Without a terminal the answer is no.
struct OwnMeasurement: Sendable {
    /// Where key, consent and answer are kept.
    let home: String
    /// The country that the operator stated, or that `--place` gave.
    let place: Place

    /// Asks the operator unless there is an answer already.
    ///
    /// - Parameters:
    ///   - home: The folder to keep the answer in.
    ///   - place: Where this machine is, when the operator has said so already.
    /// - Returns: `nil` for a no.
    static func asked(home: String, place: Place?) throws -> OwnMeasurement? {
        let folder: ProbeFolder
        do { folder = try ProbeFolder(root: home) } catch { throw CommandFailure(error.description) }
        do {
            if let answer = try folder.read("serve-answer") {
                let text = String(decoding: answer, as: UTF8.self).split(separator: "\n").first.map(String.init) ?? ""
                guard let stated = place ?? Place(text), try Consent.isGiven(in: folder, country: stated.country) else {
                    return nil
                }
                return OwnMeasurement(home: home, place: stated)
            }
            guard isatty(STDIN_FILENO) == 1, isatty(STDERR_FILENO) == 1 else { return nil }
            guard let stated = place ?? askedPlace() else {
                try folder.write(Array("no\n".utf8), to: "serve-answer")
                return nil
            }
            guard try agrees(to: stated.country, folder: folder) else {
                try folder.write(Array("no\n".utf8), to: "serve-answer")
                printError("Nothing is measured from this machine. To be asked again, delete \(home)/serve-answer.")
                return nil
            }
            try folder.write(Array("\(stated.country):\(stated.asn.number)\n".utf8), to: "serve-answer")
            return OwnMeasurement(home: home, place: stated)
        } catch let error as ProbeFolderError {
            throw CommandFailure(error.description)
        }
    }

    /// `nil` when the operator wants no measuring from here.
    private static func askedPlace() -> Place? {
        printError(
            """
            This observatory can measure from this machine too. You will read what that does and what the risk is before
            anything is measured. Type the two letters of the country it is in, or press Return to go without:
            """)
        while let line = readLine() {
            let text = line.filter { $0 != " " }.uppercased()
            if text.isEmpty { return nil }
            if let place = Place(text) { return place }
            printError("“\(line)” is no country code such as PK. Type two letters, or press Return to go without:")
        }
        return nil
    }

    private static func agrees(to country: CountryCode, folder: ProbeFolder) throws -> Bool {
        if try Consent.isGiven(in: folder, country: country) { return true }
        let probe: ProbeRun
        do {
            probe = try ProbeRun.parse(["--country", country.description, "--collector", "http://127.0.0.1"])
        } catch {
            throw CommandFailure("\(error)")
        }
        let (targets, neutrals, _) = try probe.options.measured()
        printError(probe.consentText(targets, neutrals, collectors: try probe.options.collectorURLs()))
        printError("Type yes to agree, anything else to go without:")
        guard readLine()?.lowercased() == "yes" else { return false }
        try Consent.give(in: folder, country: country, at: .wallClock())
        return true
    }

    /// Starts a probe that measures on schedule and delivers to the server: a process of its own, so that signals reach
    /// both and a slow measurement holds nothing up.
    ///
    /// - Parameter address: The server's own address on loopback.
    func started(deliveringTo address: String) throws -> Process {
        let probe = Process()
        probe.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        probe.arguments = [
            "probe", "--collector", address, "--country", place.country.description, "--asn",
            String(place.asn.number), "--home", home, "--quiet",
        ]
        probe.standardInput = FileHandle.nullDevice
        try probe.run()
        return probe
    }
}
