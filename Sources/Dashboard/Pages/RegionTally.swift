package import ObservatoryModel

/// What sessions and people said of lately in one region of a country, as far as they stated a region.
package struct RegionTally: Hashable, Sendable {
    package struct Count: Hashable, Sendable {
        package var platform: PlatformID
        /// Sessions whose controls worked, and those of them that failed.
        package var sessions: Int
        package var failed: Int

        package init(platform: PlatformID, sessions: Int, failed: Int) {
            self.platform = platform
            self.sessions = sessions
            self.failed = failed
        }
    }

    package var region: RegionCode
    /// One a platform, in any order; platforms without a session are absent.
    package var counts: [Count]

    package init(region: RegionCode, counts: [Count]) {
        self.region = region
        self.counts = counts
    }

    /// Sessions of all platforms.
    var sessions: Int { counts.reduce(0) { $0 + $1.sessions } }
}
