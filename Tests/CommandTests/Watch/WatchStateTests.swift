import ObservatoryModel
import Testing

@testable import parallax

@Suite struct WatchStateTests {
    private let pakistan = CountryCode("PK")!

    @Test func `a revision is never replaced by an older one, from the stream or from a list`() {
        var state = Watched.state()
        state.apply(Watched.incident(revision: 5, status: "restoring"))
        state.apply(Watched.incident(revision: 4))
        #expect(state.incidents["PK-20240107-1"]?.revision == 5)
        state.apply(Watched.snapshot(), now: Watched.now)
        #expect(state.incidents["PK-20240107-1"]?.revision == 5)
    }

    @Test func `an incident that ended leaves the board and is not told again`() {
        var state = Watched.state()
        state.apply(Watched.incident(revision: 6, status: "restored"))
        #expect(!state.openIncidents.contains { $0.id == "PK-20240107-1" })
        var lines = WatchLines()
        _ = lines.lines(state)
        var snapshot = Watched.snapshot()
        snapshot.incidents.removeAll { $0.id == "PK-20240107-1" }
        state.apply(snapshot, now: Watched.now)
        #expect(lines.lines(state).isEmpty)
    }

    @Test func `what belongs to another country is passed over`() {
        var state = Watched.state()
        let before = state
        var cell = Watched.cell(nil, "x", .ok, .quiet)
        cell.name.country = CountryCode("IR")!
        state.apply(cell)
        var incident = Watched.incident(revision: 1)
        (incident.id, incident.country) = ("IR-20240107-1", CountryCode("IR")!)
        state.apply(incident)
        #expect(state == before)
        // A platform that is down is so everywhere.
        (incident.id, incident.country) = ("ZZ-20240107-1", .unknown)
        state.apply(incident)
        #expect(state.incidents["ZZ-20240107-1"] != nil)
    }

    @Test func `a server that sends without end fills no memory`() {
        var state = WatchState(country: pakistan)
        for number in 0..<30_000 {
            state.apply(Watched.cell(UInt32(number), "x", .ok, .quiet))
            var incident = Watched.incident(revision: 1)
            incident.id = "PK-20240107-\(number)"
            state.apply(incident)
        }
        #expect(state.cells.count == 20_000 && state.incidents.count == 200)
    }

    @Test func `lines tell what there is once, and each change once`() {
        var lines = WatchLines()
        var state = WatchState(country: pakistan)
        #expect(lines.lines(state).isEmpty)
        state.connection = .lost(reason: "connection refused", until: Watched.now)
        #expect(lines.lines(state) == ["not connected: connection refused; trying again"])
        #expect(lines.lines(state).isEmpty)
        state = Watched.state()
        let first = lines.lines(state)
        #expect(first[0] == "connected")
        #expect(first[1] == "2024-01-07T13:04:12Z Pakistan: 8 platforms on 8 networks, 2 open incidents")
        #expect(first[2].hasPrefix("2024-01-07T13:04:12Z PK-20240107-1 #3 Confirmed: live metrics"))
        #expect(first.contains("2024-01-07T13:04:12Z PK facebook blocked, confirmed (383 of 412 failed)"))
        #expect(lines.lines(state).isEmpty)
        state.apply(Watched.cell(17557, "whatsapp", .slow, .suspected, votes: 20, failures: 3))
        #expect(
            lines.lines(state) == [
                "2024-01-07T13:04:12Z PK whatsapp AS17557 PTCL ok → slow, suspected (3 of 20 failed)"
            ])
        state.apply(Watched.incident(revision: 4, status: "restored"))
        #expect(lines.lines(state).map { $0.hasPrefix("2024-01-07T13:04:12Z PK-20240107-1 #4 ") } == [true])
        #expect(lines.lines(state).isEmpty)
    }
}

@Suite struct WatchAnswersTests {
    @Test func `a broken cell is left out and the others stay`() throws {
        let text = """
            {"cc":"PK","at":"2024-01-07T13:04:12Z","synthetic":true,"cells":[
            {"cc":"PK","asn":null,"platform":"x","verdict":"ok","attention":"quiet","evidence":0,
             "sample":{"votes":3,"failures":1,"probes":2},"newest":null,"incident":null},
            {"cc":"pk","platform":"x"},7,null,
            {"cc":"PK","asn":17557,"platform":"x","verdict":"melted","attention":"loud",
             "sample":{"votes":3,"failures":1,"probes":2},"newest":"2024-01-07T13:04:00Z"}],
            "networks":[{"asn":17557,"name":"PT\\u001b[31mCL","users":0.255},{"asn":-1}]}
            """
        let status = try WatchAnswers.read(WatchAnswers.Status.self, from: Array(text.utf8))
        #expect(status.isSynthetic && status.cells.count == 2)
        #expect(status.cells[0].verdict == .ok && status.cells[0].newest == nil)
        #expect(status.cells[1].verdict == nil && status.cells[1].attention == .quiet)
        #expect(status.networks.map(\.name) == ["PT\u{fffd}[31mCL"])
    }

    @Test func `a revision's texts are safe, in the language asked for where there is one`() throws {
        let text = """
            {"kind":"revision","incident":"PK-1\\u009b2J","revision":2,"decidedAt":"2024-01-07T13:04:00Z",
             "status":"confirmed","verdict":"blocked","cc":"PK","platforms":["x","X!"],"onset":"2024-01-07T12:58:00Z",
             "end":null,"statement":"Confirmed\\u001b]0;owned\\u0007","statements":{"ur":"تصدیق\\u202eشدہ"}}
            """
        let revision = try WatchAnswers.read(WatchAnswers.Revision.self, from: Array(text.utf8))
        #expect(revision.watched(in: "en").statement == "Confirmed\u{fffd}]0;owned\u{fffd}")
        #expect(revision.watched(in: "ur").statement == "تصدیقشدہ")
        #expect(revision.watched(in: "ur").id == "PK-1\u{fffd}2J")
        #expect(revision.watched(in: "ur").platforms.map(\.text) == ["x"])
    }

    @Test func `a series without a step that makes sense gets one that does`() throws {
        let text = """
            {"cc":"PK","step":-5,"series":[{"platform":"x","bins":[
            {"at":"2024-01-07T13:00:00Z","sessions":9,"failures":5,"voided":2},{"at":"noon","sessions":1,"failures":0}]}]}
            """
        let series = try WatchAnswers.read(WatchAnswers.Series.self, from: Array(text.utf8))
        #expect(series.step == .minutes(1))
        #expect(series.lines[PlatformID("x")!]?.map { [$0.sessions, $0.failures] } == [[7, 3]])
    }

    @Test(arguments: ["", "[]", "<html>", "{\"cells\":7}"]) func `what is no answer is refused`(_ text: String) {
        #expect(throws: (any Error).self) {
            try WatchAnswers.read(WatchAnswers.Status.self, from: Array(text.utf8))
        }
    }
}
