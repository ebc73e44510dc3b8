import Foundation
import Testing

@testable import Probing

@Suite struct MeteredLineTests {
    private static let routes = """
        Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT
        eth0\t00000000\t0102A8C0\t0003\t0\t0\t600\t00000000\t0\t0\t0
        wwan0\t00000000\t01000A0A\t0003\t0\t0\t50\t00000000\t0\t0\t0
        tun0\t00000000\t01000A0A\t0003\t0\t0\t0\t00000080\t0\t0\t0
        eth0\t0002A8C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0

        """

    /// What is known where NetworkManager prints an answer and the way to the Internet is through a device of a kind.
    private func found(_ answers: [String], device: String = "wwan0", kind: String? = nil) async throws -> Bool? {
        let folder = NSTemporaryDirectory() + "parallax-line-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var sources = MeteredLine.Sources()
        sources.commands = answers.map { $0.isEmpty ? "false" : "echo '\($0)'" }
        sources.routes = "\(folder)/route"
        sources.devices = "\(folder)/devices"
        try Self.routes.write(toFile: sources.routes, atomically: true, encoding: .utf8)
        if let kind {
            try FileManager.default.createDirectory(
                atPath: "\(sources.devices)/\(device)", withIntermediateDirectories: true)
            try "DEVTYPE=\(kind)\nINTERFACE=\(device)\n".write(
                toFile: "\(sources.devices)/\(device)/uevent", atomically: true, encoding: .utf8)
        }
        return await MeteredLine(sources: sources).isMetered()
    }

    @Test(arguments: [
        ("u 1", true), ("u 2", false), ("u 3", true), ("u 4", false), ("   variant       uint32 1", true),
    ])
    func `is what NetworkManager says or guesses`(answer: String, expected: Bool) async throws {
        #expect(try await found([answer]) == expected)
        #expect(try await found(["", answer]) == expected, "by the second way, where the first is not there")
    }

    @Test func `is not known where nobody says it`() async throws {
        #expect(try await found(["u 0"]) == nil)
        #expect(try await found(["", ""]) == nil)
        #expect(try await found(["Call failed: no such service"], kind: "wlan") == nil)
    }

    @Test func `is taken for metered where the way to the Internet is a mobile modem, unless somebody says otherwise`()
        async throws
    {
        #expect(try await found([""], kind: "wwan") == true)
        #expect(try await found(["u 2"], kind: "wwan") == false)
        // A modem that is there, but not the way.
        #expect(try await found([""], device: "eth0", kind: "wwan") == nil)
    }

    @Test func `is not known without a way to anywhere`() {
        #expect(MeteredLine.defaultDevice(in: "") == nil)
        #expect(MeteredLine.defaultDevice(in: "Iface\tDestination\nshort\t00000000\n") == nil)
        #expect(MeteredLine.defaultDevice(in: Self.routes) == "wwan0")
    }
}
