import Ingest
import ObservatoryModel
import Storage
import Synchronization
import WireFormats

/// Turns the body of an upload into records to keep: unpacked, read, checked, and put where the connection says.
final class MeasurementIntake: Sendable {
    /// What a body came to.
    struct Batch: Sendable {
        var entries: [RecordEntry] = []
        /// In order of line.
        var rejected: [(line: Int, reason: String)] = []
        /// Whether it came from a network that does not want to be measured.
        var isOptedOut = false
    }

    private let limits: ServerConfiguration.Limits
    private let optedOut: Set<ASN>
    private let parsers = Mutex<[ParserBox]>([])

    init(limits: ServerConfiguration.Limits, optedOut: Set<ASN>) {
        self.limits = limits
        self.optedOut = optedOut
    }

    /// Reads a body of native sessions.
    ///
    /// Each session is written anew from what was understood, so that nothing that the format does not know, such as an
    /// address that a client adds, reaches the disk.
    ///
    /// - Parameters:
    ///   - body: As sent; gzip and zstd are told by their first bytes.
    ///   - probe: The only pseudonym that the sender may use.
    ///   - standing: What the connection's address says of the place.
    ///   - received: The collector's clock.
    /// - Throws: `Problem` when the body as a whole cannot be used.
    func read(
        _ body: [UInt8], probe: String, standing: PlacePolicy.Standing, received: Timestamp
    ) throws(Problem) -> Batch {
        let plain: [UInt8]
        do {
            plain = try Packing.unpack(body, limit: limits.inflatedBytes)
        } catch {
            switch error {
            case .tooLarge: throw Problem(.bodyTooLarge, "The body \(error).")
            case .damaged, .truncated, .trailing: throw Problem(.invalidBody, "The body is \(error).")
            }
        }
        let box = parsers.withLock { $0.popLast() } ?? ParserBox()
        let read = box.read(plain, received: received)
        parsers.withLock { $0.append(box) }
        guard read.items.count + read.rejected.count <= limits.batchLines else {
            throw Problem(
                .bodyTooLarge,
                "The body has \(read.items.count + read.rejected.count) lines, \(limits.batchLines) are taken at once.")
        }
        var batch = Batch(rejected: read.rejected)
        var writer = RecordWriter()
        for item in read.items {
            guard case .session(let session) = item.record else {
                batch.rejected.append((item.line, "only kind “session” is taken here"))
                continue
            }
            guard session.probe == probe else {
                batch.rejected.append((item.line, "“probe” must be “\(probe)”, the pseudonym of the key"))
                continue
            }
            guard let place = standing.place(stated: Place(country: session.country, asn: session.asn)) else {
                batch.rejected.append((item.line, "the country of this connection is not known here"))
                continue
            }
            // What a probe states of its network counts here also where the connection does not show it.
            if let asn = [place.asn, session.asn].first(where: optedOut.contains) {
                batch.rejected.append((item.line, "the network \(asn) has asked not to be measured"))
                batch.isOptedOut = true
                continue
            }
            var record = item.record
            record.setPlace(place)
            batch.entries.append(RecordEntry(line: writer.line(record)[...], record: record))
        }
        batch.rejected.sort { $0.line < $1.line }
        return batch
    }
}

/// A parser that one request at a time uses; what it remembers of texts speeds up the next.
///
/// `Mutex` makes it safe to hand over between threads.
private final class ParserBox: Sendable {
    private let parser = Mutex(NativeParser())

    func read(_ body: [UInt8], received: Timestamp) -> NativeBatch {
        parser.withLock { NativeBatch(body, received: received, parser: &$0) }
    }
}
