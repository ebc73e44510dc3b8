import ArgumentParser
// JSONSerialization rewrites revisions without knowing their fields; FoundationEssentials has no such thing.
import Foundation
import NIOPosix
import Probing
import WireFormats

/// Prints each new revision of an observatory at an address, one JSON object a line; the lab runs it beside the server.
struct LabFollow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "follow", abstract: "Print the revisions of an observatory as they come.", shouldDisplay: false)

    @Argument(help: "http://ADDRESS:PORT")
    var observatory: String

    func run() async throws {
        guard let base = MeasuredURL(observatory), let address = WireFormats.InternetAddress(base.host) else {
            throw CommandFailure("“\(observatory)” is no http://ADDRESS:PORT.")
        }
        var seen = Set<String>()
        while true {
            for incident in await incidents(base, address) {
                for revision in await revisions(of: incident, base, address) {
                    guard let number = revision["revision"] as? Int, seen.insert("\(incident) \(number)").inserted,
                        let line = try? JSONSerialization.data(
                            withJSONObject: revision, options: [.sortedKeys, .withoutEscapingSlashes])
                    else { continue }
                    StandardStream.output.write(Array(line) + [10])
                }
            }
            try await Task.sleep(for: .seconds(1))
        }
    }

    private func incidents(_ base: MeasuredURL, _ address: WireFormats.InternetAddress) async -> [String] {
        let answer = await object("/api/v1/incidents", base, address)
        let list = answer?["incidents"] as? [[String: Any]] ?? []
        return list.compactMap { $0["incident"] as? String }.reversed()
    }

    private func revisions(
        of incident: String, _ base: MeasuredURL, _ address: WireFormats.InternetAddress
    ) async -> [[String: Any]] {
        await object("/api/v1/incidents/\(incident)", base, address)?["revisions"] as? [[String: Any]] ?? []
    }

    private func object(
        _ path: String, _ base: MeasuredURL, _ address: WireFormats.InternetAddress
    ) async -> [String: Any]? {
        var url = base
        url.path = path
        guard
            let body = await PlainFetch.body(of: url, at: address, group: MultiThreadedEventLoopGroup.singleton)
        else { return nil }
        return try? JSONSerialization.jsonObject(with: Data(body)) as? [String: Any]
    }
}
