import FoundationEssentials
import ObservatoryModel

/// Reads the API's answers. Whatever the server sends, texts are safe for a terminal afterwards.
enum WatchAnswers {
    /// `/api/v1/status`
    struct Status: Decodable {
        var at: Timestamp
        var isSynthetic: Bool
        var cells: [WatchedCell]
        var networks: [WatchedNetwork]

        init(from decoder: any Decoder) throws {
            let fields = try decoder.container(keyedBy: Key.self)
            at = try fields.time("at")
            isSynthetic = try fields.decodeIfPresent(Bool.self, forKey: "synthetic") ?? false
            cells = try fields.decode([Lenient<Cell>].self, forKey: "cells").compactMap { $0.value?.cell }
            networks =
                try fields.decodeIfPresent([Lenient<Network>].self, forKey: "networks")?.compactMap {
                    $0.value?.network
                } ?? []
        }
    }

    /// `/api/v1/incidents`
    struct Incidents: Decodable {
        var incidents: [Revision]

        init(from decoder: any Decoder) throws {
            let fields = try decoder.container(keyedBy: Key.self)
            incidents = try fields.decode([Lenient<Revision>].self, forKey: "incidents").compactMap(\.value)
        }
    }

    /// `/api/v1/series`
    struct Series: Decodable {
        var step: Interval
        var lines: [PlatformID: [WatchedBin]]

        private struct Line: Decodable {
            var platform: String
            var bins: [Bin]
        }

        private struct Bin: Decodable {
            var at: String
            var sessions: Int
            var failures: Int
            var voided: Int?
        }

        init(from decoder: any Decoder) throws {
            let fields = try decoder.container(keyedBy: Key.self)
            let seconds = try fields.decode(Int64.self, forKey: "step")
            step = .seconds(max(60, min(86_400, seconds)))
            lines = [:]
            for line in try fields.decode([Line].self, forKey: "series") {
                guard let platform = PlatformID(line.platform) else { continue }
                lines[platform] = line.bins.compactMap { bin in
                    let voided = bin.voided ?? 0
                    return Timestamp(bin.at).map {
                        WatchedBin(at: $0, sessions: bin.sessions &- voided, failures: bin.failures &- voided)
                    }
                }
            }
        }
    }

    /// One cell, in a status or from the stream.
    struct Cell: Decodable {
        var cell: WatchedCell

        private struct Sample: Decodable {
            var votes: Int
            var failures: Int
            var probes: Int
        }

        init(from decoder: any Decoder) throws {
            let fields = try decoder.container(keyedBy: Key.self)
            let sample = try fields.decode(Sample.self, forKey: "sample")
            cell = WatchedCell(
                name: .init(
                    country: try fields.value("cc") { CountryCode($0) },
                    asn: try fields.decodeIfPresent(UInt32.self, forKey: "asn").map { ASN($0) },
                    platform: try fields.value("platform") { PlatformID($0) }),
                verdict: Verdict(rawValue: try fields.decode(String.self, forKey: "verdict")),
                attention: CellState.Attention(rawValue: try fields.decode(String.self, forKey: "attention"))
                    ?? .quiet,
                votes: sample.votes, failures: sample.failures, probes: sample.probes,
                newest: try fields.decodeIfPresent(String.self, forKey: "newest").flatMap { Timestamp($0) })
        }
    }

    /// One revision, in a list or from the stream.
    struct Revision: Decodable {
        private var incident: WatchedIncident
        /// The sentence by language, apart from English.
        private var statements: [String: String]
        var isSynthetic: Bool

        init(from decoder: any Decoder) throws {
            let fields = try decoder.container(keyedBy: Key.self)
            func text(_ key: Key, _ bound: Int) throws -> String {
                TerminalText.safe(try fields.decode(String.self, forKey: key), bound: bound)
            }
            incident = WatchedIncident(
                id: try text("incident", 40), revision: try fields.decode(Int.self, forKey: "revision"),
                decidedAt: try fields.time("decidedAt"), status: try text("status", 16),
                verdict: try text("verdict", 16), country: try fields.value("cc") { CountryCode($0) },
                platforms: try fields.decode([String].self, forKey: "platforms").compactMap { PlatformID($0) },
                onset: try fields.time("onset"),
                end: try fields.decodeIfPresent(String.self, forKey: "end").flatMap { Timestamp($0) },
                statement: try text("statement", 1_000))
            statements = try fields.decodeIfPresent([String: String].self, forKey: "statements") ?? [:]
            isSynthetic = try fields.decodeIfPresent(Bool.self, forKey: "synthetic") ?? false
        }

        /// The incident with its sentence in a language, in English when it does not have that one.
        func watched(in language: String) -> WatchedIncident {
            var incident = incident
            if let statement = statements[language] {
                incident.statement = TerminalText.safe(statement, bound: 1_000)
            }
            return incident
        }
    }

    private struct Network: Decodable {
        var network: WatchedNetwork

        init(from decoder: any Decoder) throws {
            let fields = try decoder.container(keyedBy: Key.self)
            network = WatchedNetwork(
                asn: ASN(try fields.decode(UInt32.self, forKey: "asn")),
                name: TerminalText.safe(try fields.decode(String.self, forKey: "name"), bound: 60),
                users: try fields.decodeIfPresent(Double.self, forKey: "users"))
        }
    }

    /// An element of a list that may be broken without the list being so.
    private struct Lenient<Value: Decodable>: Decodable {
        var value: Value?

        init(from decoder: any Decoder) throws {
            value = try? Value(from: decoder)
        }
    }

    /// A key by its name.
    struct Key: CodingKey, ExpressibleByStringLiteral {
        var stringValue: String
        var intValue: Int? { nil }

        init(stringLiteral name: String) { stringValue = name }
        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    /// Reads a document.
    static func read<Value: Decodable>(_ type: Value.Type, from bytes: [UInt8]) throws -> Value {
        try JSONDecoder().decode(type, from: Data(bytes))
    }
}

extension KeyedDecodingContainer<WatchAnswers.Key> {
    /// A text that must make a value.
    fileprivate func value<Value>(_ key: WatchAnswers.Key, _ make: (String) -> Value?) throws -> Value {
        guard let value = make(try decode(String.self, forKey: key)) else {
            throw DecodingError.dataCorruptedError(forKey: key, in: self, debugDescription: "cannot be used")
        }
        return value
    }

    fileprivate func time(_ key: WatchAnswers.Key) throws -> Timestamp { try value(key) { Timestamp($0) } }
}
