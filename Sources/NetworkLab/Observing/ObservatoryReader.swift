// JSONSerialization hands revisions on without knowing their fields; FoundationEssentials has no such thing.
import Foundation
package import NIOCore
package import ObservatoryModel
import Probing

/// Reads what an observatory says, the way anybody outside does: its API and its pages over HTTP.
package struct ObservatoryReader: Sendable {
    private let base: MeasuredURL
    private let address: InternetAddress
    private let group: any EventLoopGroup

    /// - Parameters:
    ///   - port: Where it listens without TLS.
    ///   - group: Its threads decide from which network namespace it is read.
    package init(address: InternetAddress, port: UInt16, group: any EventLoopGroup) {
        base = MeasuredURL(isSecure: false, host: address.description, port: port)
        self.address = address
        self.group = group
    }

    /// A page or another text; `nil` when it was not to be had.
    package func text(_ path: String) async -> String? {
        await body(path).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Whether it is ready to answer.
    package func isReady() async -> Bool { await body("/health/ready") != nil }

    /// The identifiers of all incidents, oldest first.
    package func incidents() async -> [String] {
        let answer = await object("/api/v1/incidents")
        let list = answer?["incidents"] as? [[String: Any]] ?? []
        return list.compactMap { $0["incident"] as? String }.reversed()
    }

    /// The revisions of an incident in order, each as one line of JSON.
    package func revisionLines(of incident: String) async -> [String] {
        let list = await object("/api/v1/incidents/\(incident)")?["revisions"] as? [[String: Any]] ?? []
        return list.compactMap { revision in
            (try? JSONSerialization.data(withJSONObject: revision, options: [.sortedKeys, .withoutEscapingSlashes]))
                .map { String(decoding: $0, as: UTF8.self) }
        }
    }

    /// The revisions of an incident in order.
    package func revisions(of incident: String) async -> [SaidRevision] {
        await revisionLines(of: incident).compactMap(Self.revision)
    }

    /// The newest revision of every incident, oldest incident first.
    package func newest() async -> [SaidRevision] {
        var newest: [SaidRevision] = []
        for incident in await incidents() {
            if let last = await revisions(of: incident).last { newest.append(last) }
        }
        return newest
    }

    /// Reads a line that `revisionLines` gave; `nil` when it is no revision.
    package static func revision(_ line: String) -> SaidRevision? {
        try? JSONDecoder().decode(SaidRevision.self, from: Data(line.utf8))
    }

    /// What is said of a country's platforms now.
    package func cells(in country: String) async -> [SaidCell] {
        struct Answer: Decodable { var cells: [SaidCell] }
        guard let body = await body("/api/v1/status?cc=\(country)") else { return [] }
        return (try? JSONDecoder().decode(Answer.self, from: Data(body)))?.cells ?? []
    }

    private func object(_ path: String) async -> [String: Any]? {
        guard let body = await body(path) else { return nil }
        return try? JSONSerialization.jsonObject(with: Data(body)) as? [String: Any]
    }

    private func body(_ path: String) async -> [UInt8]? {
        var url = base
        url.path = path
        return await PlainFetch.body(of: url, at: address, group: group)
    }
}
