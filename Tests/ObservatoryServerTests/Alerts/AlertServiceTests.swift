import FoundationEssentials
import HTTPTypes
import ObservatoryModel
import SQLiteStorage
import Storage
import Testing

@testable import ObservatoryServer

@Suite struct AlertServiceTests {
    private struct Payload: Decodable {
        struct Content: Decodable {
            struct Entry: Decodable {
                var incident: String
                var revision: Int
            }
            var incident: String?
            var revision: Int?
            var status: String?
            var count: Int?
            var incidents: [Entry]?
            var record: [String: Ignored]?
        }
        struct Ignored: Decodable { init(from _: any Decoder) {} }
        var type: String
        var data: Content
    }

    private func payloads(_ receiver: AlertReceiver) throws -> [Payload] {
        try receiver.received.map { try JSONDecoder().decode(Payload.self, from: Data($0.body.utf8)) }
    }

    private func run(_ body: @Sendable @escaping (AlertReceiver, Int) async throws -> Void) async throws {
        let receiver = AlertReceiver()
        try await receiver.run { port in try await body(receiver, port) }
    }

    @Test func `each revision is told once, signed, with the record that was published`() async throws {
        try await run { receiver, port in
            let rig = try AlertRig()
            try await rig.decide("PK-20260105-1", 1, .suspected)
            try await rig.subscribe(port)
            for number in 2...4 {
                try await rig.decide("PK-20260105-1", number)
                for _ in 0..<3 { try await rig.tick() }
            }
            let payloads = try payloads(receiver)
            #expect(payloads.map(\.data.revision) == [2, 3, 4], "not the one from before there were alerts")
            #expect(payloads.allSatisfy { $0.type == "incident.revision" && $0.data.record?["statement"] != nil })
            for request in receiver.received {
                let expected = WebhookSignature.value(
                    id: request["webhook-id"], timestamp: rig.clock.now.seconds, body: Array(request.body.utf8),
                    secret: Array(0..<32))
                #expect(request["webhook-signature"] == expected)
                #expect(request["webhook-timestamp"] == "\(rig.clock.now.seconds)")
                #expect(request["content-type"] == "application/json")
            }
            #expect(Set(receiver.received.map { $0["webhook-id"] }).count == 3)
            #expect(try await rig.count(.sent) == 3)
        }
    }

    @Test func `a filter lets pass what it names, and a retraction goes to whoever was told`() async throws {
        try await run { receiver, port in
            let rig = try AlertRig()
            try await rig.subscribe(port) {
                $0.filter = AlertFilter(
                    countries: [CountryCode("PK")!], platforms: [PlatformID("x")!],
                    statuses: [.confirmed, .restored])
            }
            try await rig.decide("PK-20260105-1", 1, .suspected)
            try await rig.decide("KE-20260105-1", 1, country: "KE")
            try await rig.decide("PK-20260105-2", 1, platforms: ["tiktok"])
            try await rig.decide("PK-20260105-3", 1, .retracted)
            try await rig.tick()
            #expect(receiver.received.isEmpty)
            try await rig.decide("PK-20260105-1", 2)
            try await rig.tick()
            try await rig.decide("PK-20260105-1", 3, .restoring)
            try await rig.tick()
            try await rig.decide("PK-20260105-1", 4, .retracted)
            try await rig.tick()
            #expect(try payloads(receiver).map(\.data.status) == ["confirmed", "retracted"])
            #expect(try await rig.store.alertCounts().waiting == 0)
        }
    }

    @Test func `what was decided more than a day ago alerts nobody`() async throws {
        try await run { receiver, port in
            let rig = try AlertRig()
            try await rig.subscribe(port)
            try await rig.decide("PK-20260105-1", 1)
            rig.clock.now = rig.clock.now + .hours(25)
            try await rig.tick()
            #expect(receiver.received.isEmpty)
        }
    }

    @Test func `a thousand revisions of one incident become a few messages, the last of which is the newest`()
        async throws
    {
        try await run { receiver, port in
            let rig = try AlertRig()
            try await rig.subscribe(port) {
                $0.gap = .minutes(5)
                $0.perHour = 12
            }
            for number in 1...1_000 {
                try await rig.decide("PK-20260105-1", number)
                if number % 50 == 0 { try await rig.pass(.minutes(1)) }
            }
            try await rig.pass(.minutes(6))
            let revisions = try payloads(receiver).compactMap(\.data.revision)
            #expect(revisions.count <= 6, "26 minutes, one message in five")
            #expect(revisions.count >= 4)
            #expect(revisions.last == 1_000)
            #expect(revisions == revisions.sorted())
        }
    }

