import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import ObservatoryModel
import SQLiteStorage
import Storage
import Testing

@testable import ObservatoryServer

/// `/openapi.json` against the server that it describes.
///
/// Full Foundation, since `JSONSerialization` is the plainest way to walk a document of any shape.
@Suite struct DescriptionTests {
    /// A request for each operation, which it answers with its main answer in an empty observatory; `nil` where it needs
    /// more than that, with the answer that it gives instead.
    private static let examples: [String: (path: String, status: Int)] = [
        "isLive": ("/health/live", 200), "isReady": ("/health/ready", 200), "getMetrics": ("/metrics", 200),
        "listIncidents": ("/api/v1/incidents?cc=PK&status=confirmed&limit=5", 200),
        "getIncident": ("/api/v1/incidents/PK-20240107-1", 404),
        "searchIncidents": ("/api/v1/incidents/search?cc=PK", 200), "getStatus": ("/api/v1/status?cc=PK", 200),
        "getSeries": ("/api/v1/series?cc=PK&platform=x&metric=sessions&step=600", 200),
        "listMeasurements": ("/api/v1/measurements?probe_cc=PK&limit=5", 200),
        "getRawMeasurement": ("/api/v1/raw_measurement?measurement_uid=x", 404),
        "aggregateMeasurements": ("/api/v1/aggregation?axis_x=probe_cc", 200),
        "listDatasources": ("/api/v1/signals/datasources", 200),
        "getRawSignals": ("/api/v1/signals/raw/country/PK?from=1767600000&until=1767603600", 200),
        "getReportChallenge": ("/api/v1/reports/challenge", 200), "sendReport": ("/api/v1/reports", 400),
        "sendMeasurements": ("/api/v1/measurements", 401),
    ]

