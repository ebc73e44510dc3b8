import Dispatch
package import ObservatoryModel
import WireFormats

/// Sessions on disk that no collector has acknowledged yet, oldest first, bounded.
///
/// An outage's first hours are worth the most, so when room gets short new sessions lose their detail first, then are
/// left out and counted; what was kept first is kept longest.
package actor Spool {
    /// Sessions of one delivery, as they are sent.
    package struct Batch: Hashable, Sendable {
        package let name: String
        package let body: [UInt8]
    }

    /// A batch is closed at this size, well below what collectors take.
    private static let batchBytes = 256_000

    /// Files are written on a thread of their own, so that a slow disk holds up nothing else.
    private let thread = SpoolThread()
    nonisolated package var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    private let folder: ProbeFolder
    private let limitBytes: Int
    private var used: Int
    private var current: String?
    private var counter: UInt64
    /// Sessions that were left out for want of room since the start.
    package private(set) var leftOut = 0
    private var writer = RecordWriter()

    /// Continues with what is on disk.
    ///
    /// - Parameter limitBytes: All batches together; 20 MB are about two weeks of eleven platforms in quiet times.
    package init(folder: ProbeFolder, limitBytes: Int = 20_000_000) throws(ProbeFolderError) {
        self.folder = folder
        self.limitBytes = limitBytes
        let names = try folder.names(in: "spool")
        used = names.reduce(0) { $0 + folder.size(of: "spool/\($1)") }
        counter = names.compactMap { UInt64($0.prefix { $0 != "." }) }.max() ?? 0
    }

    /// Bytes on disk.
    package var bytes: Int { used }

    /// Keeps a session; it is on disk when this returns.
    package func append(_ session: Session) throws(ProbeFolderError) {
        var line: [UInt8] = []
        writer.append(.session(session), to: &line)
        if used + line.count > limitBytes * 8 / 10 {
            line = []
            writer.append(.session(session.withoutDetail), to: &line)
        }
        guard used + line.count <= limitBytes else {
            leftOut += 1
            return
        }
        if current == nil {
            counter += 1
            let digits = String(counter)
            current = String(repeating: "0", count: max(0, 12 - digits.utf8.count)) + digits + ".ndjson"
        }
        guard let name = current else { return }
        try folder.append(line, to: "spool/\(name)")
        used += line.count
        if folder.size(of: "spool/\(name)") >= Self.batchBytes { current = nil }
    }

    /// The oldest batch; `nil` when everything was delivered. It stays until it is removed, and its bytes stay the same,
    /// so that a collector that got it twice sees the same twice.
    package func next() throws(ProbeFolderError) -> Batch? {
        for name in try folder.names(in: "spool") {
            if name == current { current = nil }
            guard let bytes = try folder.read("spool/\(name)") else { continue }
            // A line that a crash cut short was never whole anywhere.
            let whole = bytes.lastIndex(of: UInt8(ascii: "\n")).map { Array(bytes[...$0]) } ?? []
            if whole.isEmpty {
                try remove(name, bytes.count)
                continue
            }
            return Batch(name: name, body: whole)
        }
        return nil
    }

    /// Forgets a batch that a collector has on disk.
    package func remove(_ batch: Batch) throws(ProbeFolderError) {
        try remove(batch.name, folder.size(of: "spool/\(batch.name)"))
    }

    private func remove(_ name: String, _ size: Int) throws(ProbeFolderError) {
        try folder.remove("spool/\(name)")
        used = max(0, used - size)
    }
}

extension Session {
    /// What a vote needs: outcome, the first failure, and how the controls fared.
    fileprivate var withoutDetail: Session {
        var session = self
        session.steps = steps.first { $0.failure != nil }.map { [$0] } ?? []
        for index in session.steps.indices {
            session.steps[index].answers = []
            session.steps[index].chain = []
            session.steps[index].issuer = nil
        }
        session.contrasts = []
        return session
    }
}

/// Runs the spool's jobs one after the other on a queue of their own.
private final class SpoolThread: SerialExecutor {
    private let queue = DispatchQueue(label: "parallax.spool")

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let executor = asUnownedSerialExecutor()
        queue.async { job.runSynchronously(on: executor) }
    }
}