    @Test func `a thousand incidents at once become one digest, and the hour's bound holds`() async throws {
        try await run { receiver, port in
            let rig = try AlertRig()
            try await rig.subscribe(port) { $0.perHour = 3 }
            for number in 1...1_000 { try await rig.decide("PK-20260105-\(number)", 1) }
            try await rig.tick()
            for number in 1_001...1_040 {
                try await rig.decide("PK-20260105-\(number)", 1)
                try await rig.pass(.minutes(1))
            }
            #expect(receiver.received.count == 3, "no more within the hour")
            try await rig.pass(.minutes(30))
            let payloads = try payloads(receiver)
            #expect(payloads.count <= 5)
            #expect(payloads[0].type == "incident.digest" && payloads[0].data.count == 1_000)
            #expect(payloads[0].data.incidents?.count == 50)
            #expect(receiver.received.allSatisfy { $0.body.utf8.count < 64_000 })
            #expect(payloads.reduce(0) { $0 + ($1.data.count ?? 1) } == 1_040, "nobody is left out")
        }
    }

    @Test func `nothing is sent in quiet hours, and one message tells of them afterwards`() async throws {
        try await run { receiver, port in
            let rig = try AlertRig()
            // 12:00 UTC is 17:00 in Karachi.
            try await rig.subscribe(port) {
                $0.quietHours = QuietHours(zone: "Asia/Karachi", from: 17 * 60, to: 19 * 60)
            }
            for number in 1...3 {
                try await rig.decide("PK-20260105-\(number)", 1)
                try await rig.decide("PK-20260105-1", number + 1)
                try await rig.pass(.minutes(10))
            }
            try await rig.pass(.minutes(89))
            #expect(receiver.received.isEmpty)
            try await rig.pass(.minutes(2))
            let payloads = try payloads(receiver)
            #expect(payloads.map(\.type) == ["incident.digest"])
            #expect(payloads[0].data.incidents?.map(\.revision).sorted() == [1, 1, 4], "each by its newest revision")
            try await rig.decide("PK-20260105-9", 1)
            try await rig.tick()
            #expect(try self.payloads(receiver).last?.type == "incident.revision")
        }
    }

    @Test func `a message is tried again over a day with the same id and body, and is then given up`() async throws {
        try await run { receiver, port in
            let rig = try AlertRig()
            try await rig.subscribe(port)
            receiver.answer(Array(repeating: 503, count: 100))
            try await rig.decide("PK-20260105-1", 1)
            let began = rig.clock.now
            try await rig.tick()
            try await rig.pass(.seconds(20), step: .seconds(1))
            #expect(receiver.received.count == 2, "again after about five seconds")
            try await rig.pass(.hours(36), step: .minutes(5))
            #expect(receiver.received.count == RetrySchedule.waits.count + 1)
            #expect(Set(receiver.received.map { $0["webhook-id"] }).count == 1)
            #expect(Set(receiver.received.map(\.body)).count == 1)
            let dead = try await rig.store.messages(of: "sub-1", in: .dead, before: nil, limit: 9)
            #expect(dead.map(\.failure) == ["status 503"])
            let life = try #require(dead[0].finished) - began
            #expect(life > .hours(18) && life < .hours(31), "\(life.inMinutes) min")
            // An operator sends it again once the receiver is well.
            receiver.answer([])
            _ = try await rig.store.apply(
                .resend(message: dead[0].id, due: rig.clock.now), AlertRig.entry(at: rig.clock.now))
            try await rig.tick()
            #expect(receiver.received.last?["webhook-id"] == receiver.received.first?["webhook-id"])
            #expect(try await rig.count(.sent) == 1)
        }
    }

    @Test func `a receiver that asks for a wait gets it`() async throws {
        try await run { receiver, port in
            let rig = try AlertRig()
            try await rig.subscribe(port)
            receiver.answer([429], headers: [.retryAfter: "600"])
            try await rig.decide("PK-20260105-1", 1)
            try await rig.tick()
            try await rig.pass(.minutes(9))
            #expect(receiver.received.count == 1)
            try await rig.pass(.minutes(2))
            #expect(receiver.received.count == 2)
        }
    }

    @Test func `a receiver that is gone for good is paused, and the log says so`() async throws {
        try await run { receiver, port in
            let rig = try AlertRig()
            try await rig.subscribe(port)
            receiver.answer([410])
            try await rig.decide("PK-20260105-1", 1)
            try await rig.tick()
            try await rig.decide("PK-20260105-2", 1)
            try await rig.pass(.hours(1), step: .minutes(10))
            #expect(receiver.received.count == 1)
            #expect(try await rig.store.subscriptions().map(\.isPaused) == [true])
            #expect(try await rig.store.audit(before: nil, limit: 1).map(\.action) == ["subscription.pause"])
        }
    }

