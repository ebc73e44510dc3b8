import ObservatoryModel

/// What one probe meets at one moment on one platform, after all disturbances are taken together.
struct Conditions {
    /// Without connectivity until then, and the share of sessions that survive in the spool.
    var darkUntil: Timestamp?
    var keptInDark = 1.0
    /// Rate at which any connection fails, and the share of it that takes down the line for a session.
    var lossRate = 0.0
    var wholeShare = 0.5
    /// Censorship that acts on the platform, in order of the scenario.
    var blocks: [(mechanism: Mechanism, hit: Double)] = []
    var throttle: (mechanism: Mechanism, capKbps: Double?, factor: Double)?
    var platformFault = 0.0
    var geofence: Int32?
    /// Bit mask of neutrals that are blocked.
    var neutralsBlocked: UInt32 = 0
    var siblingBlocked = false
    var captivePortal = false
    var programFault = 0.0
    var certificatesRotated = false
    var addressesMoved = false
    /// Rate of failures that a change of certificates or addresses brings.
    var migrationFailure = 0.0
    /// Where uploads wait, are lost and are late.
    var collectorDownUntil: Timestamp?
    var uploadLoss = 0.0
    var uploadDelay = 0.0
    /// Own failure rate of platform and network, this quarter of an hour.
    var baseFailure = 0.01
}
