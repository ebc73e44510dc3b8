import FoundationEssentials
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import ObservatoryModel
import Storage
import Testing

@testable import ObservatoryServer

@Suite struct RouteTests {
    /// Every page of an observatory that has seen nothing yet.
    static let pages = [
        "/", "/countries", "/countries/PK", "/countries/PK?range=7d", "/countries/PK/platforms/x", "/incidents",
        "/networks/17557", "/platforms/x", "/targets", "/methodology", "/corrections", "/about/health", "/report",
    ]

    @Test(arguments: pages, ["en", "ur"])
    func `a page of an empty observatory is small, strict and without scripts of its own`(
        path: String, language: String
    ) async throws {
        let site = try TestSite()
        try await site.run { client in
            let response = try await client.execute(
                uri: path, method: .get, headers: [.acceptLanguage: language, .accept: "text/html"])
            #expect(response.status == .ok)
            #expect(response.headers[.contentType] == "text/html; charset=utf-8")
            #expect(response.headers[.contentLanguage] == language)
            #expect(response.body.readableBytes < 50_000)
            #expect(response.headers[.contentSecurityPolicy]?.contains("default-src 'none'") == true)
            #expect(response.headers[.xContentTypeOptions] == "nosniff")
            #expect(response.text.contains("dir=\"\(language == "ur" ? "rtl" : "ltr")\""))
            #expect(!response.text.contains("<script>") && !response.text.contains(" style=\""))
        }
    }

    @Test func `links on the pages lead somewhere`() async throws {
        let site = try TestSite()
        try await site.run { client in
            var seen: Set<String> = []
            for page in RouteTests.pages {
                let html = try await client.execute(uri: page, method: .get).text
                for match in html.matches(of: /(?:href|src)="(\/[^"#]*)"/) {
                    seen.insert(String(match.1).replacing("&amp;", with: "&"))
                }
            }
            #expect(seen.count > 20)
            for address in seen.sorted() where address != "/api/v1/stream" {
                let response = try await client.execute(uri: address, method: .head)
                #expect(response.status == .ok, "\(address)")
            }
        }
    }

    @Test func `a tag that the client has saves the body`() async throws {
        let site = try TestSite()
        try await site.run { client in
            for path in ["/api/v1/incidents", "/methodology", "/feeds/incidents.atom", "/openapi.json"] {
                let first = try await client.execute(uri: path, method: .get)
                let tag = try #require(first.headers[.eTag])
                let second = try await client.execute(uri: path, method: .get, headers: [.ifNoneMatch: tag])
                #expect(second.status == .notModified)
                #expect(second.body.readableBytes == 0)
                let other = try await client.execute(uri: path, method: .get, headers: [.ifNoneMatch: "\"0\""])
                #expect(other.status == .ok)
            }
        }
    }

    @Test func `HEAD answers as GET does, without the body`() async throws {
        let site = try TestSite()
        try await site.run { client in
            for path in ["/", "/api/v1/incidents", "/feeds/incidents.rss", "/metrics"] {
                let get = try await client.execute(uri: path, method: .get)
                let head = try await client.execute(uri: path, method: .head)
                #expect(head.status == get.status)
                #expect(head.headers[.contentType] == get.headers[.contentType])
                #expect(head.body.readableBytes == 0)
            }
        }
    }

    @Test func `a wrong path and a wrong method are told apart, to programs and to people`() async throws {
        let site = try TestSite()
        try await site.run { client in
            let nothing = try await client.execute(uri: "/api/v1/nothing", method: .get)
            #expect(nothing.status == .notFound && nothing.problemCode == "not-found")
            let page = try await client.execute(uri: "/nothing", method: .get, headers: [.accept: "text/html"])
            #expect(page.status == .notFound && page.headers[.contentType] == "text/html; charset=utf-8")
            let method = try await client.execute(uri: "/api/v1/incidents", method: .delete)
            #expect(method.status == .methodNotAllowed && method.problemCode == "method-not-allowed")
            #expect(method.headers[.allow] == "GET, HEAD, OPTIONS")
            let write = try await client.execute(uri: "/api/v1/reports", method: .get)
            #expect(write.status == .methodNotAllowed && write.headers[.allow] == "OPTIONS, POST")
            let country = try await client.execute(uri: "/countries/QQ", method: .get, headers: [.accept: "text/html"])
            #expect(country.status == .notFound)
            let incident = try await client.execute(uri: "/api/v1/incidents/PK-20240107-1", method: .get)
            #expect(incident.problemCode == "not-found")
        }
    }