    @Test func `a crash before, while or after a message is formed or sent neither loses nor doubles it`() async throws
    {
        try await run { receiver, port in
            var rig = try AlertRig()
            try await rig.subscribe(port)
            // Decided, then nothing.
            try await rig.decide("PK-20260105-1", 1)
            try rig.restart()
            // Sent, but the answer was not noted any more: the attempt has begun, and nothing is known of it.
            try await rig.tick()
            #expect(receiver.received.count == 1)
            try rig.restart()
            try await rig.pass(.minutes(10))
            #expect(receiver.received.count == 1, "what was noted as sent is not sent again")
            receiver.answer([500])
            try await rig.decide("PK-20260105-1", 2)
            try await rig.tick()
            try rig.restart()
            try await rig.pass(.minutes(10), step: .seconds(5))
            #expect(receiver.received.count == 3)
            #expect(receiver.received[1]["webhook-id"] == receiver.received[2]["webhook-id"])
            #expect(try await rig.count(.sent) == 2)
        }
    }

    @Test func `a newer revision takes the place of one that does not get through`() async throws {
        try await run { receiver, port in
            let rig = try AlertRig()
            try await rig.subscribe(port)
            receiver.answer([500, 500])
            try await rig.decide("PK-20260105-1", 1)
            try await rig.tick()
            try await rig.decide("PK-20260105-1", 2)
            try await rig.tick()
            try await rig.pass(.hours(1))
            #expect(try payloads(receiver).map(\.data.revision) == [1, 2, 2])
            #expect(try await rig.count(.superseded) == 1)
        }
    }

    @Test func `a redirect is not followed`() async throws {
        try await run { receiver, port in
            let rig = try AlertRig()
            try await rig.subscribe(port)
            receiver.answer([307], headers: [.location: "http://127.0.0.1:\(port)/elsewhere"])
            try await rig.decide("PK-20260105-1", 1)
            try await rig.tick()
            #expect(receiver.received.map(\.path) == ["/hook"])
            let pending = try await rig.store.messages(of: nil, in: .pending, before: nil, limit: 9)
            #expect(pending.map(\.failure) == ["status 307"])
        }
    }

    @Test func `Mastodon and plain text get what their APIs ask for`() async throws {
        struct Status: Decodable {
            var status: String
            var visibility: String
            var language: String
        }
        try await run { receiver, port in
            let rig = try AlertRig()
            try await rig.subscribe(port) {
                $0.address = "http://127.0.0.1:\(port)"
                $0.channel = .mastodon(token: "token-1", visibility: "unlisted", length: 500)
            }
            try await rig.subscribe(port) {
                $0.id = "sub-2"
                $0.channel = .plain(token: "token-2")
                $0.language = "ur"
            }
            try await rig.decide("PK-20260105-1", 1)
            try await rig.tick()
            let post = try #require(receiver.received.first { $0.path == "/api/v1/statuses" })
            #expect(post["authorization"] == "Bearer token-1")
            #expect(post["idempotency-key"].hasPrefix("msg_"))
            let status = try JSONDecoder().decode(Status.self, from: Data(post.body.utf8))
            #expect(status.visibility == "unlisted" && status.language == "en")
            #expect(status.status.contains("https://observatory.example/incidents/PK-20260105-1"))
            #expect(status.status.hasPrefix("Confirmed: "))
            let plain = try #require(receiver.received.first { $0.path == "/hook" })
            #expect(plain["authorization"] == "Bearer token-2")
            #expect(plain["title"].hasPrefix("=?UTF-8?B?") && plain["priority"] == "4")
            #expect(plain["tags"] == "confirmed,blocked")
            #expect(plain["click"] == "https://observatory.example/incidents/PK-20260105-1")
            #expect(plain.body.contains("پاکستان"))
        }
    }

    @Test func `an editor's correction goes to whoever was told, in the same channel`() async throws {
        try await run { receiver, port in
            let rig = try AlertRig()
            try await rig.subscribe(port) { $0.filter.statuses = [.confirmed] }
            try await rig.decide("PK-20260105-1", 1)
            try await rig.tick()
            _ = try await rig.store.apply(
                .correct(
                    Correction(
                        at: rig.clock.now, incident: "PK-20260105-1", revision: 1, country: CountryCode("PK")!,
                        status: .confirmed, kind: .correction, text: "Two networks were named wrongly.")),
                AlertRig.entry(at: rig.clock.now))
            try await rig.tick()
            #expect(try payloads(receiver).map(\.type) == ["incident.revision", "incident.correction"])
            #expect(receiver.received[1].body.contains("Two networks were named wrongly."))
        }
    }
}
