/// Failing votes by symptom, and the mechanism that they support (§6).
struct SymptomCounts: Sendable, Hashable {
    private var counts = [Float](repeating: 0, count: Symptom.paths.count)
    /// Votes at an inner node whose sibling lived, which speaks for a filter by name, weakly.
    private var aliveSiblings = [Float](repeating: 0, count: Symptom.paths.count)

    mutating func add(_ symptom: Symptom, weight: Float, siblingAlive: Bool) {
        counts[Int(symptom.index)] += weight
        if siblingAlive { aliveSiblings[Int(symptom.index)] += weight }
    }

    /// Halves the weight of what was, so that a change of mechanism shows.
    mutating func fade(by factor: Float) {
        for index in counts.indices {
            counts[index] *= factor
            aliveSiblings[index] *= factor
        }
    }

    var total: Float { counts.reduce(0, +) }

    /// How much a contrast has told: leaves of a reset or timeout that only a contrast or a failed sibling shows.
    var contrasts: Float {
        Symptom.paths.indices.reduce(0) { sum, index in
            let path = Symptom.paths[index]
            return path == "tls.reset.sni" || path == "tls.timeout.sni" ? sum + counts[index] : sum
        }
    }

    /// The deepest nodes with posterior ≥ `posterior`, of branches that explain at least `share` of the votes,
    /// strongest first. Empty when nothing is known.
    ///
    /// A branch's leaves are compared among the votes that tell them apart: Beta(½, ½) for the strongest against the
    /// rest. A living sibling counts for the name as a third of a contrast, since hosting differs from host to host.
    func mechanisms(posterior: Double, share: Double) -> [String] {
        let total = Double(self.total)
        guard total > 0 else { return [] }
        var branches: [(path: String, weight: Double)] = []
        for (index, path) in Symptom.paths.enumerated() where index > 0 {
            guard isBranch(path) else { continue }
            let members = Symptom.paths.indices.filter {
                Symptom.paths[$0] == path || isLeaf($0, of: path)
            }
            let weight = members.reduce(0.0) { $0 + Double(counts[$1]) }
            guard weight >= share * total, weight > 0 else { continue }
            branches.append((deepest(in: path, at: index, posterior: posterior), weight))
        }
        // A forged answer leads to a block page, or to a certificate of somebody else: one cause, told once.
        if branches.contains(where: { $0.path.hasPrefix("dns.injection") }) {
            branches.removeAll { $0.path == "http.blockpage" || $0.path.hasPrefix("tls.mitm") }
        }
        return branches.sorted { ($1.weight, $0.path) < ($0.weight, $1.path) }.map(\.path)
    }

    /// A branch is what is reported when no leaf stands out: `tls.reset`, `tcp.timeout`, `http.blockpage`, and the
    /// bare stage when nothing deeper was seen.
    private func isBranch(_ path: String) -> Bool {
        let depth = path.split(separator: ".").count
        return depth == 2 || depth == 1
    }

    private func isLeaf(_ index: Int, of branch: String) -> Bool {
        branch.contains(".") && Symptom.paths[index].hasPrefix(branch + ".")
    }

    private func deepest(in branch: String, at index: Int, posterior: Double) -> String {
        var leaves: [(path: String, weight: Double)] = []
        for leaf in Symptom.paths.indices where isLeaf(leaf, of: branch) {
            var weight = Double(counts[leaf])
            if Symptom.paths[leaf].hasSuffix(".sni") || Symptom.paths[leaf].hasSuffix(".host") {
                weight += Double(aliveSiblings[index]) / 3
            }
            leaves.append((Symptom.paths[leaf], weight))
        }
        let told = leaves.reduce(0.0) { $0 + $1.weight }
        guard let best = leaves.max(by: { $0.weight < $1.weight }), best.weight > 0,
            (best.weight + 0.5) / (told + 1) >= posterior
        else { return branch }
        return best.path
    }
}

extension SymptomCounts: Snapshotted {
    static var blank: SymptomCounts { SymptomCounts() }
    mutating func code(with coder: inout SnapshotCoder) throws(SnapshotError) {
        try coder.code(&counts)
        try coder.code(&aliveSiblings)
        guard counts.count == Symptom.paths.count, aliveSiblings.count == counts.count else {
            throw .malformed(at: coder.position)
        }
    }
}
