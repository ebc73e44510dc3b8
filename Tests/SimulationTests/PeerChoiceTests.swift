import Testing

@testable import Simulation

struct PeerChoiceTests {
    @Test func `all means every peer at its tuned setting, and a name may carry another one`() throws {
        let all = try PeerChoice.read("all")
        #expect(all.map(\.name) == ["ooni", "ioda", "focus", "thr15_c", "bcusum_c"])
        #expect(all.map(\.setting) == Peer.all.map(\.tuned))
        let some = try PeerChoice.read("thr15_c,ooni=published,focus=62.5,ooni")
        #expect(some.map(\.name) == ["thr15_c", "ooni 3.5", "focus 62.5", "ooni"])
        #expect(some.map(\.setting).dropFirst(1).prefix(2) == [3.5, 62.5])
        #expect(try #require(some[1].detector() as? OONIEventDetector).threshold == 3.5)
    }

    @Test(arguments: [
        ("", PeerChoiceError.unknownPeer("")), ("ooni,,focus", .unknownPeer("")), ("OONI", .unknownPeer("OONI")),
        ("focus=published", .unpublished("focus")), ("ooni=", .badSetting(peer: "ooni", setting: "")),
        ("ooni=-1", .badSetting(peer: "ooni", setting: "-1")), ("ooni=nan", .badSetting(peer: "ooni", setting: "nan")),
        ("all,ioda", .twice("ioda")),
    ])
    func `a choice that means nothing is refused with what would have worked`(
        text: String, expected: PeerChoiceError
    ) {
        #expect(throws: expected) { try PeerChoice.read(text) }
        #expect(expected.description.hasSuffix(".") || expected.description.contains("needed"))
    }
}
