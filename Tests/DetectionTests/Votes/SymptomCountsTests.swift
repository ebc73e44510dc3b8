import Testing

@testable import Detection

@Suite struct SymptomCountsTests {
    private func mechanisms(_ counts: [(String, Int)], siblingAlive: Bool = false) -> [String] {
        var symptoms = SymptomCounts()
        for (path, count) in counts {
            for _ in 0..<count { symptoms.add(Symptom(path), weight: 1, siblingAlive: siblingAlive) }
        }
        return symptoms.mechanisms(posterior: 0.9, share: 0.15)
    }

    @Test func `nothing seen is no mechanism, nor is what nobody understands`() {
        #expect(mechanisms([]).isEmpty)
        #expect(mechanisms([("unknown", 20)]).isEmpty)
    }

    @Test func `a leaf is named when those votes that tell leaves apart agree`() {
        #expect(mechanisms([("tls.reset", 30), ("tls.reset.sni", 5)]) == ["tls.reset.sni"])
        #expect(mechanisms([("tls.reset", 30), ("tls.reset.sni", 5), ("tls.reset.other", 4)]) == ["tls.reset"])
        #expect(mechanisms([("tls.reset", 30)]) == ["tls.reset"])
        #expect(mechanisms([("tls.reset.sni", 1)]) == ["tls.reset"], "one contrast is not enough for .9")
    }

    @Test func `a branch below 15 % of the votes is left out, one above is told beside the strongest`() {
        #expect(mechanisms([("dns.nxdomain", 80), ("tcp.timeout", 20)]) == ["dns.nxdomain", "tcp.timeout"])
        #expect(mechanisms([("dns.nxdomain", 90), ("tcp.timeout", 10)]) == ["dns.nxdomain"])
        #expect(mechanisms([("tcp.timeout", 20), ("dns.nxdomain", 80)]) == ["dns.nxdomain", "tcp.timeout"])
    }

    @Test func `a living sibling speaks for the name, as a third of a contrast`() {
        #expect(mechanisms([("tls.reset", 6)], siblingAlive: true) == ["tls.reset"])
        #expect(mechanisms([("tls.reset", 40)], siblingAlive: true) == ["tls.reset.sni"])
        #expect(mechanisms([("tls.reset", 40)], siblingAlive: false) == ["tls.reset"])
        #expect(mechanisms([("tcp.timeout", 40)], siblingAlive: true) == ["tcp.timeout"], "no name is asked for there")
    }

    @Test func `a forged answer and the page it leads to are one cause`() {
        let found = mechanisms([("dns.injection.blockpage", 30), ("http.blockpage", 20), ("tls.mitm.ca_signed", 20)])
        #expect(found == ["dns.injection.blockpage"])
        #expect(mechanisms([("http.blockpage", 20)]) == ["http.blockpage"])
    }

    @Test func `a change of mechanism shows once the old votes have faded`() {
        var symptoms = SymptomCounts()
        for _ in 0..<200 { symptoms.add(Symptom("dns.nxdomain"), weight: 1, siblingAlive: true) }
        for _ in 0..<5 { symptoms.fade(by: 0.5) }
        for _ in 0..<100 { symptoms.add(Symptom("tls.mitm.self_signed"), weight: 1, siblingAlive: true) }
        #expect(symptoms.mechanisms(posterior: 0.9, share: 0.15) == ["tls.mitm.self_signed"])
    }

    @Test func `only contrasts on the name rule out that the platform is down`() {
        var symptoms = SymptomCounts()
        for _ in 0..<10 { symptoms.add(Symptom("tls.reset"), weight: 1, siblingAlive: true) }
        #expect(symptoms.contrasts == 0)
        for _ in 0..<3 { symptoms.add(Symptom("tls.reset.sni"), weight: 1, siblingAlive: true) }
        #expect(symptoms.contrasts == 3)
    }
}
