import FoundationEssentials
import HTTPTypes
import HummingbirdTesting
import NIOCore
import ObservatoryModel
import SQLiteStorage
import Storage
import Testing

@testable import ObservatoryServer

@Suite struct AdminEndpointTests {
    private struct Made: Decodable {
        var id: String
        var secret: String?
    }

    private static let hook = #"{"name":"Newsroom","channel":"webhook","address":"https://example.org/hook"}"#

    @Test func `an operator adds, pauses, tests and removes a subscription, and the log has it all`() async throws {
        let site = try AdminSite()
        let token = try await site.token(.operator)
        try await site.run { client in
            let path = "/api/v1/admin/subscriptions"
            let made = try await client.ask(
                .post, path,
                #"{"name":"Newsroom","channel":"webhook","address":"https://example.org/hook","countries":["PK"],"networks":[17557],"platforms":["x"],"statuses":["confirmed","restored"],"quietHours":{"zone":"Asia/Karachi","from":"22:00","to":"07:05"},"language":"ur","gapSeconds":60,"perHour":3}"#,
                token: token)
            #expect(made.status == .ok)
            let subscription = try made.decoded(Made.self)
            #expect(subscription.secret?.hasPrefix("whsec_") == true)
            let list = try await client.ask(.get, path, token: token).text
            #expect(list.contains(subscription.id) && !list.contains("whsec_"), "the secret is told once")
            #expect(list.contains(#""from":"22:00","to":"07:05""#))
            let item = path + "/" + subscription.id
            #expect(try await client.ask(.post, item + "/test", token: token).status == .ok)
            #expect(try await client.ask(.post, item + "/pause", token: token).status == .ok)
            #expect(try await client.ask(.post, item + "/resume", token: token).status == .ok)
            #expect(try await client.ask(.delete, item, token: token).status == .ok)
            #expect(try await client.ask(.delete, item, token: token).problemCode == "not-found")
            let audit = try await client.ask(.get, "/api/v1/admin/audit", token: token).text
            for action in ["add", "test", "pause", "resume", "remove"] {
                #expect(audit.contains("\"subscription.\(action)\""))
            }
            #expect(audit.contains(#""actor":"Asma","role":"operator""#) && !audit.contains("127.0.0.1"))
        }
    }

