internal import ObservatoryModel

/// Stopping and going on (DESIGN §3): an engine that resumes from a snapshot decides as if it had never stopped, byte for
/// byte.
extension DetectionEngine {
    /// Everything that the engine remembers, as bytes.
    ///
    /// A cache and no archive: it can be read by the same rules and the same version of its form only; records and
    /// revisions in a store are what lasts.
    package func snapshot() -> [UInt8] {
        var copy = self
        var coder = SnapshotCoder()
        do {
            try copy.code(with: &coder)
        } catch {
            preconditionFailure("writing to memory does not fail: \(error)")
        }
        var bytes = coder.takeBytes()
        withUnsafeBytes(of: Self.checksum(bytes[...])) { bytes.append(contentsOf: $0) }
        return bytes
    }

    /// An engine that goes on where a snapshot was taken.
    ///
    /// - Throws: `SnapshotError` when the bytes are no whole snapshot of these rules; records have to be taken again then.
    package init(snapshot bytes: [UInt8], rules: DetectionRules = DetectionRules())
        throws(SnapshotError)
    {
        self.init(rules: rules)
        guard bytes.count > 8 else { throw .notASnapshot }
        let body = bytes[..<(bytes.count - 8)]
        guard withUnsafeBytes(of: Self.checksum(body), { bytes.suffix(8).elementsEqual($0) }) else {
            throw .notASnapshot
        }
        var coder = SnapshotCoder(reading: body)
        try code(with: &coder)
        guard coder.isAtEnd else { throw .malformed(at: coder.position) }
        try rebuildIndices(at: coder.position)
    }

    private static let signature = "parallax.detection.1"

    private mutating func code(with coder: inout SnapshotCoder) throws(SnapshotError) {
        try coder.expect(Self.signature) { _ in .notASnapshot }
        try coder.expect(DetectionRules.version) { .otherRules(found: $0) }
        try coder.expect([rules.suspected, rules.confirmed, rules.probeCap]) { levels in
            .otherRules(found: "\(DetectionRules.version), levels \(levels)")
        }
        try coder.code(&clock)
        try coder.code(&openMinute)
        try coder.code(&countries)
        try coder.code(&tracks)
        try coder.code(&world)
        try coder.code(&worldConnectivity)
        try coder.code(&probes)
        try coder.code(&incidents)
        try coder.code(&openIncidents)
        try coder.code(&incidentCounters)
        try coder.code(&touched)
        try coder.code(&softwareNames)
        try coder.code(&heartbeats.last)
        try coder.code(&heartbeats.before)
        try coder.code(&silenceMinute)
        try coder.code(&reportsFilling)
        try coder.code(&activeSeries)
        try coder.code(&activeSeriesMinute)
    }

    /// The look-up tables, which follow from the rest; whatever points elsewhere is refused.
    private mutating func rebuildIndices(at end: Int) throws(SnapshotError) {
        for (index, country) in countries.enumerated() {
            countryIndex[country.code] = index
            networkIndex.append([:])
            platformIndex.append([:])
            lastPlatform.append(-1)
            for (position, network) in country.networks.enumerated() {
                networkIndex[index][network.asn.number] = position
            }
            for (position, platform) in country.platforms.enumerated() {
                platformIndex[index][platform.id] = position
                worldIndex[platform.id] = platform.world
            }
        }
        for (index, probe) in probes.enumerated() { probeIndex[probe.name] = Int32(index) }
        let isSound =
            countries.allSatisfy { country in
                tracks.indices.contains(country.connectivity)
                    && country.platforms.allSatisfy {
                        world.indices.contains($0.world) && $0.firstTrack >= 0
                            && $0.firstTrack + 1 < tracks.count
                    }
            } && touched.allSatisfy { tracks.indices.contains($0.index) }
            && openIncidents.allSatisfy { incidents.indices.contains($0) }
        guard isSound else { throw .malformed(at: end) }
    }

    /// FNV-1a over eight bytes at a time: torn and mixed-up files are found, tampering is not its business.
    private static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        var sum: UInt64 = 0xcbf2_9ce4_8422_2325
        bytes.withUnsafeBytes { raw in
            var offset = 0
            while offset + 8 <= raw.count {
                let word = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
                sum = (sum ^ word) &* 0x0000_0100_0000_01b3
                sum ^= sum >> 29
                offset += 8
            }
            while offset < raw.count {
                sum = (sum ^ UInt64(raw[offset])) &* 0x0000_0100_0000_01b3
                offset += 1
            }
        }
        return sum.littleEndian
    }
}
