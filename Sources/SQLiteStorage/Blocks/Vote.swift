import ObservatoryModel
import Storage

/// The kinds of records, as they are numbered in the store. Append only.
enum RecordKind: UInt8, CaseIterable, Sendable {
    case session = 1
    case report = 2
    case reports = 3
    case signal = 4
    case ooni = 5
    case calendar = 6
    case network = 7
    case heartbeat = 8

    init(_ record: Record) {
        switch record {
        case .session: self = .session
        case .report: self = .report
        case .reports: self = .reports
        case .signal: self = .signal
        case .ooni: self = .ooni
        case .calendar: self = .calendar
        case .network: self = .network
        case .heartbeat: self = .heartbeat
        }
    }

    init?(_ text: String) {
        guard let kind = RecordKind.allCases.first(where: { $0.text == text }) else { return nil }
        self = kind
    }

    /// The word of the native stream.
    var text: String {
        switch self {
        case .session: "session"
        case .report: "report"
        case .reports: "reports"
        case .signal: "signal"
        case .ooni: "ooni"
        case .calendar: "calendar"
        case .network: "network"
        case .heartbeat: "heartbeat"
        }
    }
}

/// What is kept of a record after its raw line is gone: who saw what, where and when.
///
/// Names are numbers of the `platform` and `probe` tables, 0 for none.
struct Vote: Hashable, Sendable {
    struct Flags: OptionSet, Hashable, Sendable {
        let rawValue: UInt8

        static let failed = Flags(rawValue: 1)
        /// Failed, and every neutral control failed too.
        static let voided = Flags(rawValue: 2)
        /// `first` holds a goodput ratio.
        static let transfer = Flags(rawValue: 4)
        /// A session without contrasts; older votes do not say.
        static let plain = Flags(rawValue: 8)
    }

    var kind: RecordKind
    /// Milliseconds since the epoch.
    var received: Int64
    /// Milliseconds since the epoch; `received` for kinds without a time of their own.
    var at: Int64
    var country: UInt16
    var asn: UInt32
    var platform: UInt32
    var probe: UInt32
    var access: UInt8
    var flags: Flags
    /// 1 + the first failed stage's number; 0 for none.
    var stage: UInt8
    /// Sessions: ln of the goodput ratio. OONI: the weights `blocked` and `down`.
    var first: Float
    var second: Float
    /// Low half of the hash of the target; 0 for none.
    var target: UInt32
    /// Bytes of the raw line; 0 once the line was forgotten.
    var length: UInt32

    /// - Parameters: `platform`, `probe` and `target` as the tables and the store's hash number them.
    init(_ record: Record, platform: UInt32, probe: UInt32, target: UInt32, length: Int) {
        kind = RecordKind(record)
        received = record.received.milliseconds
        at = (record.at ?? record.received).milliseconds
        country = (record.country ?? .unknown).packed
        asn = record.asn.number
        self.platform = platform
        self.probe = probe
        self.target = target
        self.length = UInt32(length)
        flags = record.failed ? .failed : []
        (access, stage, first, second) = (0, 0, 0, 0)
        switch record {
        case .session(let session):
            access = session.access.rawValue
            if session.contrasts.isEmpty { flags.insert(.plain) }
            if session.outcome == .failed {
                if let failed = session.failedStage { stage = failed.rawValue + 1 }
                if session.neutralsFailed { flags.insert(.voided) }
            }
            if let ratio = session.logGoodputRatio {
                flags.insert(.transfer)
                first = Float(ratio)
            }
        case .ooni(let verdict):
            access = verdict.access.rawValue
            if let failed = verdict.stage { stage = failed.rawValue + 1 }
            (first, second) = (Float(verdict.blocked), Float(verdict.down))
        case .report(let report):
            if report.toward != nil { flags.insert(.voided) }
        case .reports, .signal, .calendar, .network, .heartbeat:
            break
        }
    }

    /// What the vote adds to the bins of its country and network, with its own time as `start`; `nil` for kinds that no
    /// bin counts. Counted reports are not here: a restated count replaces the one before it, so they are kept as series
    /// and added when a series is read.
    var contribution: MeasurementBin? {
        var bin = MeasurementBin(start: Timestamp(milliseconds: at))
        switch kind {
        case .session:
            bin.sessions = 1
            if flags.contains(.failed) {
                bin.failures = 1
                bin.voided = flags.contains(.voided) ? 1 : 0
                switch stage == 0 ? nil : Stage(rawValue: stage - 1) {
                case .dns: bin.dns = 1
                case .tcp: bin.tcp = 1
                case .tls: bin.tls = 1
                case .quic: bin.quic = 1
                case .http: bin.http = 1
                case .transfer, nil: break
                }
            }
            if flags.contains(.transfer) {
                bin.transfers = 1
                bin.logRatioSum = Double(first)
            }
        case .ooni:
            bin.ooni = 1
            bin.ooniBlocked = Double(first)
            bin.ooniDown = Double(second)
        case .report:
            // A report about somebody elsewhere is no failure here, see the initialiser.
            guard !flags.contains(.voided) else { return nil }
            bin.reports = 1
        case .reports, .signal, .calendar, .network, .heartbeat:
            return nil
        }
        return bin
    }

    /// The vote as the store hands it out.
    func stored(sequence: Int64, platform: PlatformID?) -> StoredVote {
        StoredVote(
            sequence: sequence, kind: kind.text, at: Timestamp(milliseconds: at),
            received: Timestamp(milliseconds: received), country: CountryCode(stored: country), asn: ASN(asn),
            access: AccessType(rawValue: access) ?? .unknown, platform: platform, probe: probe,
            failed: flags.contains(.failed), voided: flags.contains(.voided),
            stage: stage == 0 ? nil : Stage(rawValue: stage - 1),
            logGoodputRatio: flags.contains(.transfer) ? first : nil, blocked: kind == .ooni ? first : nil,
            down: kind == .ooni ? second : nil)
    }
}