    @Test(arguments: [
        (#"{"name":"a","channel":"webhook"}"#, "invalid-body"), ("[]", "invalid-body"), ("", "invalid-body"),
        (#"{"name":"a","channel":"webhook","address":"https://example.org/","country":["PK"]}"#, "invalid-body"),
        (#"{"name":"a","channel":"webhook","address":"https://10.0.0.1/"}"#, "invalid-parameter"),
        (#"{"name":"a","channel":"webhook","address":"http://example.org/"}"#, "invalid-parameter"),
        (#"{"name":"a","channel":"pigeon","address":"https://example.org/"}"#, "invalid-parameter"),
        (#"{"name":"a","channel":"mastodon","address":"https://example.org/"}"#, "invalid-parameter"),
        (#"{"name":"a","channel":"plain","address":"https://example.org/","token":"a\r\nX: y"}"#, "invalid-parameter"),
        (#"{"name":"a","channel":"plain","address":"https://example.org/","countries":["XX"]}"#, "invalid-parameter"),
        (#"{"name":"a","channel":"plain","address":"https://example.org/","perHour":0}"#, "invalid-parameter"),
        (#"{"name":"a","channel":"plain","address":"https://example.org/","language":"tlh"}"#, "invalid-parameter"),
        (
            #"{"name":"a","channel":"plain","address":"https://e.org/","quietHours":{"zone":"Mars/Base","from":"22:00","to":"07:00"}}"#,
            "invalid-parameter"
        ),
    ])
    func `a subscription with a slip is refused`(body: String, code: String) async throws {
        let site = try AdminSite()
        let token = try await site.token(.operator)
        try await site.run { client in
            let answer = try await client.ask(.post, "/api/v1/admin/subscriptions", body, token: token)
            #expect(answer.problemCode == code, "\(answer.text)")
        }
        #expect(try await site.store.subscriptions().isEmpty)
        #expect(try await site.store.audit(before: nil, limit: 9).isEmpty)
    }

    @Test func `an editor lets a posting pass or drops it, with the reason in the log`() async throws {
        let site = try AdminSite()
        let (editor, boss) = (try await site.token(.editor), try await site.token(.operator, name: "Bilal"))
        let subscription = Subscription(
            id: "sub-1", name: "Our account", created: site.clock.now, address: "https://m.example",
            channel: .mastodon(token: "t", visibility: "public", length: 500), isPublic: true)
        _ = try await site.store.apply(.subscribe(subscription), AlertRig.entry(at: site.clock.now))
        for number in 1...2 {
            try await site.decide("PK-20260105-\(number)", 1)
            let item = AlertItem(
                subscription: "sub-1", incident: "PK-20260105-\(number)", revision: 1, country: CountryCode("PK")!,
                status: .confirmed, since: site.clock.now)
            try await site.store.enqueue([item], upTo: Int64(number))
        }
        try await site.run { client in
            let path = "/api/v1/admin/approvals"
            let list = try await client.ask(.get, path, token: editor).text
            #expect(list.contains(#""waitsFor":"approval""#) && list.contains("Our account"))
            #expect(list.contains("Confirmed: "), "the text that would be posted")
            let reason = #"{"reason":"Checked with two networks."}"#
            let missing = try await client.ask(.post, path + "/PK-20260105-1/1/approve", "{}", token: editor)
            #expect(missing.problemCode == "invalid-body")
            let old = try await client.ask(.post, path + "/PK-20260105-1/2/approve", reason, token: editor)
            #expect(old.problemCode == "conflict")
            // The policy of the country goes before an editor.
            let hold = #"{"gate":"hold","reason":"Court order of 5 January."}"#
            #expect(try await client.ask(.put, "/api/v1/admin/policies/PK", hold, token: boss).status == .ok)
            let held = try await client.ask(.post, path + "/PK-20260105-1/1/approve", reason, token: editor)
            #expect(held.problemCode == "conflict")
            #expect(try await client.ask(.get, path, token: editor).text.contains(#""waitsFor":"policy""#))
            let free = #"{"gate":"approve","reason":"The order was lifted."}"#
            #expect(try await client.ask(.put, "/api/v1/admin/policies/PK", free, token: boss).status == .ok)
            let passed = try await client.ask(.post, path + "/PK-20260105-1/1/approve", reason, token: editor)
            #expect(passed.status == .ok)
            let dropped = try await client.ask(.post, path + "/PK-20260105-2/1/reject", reason, token: editor)
            #expect(dropped.status == .ok)
            #expect(try await client.ask(.get, path, token: editor).text == #"{"approvals":[]}"#)
        }
        let log = try await site.store.audit(before: nil, limit: 9).map { "\($0.actor) \($0.action) \($0.subject)" }
        #expect(
            log.prefix(4) == [
                "Asma posting.reject PK-20260105-2/1", "Asma posting.approve PK-20260105-1/1", "Bilal policy.set PK",
                "Bilal policy.set PK",
            ])
        let details = try await site.store.audit(before: nil, limit: 9).map(\.detail)
        #expect(details.contains("hold: Court order of 5 January.") && details.contains("Checked with two networks."))
    }

    @Test(arguments: [
        (#"{"gate":"delay","reason":"test"}"#, false), (#"{"gate":"delay","minutes":10081,"reason":"test"}"#, false),
        (#"{"gate":"publish","minutes":5,"reason":"test"}"#, false), (#"{"gate":"publish","reason":""}"#, false),
        (#"{"gate":"all","reason":"test"}"#, false), (#"{"gate":"delay","minutes":30,"reason":"test"}"#, true),
    ])
    func `a policy has a gate, a reason, and minutes with delay alone`(body: String, isFine: Bool) async throws {
        let site = try AdminSite()
        let token = try await site.token(.operator)
        try await site.run { client in
            let answer = try await client.ask(.put, "/api/v1/admin/policies/PK", body, token: token)
            #expect((answer.status == .ok) == isFine, "\(answer.text)")
        }
        #expect(try await site.store.policies().count == (isFine ? 1 : 0))
    }
}

@Suite struct ContestTests {
    private static let text = #"{"text":"It worked for all of us that evening.","contact":"a@example.org"}"#

    private struct Opened: Decodable {
        var contest: String
    }

    @Test func `anybody may contest, an editor answers, and a correction is published`() async throws {
        let site = try AdminSite()
        try await site.decide("PK-20260105-1", 1)
        let token = try await site.token(.editor)
        try await site.run { client in
            let opened = try await client.ask(.post, "/api/v1/incidents/PK-20260105-1/contest", ContestTests.text)
            #expect(opened.status == .ok)
            let id = try opened.decoded(Opened.self).contest
            let api = "/api/v1/incidents/PK-20260105-1"
            #expect(try await client.ask(.get, api).text.contains(#""contested":true"#))
            let page = try await client.execute(uri: "/incidents/PK-20260105-1", method: .get).text
            #expect(page.contains("under review"))
            let list = try await client.ask(.get, "/api/v1/admin/contests?state=open", token: token).text
            #expect(list.contains("It worked for all of us") && list.contains("a@example.org"))
            let path = "/api/v1/admin/contests/\(id)/close"
            let bare = try await client.ask(.post, path, #"{"outcome":"corrected","answer":"Right."}"#, token: token)
            #expect(bare.problemCode == "invalid-parameter", "a correction needs its text")
            let body =
                #"{"outcome":"corrected","answer":"You are right.","correction":"One network was named wrongly."}"#
            #expect(try await client.ask(.post, path, body, token: token).status == .ok)
            #expect(try await client.ask(.post, path, body, token: token).problemCode == "conflict")
            let log = try await client.ask(.get, "/api/v1/corrections").text
            #expect(log.contains("One network was named wrongly.") && log.contains(#""kind":"correction""#))
            #expect(!log.contains("Asma") && !log.contains("a@example.org"))
            for path in ["/corrections", "/incidents/PK-20260105-1"] {
                let page = try await client.execute(uri: path, method: .get).text
                #expect(page.contains("One network was named wrongly.") && !page.contains("under review"), "\(path)")
            }
            let after = try await client.ask(.get, api).text
            #expect(after.contains(#""contested":false"#) && after.contains("One network was named wrongly."))
        }
        let contest = try await site.store.contests(of: "PK-20260105-1", isOpen: nil, limit: 9)
        #expect(contest.map(\.contact) == [nil] && contest.map(\.outcome) == [.corrected])
        #expect(
            try await site.store.audit(before: nil, limit: 9).map { "\($0.actor) \($0.action)" } == [
                "Asma contest.close", "public contest.open",
            ])
    }

    @Test func `the form works without scripts and leads to thanks`() async throws {
        let site = try AdminSite()
        try await site.decide("PK-20260105-1", 1)
        try await site.run { client in
            let path = "/incidents/PK-20260105-1/contest"
            let sent = try await client.execute(
                uri: path, method: .post,
                headers: [.contentType: "application/x-www-form-urlencoded", .accept: "text/html"],
                body: ByteBuffer(string: "text=It+worked+here%2C+all+evening.&contact=&website="))
            #expect(sent.status == .seeOther)
            #expect(sent.headers[.location] == path + "?sent=1")
            let urdu = try await client.execute(
                uri: path + "?lang=ur&tz=utc", method: .post,
                headers: [.contentType: "application/x-www-form-urlencoded"],
                body: ByteBuffer(string: "text=Buy+cheap+watches+here&website=http://spam.example"))
            #expect(urdu.headers[.location] == path + "?sent=1&lang=ur&tz=utc")
            let robot = try await client.execute(
                uri: path, method: .post, headers: [.contentType: "application/x-www-form-urlencoded"],
                body: ByteBuffer(string: "text=Buy+cheap+watches+here&website=http://spam.example"))
            #expect(robot.status == .seeOther)
            let foreign = try await client.execute(
                uri: path, method: .post,
                headers: [
                    .contentType: "application/x-www-form-urlencoded", .origin: "https://elsewhere.example",
                ], body: ByteBuffer(string: "text=Sent+by+the+page+of+somebody+else"))
            #expect(foreign.status == .forbidden)
        }
        let open = try await site.store.contests(of: nil, isOpen: true, limit: 9)
        #expect(open.map(\.text) == ["It worked here, all evening."])
        #expect(open.map(\.contact) == [nil])
    }

    @Test(arguments: ["{}", "[]", "text", #"{"text":"short"}"#, #"{"text":"with a bell \u0007 in it"}"#])
    func `an empty or odd objection is refused`(body: String) async throws {
        let site = try AdminSite()
        try await site.decide("PK-20260105-1", 1)
        try await site.run { client in
            let answer = try await client.ask(.post, "/api/v1/incidents/PK-20260105-1/contest", body)
            #expect(answer.status == .badRequest, "\(answer.text)")
        }
        #expect(try await site.store.contests(of: nil, isOpen: nil, limit: 9).isEmpty)
    }

    @Test func `an incident that is not there cannot be contested, and one address not without end`() async throws {
        let site = try AdminSite()
        try await site.decide("PK-20260105-1", 1)
        try await site.run { client in
            let path = "/api/v1/incidents/PK-20260105-1/contest"
            let none = try await client.ask(.post, "/api/v1/incidents/PK-20260105-9/contest", ContestTests.text)
            #expect(none.problemCode == "not-found")
            for _ in 0..<5 { #expect(try await client.ask(.post, path, ContestTests.text).status == .ok) }
            #expect(try await client.ask(.post, path, ContestTests.text).problemCode == "rate-limited")
        }
    }
}
