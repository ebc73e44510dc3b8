import NetworkLab
import ObservatoryModel
import Probing
import Testing

/// A lab that shares its process with programs which are started meanwhile.
@Suite struct `The lab's ports` {
    @Test func `are free again at once when a program was started while they were open`() async throws {
        try await LoopbackWorld.with { world in
            // It outlives the wait below unless it lets go of the sockets when it starts.
            try LabShell().run(["sh", "-c", "sleep 20 > /dev/null 2>&1 &"])
            try await world.lab.enforce([.connectionDropped(host: "platform.lab")])
            #expect(await world.session().outcome == .failed)
            try await world.lab.enforce([])
            #expect(await world.session().outcome == .ok)
        }
    }
}