    @Test func `other sites may read, and ask before they do`() async throws {
        let site = try TestSite()
        try await site.run { client in
            let read = try await client.execute(uri: "/api/v1/incidents", method: .get)
            #expect(read.headers[.accessControlAllowOrigin] == "*")
            let asked = try await client.execute(
                uri: "/api/v1/incidents", method: .options, headers: [.origin: "https://elsewhere.example"])
            #expect(asked.status == .noContent)
            #expect(asked.headers[.accessControlAllowMethods] == "GET, HEAD, OPTIONS")
            let page = try await client.execute(uri: "/", method: .get)
            #expect(page.headers[.accessControlAllowOrigin] == nil)
        }
    }

    struct BadQuery: Sendable, CustomTestStringConvertible {
        var path: String
        var parameter: String
        var testDescription: String { path }
    }

    @Test(arguments: [
        BadQuery(path: "/api/v1/status", parameter: "cc"), BadQuery(path: "/api/v1/status?cc=PAK", parameter: "cc"),
        BadQuery(path: "/api/v1/incidents?status=watch", parameter: "status"),
        BadQuery(path: "/api/v1/incidents?limit=0", parameter: "limit"),
        BadQuery(path: "/api/v1/incidents?since=yesterday", parameter: "since"),
        BadQuery(path: "/api/v1/incidents?cursor=x", parameter: "cursor"),
        BadQuery(path: "/api/v1/series?cc=PK&step=5", parameter: "step"),
        BadQuery(path: "/api/v1/series?cc=PK&from=2026-01-05&until=2026-01-04", parameter: "from"),
        BadQuery(path: "/api/v1/series?cc=PK&asn=-1", parameter: "asn"),
        BadQuery(path: "/api/v1/incidents/search?cc=%C3%9F", parameter: "cc"),
        BadQuery(path: "/api/v1/series?cc=PK&asn=a%C5%BF17557", parameter: "asn"),
    ])
    func `a bad parameter is named`(_ bad: BadQuery) async throws {
        struct Document: Decodable {
            struct Fault: Decodable { var parameter: String }
            var code: String
            var errors: [Fault]?
        }
        let site = try TestSite()
        try await site.run { client in
            let response = try await client.execute(uri: bad.path, method: .get)
            #expect(response.status == .badRequest)
            let document = try response.decoded(Document.self)
            #expect(document.code == "invalid-parameter")
            #expect(document.errors?.first?.parameter == bad.parameter)
        }
    }

    @Test func `the API's description has every endpoint, once`() async throws {
        struct Description: Decodable {
            struct Operation: Decodable { var operationId: String }
            var openapi: String
            var paths: [String: [String: Operation]]
        }
        let site = try TestSite()
        try await site.run { client in
            let response = try await client.execute(uri: "/openapi.json", method: .get)
            let description = try response.decoded(Description.self)
            #expect(description.openapi == "3.1.1")
            let operations = description.paths.values.flatMap { $0.values.map(\.operationId) }
            #expect(Set(operations).count == operations.count)
            for path in [
                "/api/v1/measurements", "/api/v1/reports", "/api/v1/incidents", "/api/v1/incidents/{id}",
                "/api/v1/incidents/search", "/api/v1/status", "/api/v1/series", "/api/v1/stream", "/health/ready",
                "/metrics",
            ] { #expect(description.paths[path] != nil, "\(path)") }
        }
    }

    @Test func `a starting server says so, and lives`() async throws {
        let site = try TestSite()
        site.app.readiness.isReady = false
        try await site.run { client in
            #expect(try await client.execute(uri: "/health/live", method: .get).status == .ok)
            #expect(try await client.execute(uri: "/health/ready", method: .get).status == .serviceUnavailable)
            let page = try await client.execute(uri: "/api/v1/incidents", method: .get)
            #expect(page.status == .serviceUnavailable && page.problemCode == "not-ready")
            #expect(page.headers[.retryAfter] == "5")
            site.app.readiness.isReady = true
            #expect(try await client.execute(uri: "/health/ready", method: .get).status == .ok)
        }
    }

    @Test func `metrics are readable in both forms`() async throws {
        let site = try TestSite()
        try await site.run { client in
            let old = try await client.execute(uri: "/metrics", method: .get)
            #expect(old.text.contains("# TYPE observatory_records_accepted_total counter\n"))
            #expect(!old.text.contains("# EOF"))
            let open = try await client.execute(
                uri: "/metrics", method: .get, headers: [.accept: "application/openmetrics-text"])
            #expect(open.text.contains("# TYPE observatory_records_accepted counter\n"))
            #expect(open.text.contains("\nobservatory_records_accepted_total 0\n"))
            #expect(open.text.hasSuffix("# EOF\n"))
        }
    }
}