    private func described(_ body: @Sendable (any TestClientProtocol, [String: Any]) async throws -> Void) async throws
    {
        let site = try TestSite()
        try await site.run { client in
            let response = try await client.execute(uri: "/openapi.json", method: .get)
            let document = try JSONSerialization.jsonObject(with: Data(response.body.readableBytesView))
            try await body(client, try #require(document as? [String: Any]))
        }
    }

    private func operations(_ document: [String: Any]) -> [(path: String, method: String, operation: [String: Any])] {
        (document["paths"] as? [String: [String: [String: Any]]] ?? [:]).sorted { $0.key < $1.key }.flatMap {
            path, methods in
            methods.sorted { $0.key < $1.key }.map { (path, $0.key, $0.value) }
        }
    }

    @Test func `each operation answers as it is described`() async throws {
        try await described { client, document in
            for (path, method, operation) in operations(document) {
                let id = try #require(operation["operationId"] as? String)
                // A stream has no end to wait for; operations of other parts have tests of their own.
                guard let example = DescriptionTests.examples[id] else { continue }
                let response = try await client.execute(
                    uri: example.path, method: try #require(HTTPRequest.Method(method.uppercased())))
                #expect(Int(response.status.code) == example.status, "\(id)")
                let answers = try #require(operation["responses"] as? [String: [String: Any]])
                let answer = try #require(
                    answers["\(response.status.code)"], "\(id) does not describe \(response.status.code)")
                let content = answer["content"] as? [String: Any] ?? [:]
                let type = response.headers[.contentType]?.prefix { $0 != ";" } ?? ""
                #expect(content[String(type)] != nil, "\(method) \(path): \(type)")
            }
            let known = Set(operations(document).compactMap { $0.operation["operationId"] as? String })
            #expect(Set(DescriptionTests.examples.keys).isSubset(of: known))
        }
    }

    @Test func `every path of the contract is described, and methods that are not are refused by name`() async throws {
        try await described { client, document in
            let paths = try #require(document["paths"] as? [String: [String: Any]])
            for path in [
                "/api/v1/measurements", "/api/v1/aggregation", "/api/v1/incidents", "/api/v1/incidents/{id}",
                "/api/v1/incidents/search", "/api/v1/status", "/api/v1/series", "/api/v1/stream", "/api/v1/reports",
                "/api/v1/signals/raw/{type}/{code}", "/metrics", "/health/live", "/health/ready",
            ] { #expect(paths[path] != nil, "\(path)") }
            for (path, methods) in paths
            where !path.contains("{") && path != "/api/v1/stream" && path != "/report" {
                // The form of people has the same path as OONI's collector.
                for method in ["GET", "POST", "PUT", "DELETE", "PATCH", "TRACE"]
                where methods[method.lowercased()] == nil {
                    let response = try await client.execute(uri: path, method: HTTPRequest.Method(method)!)
                    #expect(response.status == .methodNotAllowed, "\(method) \(path)")
                    let allowed = Set(response.headers[.allow]?.split(separator: ", ").map { $0.lowercased() } ?? [])
                    #expect(allowed.isSuperset(of: methods.keys), "\(path)")
                    #expect(!allowed.contains(method.lowercased()), "\(path)")
                }
            }
        }
    }

    @Test func `names, references and parameters of the description hold together`() async throws {
        try await described { _, document in
            #expect(document["openapi"] as? String == "3.1.1")
            let all = operations(document)
            let ids = all.compactMap { $0.operation["operationId"] as? String }
            #expect(ids.count == all.count && Set(ids).count == ids.count)
            let schemas = (document["components"] as? [String: Any])?["schemas"] as? [String: Any] ?? [:]
            var used: Set<String> = []
            func walk(_ value: Any) {
                if let object = value as? [String: Any] {
                    if let reference = object["$ref"] as? String {
                        let name = String(reference.split(separator: "/").last ?? "")
                        #expect(reference == "#/components/schemas/\(name)" && schemas[name] != nil, "\(reference)")
                        used.insert(name)
                    }
                    object.values.forEach(walk)
                } else if let list = value as? [Any] {
                    list.forEach(walk)
                }
            }
            walk(document)
            #expect(used == Set(schemas.keys))
            for (path, method, operation) in all {
                let parameters = operation["parameters"] as? [[String: Any]] ?? []
                let inPath = parameters.filter { $0["in"] as? String == "path" }.compactMap { $0["name"] as? String }
                #expect(Set(inPath) == Set(path.matches(of: /\{(\w+)\}/).map { String($0.1) }), "\(path)")
                #expect(parameters.allSatisfy { ($0["in"] as? String != "path") || $0["required"] as? Bool == true })
                let answers = operation["responses"] as? [String: Any] ?? [:]
                #expect(answers["200"] != nil && answers["default"] != nil, "\(method) \(path)")
                #expect((operation["summary"] as? String)?.isEmpty == false)
            }
        }
    }

    @Test func `what the description allows a parameter to be, the server takes, and the reverse`() async throws {
        let numbers = [
            "0": true, "17557": true, "AS17557": true, "as1": true, "4294967295": true, "4294967296": false,
            "AS4294967295": true, "AS4294967300": false, "99999999999": false, "-1": false, "+1": false, "AS": false,
            "": false,
        ]
        try await described { client, document in
            let series = try #require(
                operations(document).first { $0.operation["operationId"] as? String == "getSeries" })
            let parameters = series.operation["parameters"] as? [[String: Any]] ?? []
            let schema = parameters.first { $0["name"] as? String == "asn" }?["schema"] as? [String: Any]
            let pattern = try Regex(try #require(schema?["pattern"] as? String))
            for (text, isTaken) in numbers {
                #expect((try pattern.wholeMatch(in: text) != nil) == isTaken, "\(text)")
                let escaped = text.replacing("+", with: "%2B")
                let response = try await client.execute(uri: "/api/v1/series?cc=PK&asn=\(escaped)", method: .get)
                #expect((response.status == .ok) == isTaken, "\(text)")
            }
            for (query, isTaken) in [
                ("limit=5", true), ("limit=%2B5", false), ("limit=", false), ("limit=5.0", false), ("limit=0", false),
                ("cursor=", true), ("since=", false), ("since=2024-02-30", false), ("since=2024-02-29", true),
                ("since=2024-01-07T18:00:00%2B05:00", true), ("since=2024-01-07T18:00:00+05:00", true),
                ("format=xml", false), ("unknown=1", true),
            ] {
                let response = try await client.execute(uri: "/api/v1/incidents?\(query)", method: .get)
                #expect((response.status == .ok) == isTaken, "\(query)")
                if !isTaken { #expect(response.problemCode == "invalid-parameter") }
            }
        }
    }
}
