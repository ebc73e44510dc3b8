import FoundationEssentials
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import NIOPosix
import NetworkLab
import ObservatoryModel
import Probing
import Testing
import WireFormats

@testable import ObservatoryServer

/// The helper's answers, and what it refuses to be used for.
@Suite(.serialized) struct `The test helper` {
    private let json: HTTPFields = [.contentType: "application/json", .userAgent: "ooniprobe-cli/3.26.0"]

    private func ask(_ url: String, endpoints: [String] = [], _ client: any TestClientProtocol) async throws
        -> TestResponse
    {
        let request = HelperRequest(
            url: url, headers: ["Accept": ["*/*"], "User-Agent": ["Mozilla/5.0"]], endpoints: endpoints)
        return try await client.execute(
            uri: "/ooni/test-helper", method: .post, headers: json, body: ByteBuffer(bytes: request.json.bytes))
    }

    @Test func `says of a host what it sees at the helper's and at the probe's addresses`() async throws {
        try await CensoredLab.with { world in
            let site = try TestSite(helper: world.environment) { $0.testHelper = .any }
            try await site.run { client in
                let health = try await client.execute(uri: "/ooni/test-helper", method: .get)
                #expect(health.text == #"{"message":"Hello OONItarian!"}"#)
                let port = world.environment.httpsPort
                let response = try await ask(
                    "https://platform.lab/", endpoints: ["127.66.99.1:\(port)", "127.66.1.2:\(port)"], client)
                let answer = try HelperAnswer(json: Array(response.body.readableBytesView), host: "platform.lab")
                #expect(answer.dnsFailure == nil && answer.addresses == ["127.66.1.1"])
                #expect(answer.connects.mapValues(\.failure) == ["127.66.1.1:\(port)": nil, "127.66.1.2:\(port)": nil])
                // Another host's certificate does not fit the name.
                #expect(answer.handshakes["127.66.1.1:\(port)"]?.failure == nil)
                #expect(answer.handshakes["127.66.1.2:\(port)"]?.failure == "ssl_invalid_hostname")
                #expect(answer.page.status == 200 && answer.page.title == "platform.lab")
                #expect(answer.page.headers["content-type"] == "text/html")
                // 1 from the probe, 2 from the helper, 4 not public, 8 valid.
                #expect(
                    answer.info.mapValues(\.flags) == ["127.66.1.1": 10, "127.66.1.2": 1, "127.66.99.1": 5])
                let missing = try await ask("https://nowhere.lab/", client)
                let nothing = try HelperAnswer(json: Array(missing.body.readableBytesView), host: "nowhere.lab")
                #expect(nothing.dnsFailure == "dns_name_error" && nothing.page.failure == "dns_lookup_error")
                #expect(nothing.page.status == -1 && nothing.page.bodyLength == -1)
                try await world.lab.enforce([.connectionRefused(host: "platform.lab")])
                let down = try HelperAnswer(
                    json: Array(try await ask("https://platform.lab/", client).body.readableBytesView),
                    host: "platform.lab")
                #expect(down.connects["127.66.1.1:\(port)"]?.failure == "connection_refused_error")
                #expect(down.handshakes.isEmpty && down.page.failure == "connection_refused_error")
            }
        }
    }

    @Test func `is no door to other machines`() async throws {
        try await CensoredLab.with { world in
            // As on the public Internet: loopback is not a place to go.
            var changed = world.environment
            changed.isBogon = { $0.isBogon }
            let environment = changed
            let site = try TestSite(helper: environment) { $0.testHelper = .any }
            try await site.run { client in
                let port = environment.httpsPort
                let response = try await ask(
                    "https://platform.lab/", endpoints: ["127.0.0.1:\(port)", "10.0.0.1:443"], client)
                let answer = try HelperAnswer(json: Array(response.body.readableBytesView), host: "platform.lab")
                #expect(answer.connects.isEmpty && answer.handshakes.isEmpty)
                #expect(answer.page.failure == "dns_lookup_error" && answer.page.status == -1)
                for url in [
                    "https://platform.lab:22/", "ftp://platform.lab/", "http://user@platform.lab/",
                    "file:///etc/passwd", "",
                ] {
                    let refused = try await ask(url, client)
                    #expect(refused.problemCode == "invalid-body", "\(url) \(refused.text)")
                }
            }
        }
    }

    @Test func `looks at the target list alone unless the operator opens it`() async throws {
        try await CensoredLab.with { world in
            let closed = try TestSite(helper: world.environment)
            try await closed.run { client in
                let other = try await ask("https://platform.lab/", client)
                #expect(other.problemCode == "invalid-body")
                // The lab has no such host, but it is on the list.
                let listed = try await ask("https://x.com/", client)
                #expect(listed.status == .ok && listed.text.contains("dns_name_error"))
            }
            let off = try TestSite(helper: world.environment) { $0.testHelper = .off }
            try await off.run { client in
                let refused = try await ask("https://x.com/", client)
                #expect(refused.status == .notFound)
                let helpers = try await client.execute(uri: "/api/v1/test-helpers", method: .get)
                #expect(helpers.text == "{}")
            }
        }
    }
}
