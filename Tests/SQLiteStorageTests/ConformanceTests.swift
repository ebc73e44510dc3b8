import SQLiteStorage
import TestSupport
import Testing

@Suite struct ConformanceTests {
    @Test(arguments: StoreConformance.checks)
    func `the store conforms`(check: StoreConformance) async throws {
        let folder = TemporaryFolder()
        try await check.run(folder.store(SQLiteStore.Options()))
    }

    @Test(arguments: StoreConformance.checks)
    func `the store conforms when its bounds are met early`(check: StoreConformance) async throws {
        let folder = TemporaryFolder()
        try await check.run(folder.store(.small))
    }

    @Test(arguments: StoreConformance.checks)
    func `the store conforms when nothing waits in memory`(check: StoreConformance) async throws {
        let folder = TemporaryFolder()
        try await check.run(folder.store(.eager))
    }
}
