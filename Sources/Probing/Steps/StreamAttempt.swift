import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import NIOTLS
import ObservatoryModel

/// One attempt to reach a server over TCP: connect, then TLS, then a request, as far as it is asked and gets.
struct StreamAttempt: Sendable {
    /// The TLS part of an attempt.
    struct TLS: Sendable {
        var serverName: String
        /// Judges the chain; `nil` accepts any certificate, for contrasts that ask only whether TLS passes.
        var judge: CertificateJudge?

        init(serverName: String, judge: CertificateJudge?) {
            self.serverName = serverName
            self.judge = judge
        }
    }

    /// The request of an attempt.
    struct Request: Sendable {
        var method: HTTPMethod
        var host: String
        var path: String
        var headers: [(String, String)]
        var body: [UInt8]
        /// Body bytes after which reading stops; the response then counts as complete.
        var bodyLimit: Int
        /// Body bytes that are kept for looking at.
        var keptBytes: Int
        var limit: TimeAmount
        /// When set, bytes are taken no faster than this until `pacedBytes` have come.
        var pace: Pace?

        init(
            method: HTTPMethod = .GET, host: String, path: String, headers: [(String, String)], body: [UInt8] = [],
            bodyLimit: Int, keptBytes: Int, limit: TimeAmount, pace: Pace? = nil
        ) {
            self.method = method
            self.host = host
            self.path = path
            self.headers = headers
            self.body = body
            self.bodyLimit = bodyLimit
            self.keptBytes = keptBytes
            self.limit = limit
            self.pace = pace
        }
    }

    /// A slow start of a download.
    struct Pace: Hashable, Sendable {
        var bytesPerSecond: Int
        var bytes: Int
    }

    var endpoint: ProbeEnvironment.Endpoint
    var tcpLimit: TimeAmount
    var tlsLimit: TimeAmount
    var tls: TLS?
    var request: Request?

    init(
        endpoint: ProbeEnvironment.Endpoint, tcpLimit: TimeAmount, tlsLimit: TimeAmount, tls: TLS? = nil,
        request: Request? = nil
    ) {
        self.endpoint = endpoint
        self.tcpLimit = tcpLimit
        self.tlsLimit = tlsLimit
        self.tls = tls
        self.request = request
    }

    /// How a part of an attempt went.
    struct Part: Hashable, Sendable {
        var failure: Failure?
        var milliseconds: Double
    }

    /// What came back for a request.
    struct Response: Hashable, Sendable {
        var part: Part
        /// `nil` when no status line came.
        var status: Int32?
        /// Names in lower case.
        var headers: [String: String]
        /// The first bytes of the body, as many as were asked for.
        var body: [UInt8]
        /// Bytes of the body that came, also when the time ran out.
        var bodyBytes: Int64
        /// Of `bodyBytes`, those that came after the paced start, and the time that they took.
        var unpacedBytes: Int64
        var unpacedMilliseconds: Double
        /// How long the paced start took; `nil` when it did not end.
        var pacedMilliseconds: Double?
    }

    /// All parts that ran; a part that was not reached is `nil`.
    struct Result: Hashable, Sendable {
        var tcp: Part
        var tls: Part?
        var judgement: CertificateJudge.Judgement?
        var response: Response?
    }

    /// Runs the attempt. Whatever the network does is in the result; cancelling ends it early.
    ///
    /// - Parameters:
    ///   - now: The time to judge certificates at.
    ///   - meter: Counts what the attempt costs.
    func run(on group: any EventLoopGroup, now: Timestamp, meter: DataMeter) async -> Result {
        let loop = group.next()
        let promise = loop.makePromise(of: Result.self)
        let attempt = self
        let started = ContinuousClock.now
        let address: SocketAddress
        do {
            address = try SocketAddress(ipAddress: endpoint.address.description, port: Int(endpoint.port))
        } catch {
            let result = Result(tcp: Part(failure: Failure("invalid_argument"), milliseconds: 0))
            promise.succeed(result)
            return result
        }
        // On the loop, since the thread that makes a socket decides which network namespace it is in.
        let connected = loop.flatSubmit {
            ClientBootstrap(group: loop)
                .connectTimeout(attempt.tcpLimit)
                .channelOption(.maxMessagesPerRead, value: 4)
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try attempt.configure(channel, promise: promise, now: now, meter: meter)
                    }
                }
                .connect(to: address)
        }
        connected.whenFailure { error in
            let part = Part(failure: Failure(channelError: error), milliseconds: started.millisecondsUntilNow)
            promise.succeed(Result(tcp: part))
        }
        return await withTaskCancellationHandler {
            // The promise is only ever succeeded.
            (try? await promise.futureResult.get())
                ?? Result(tcp: Part(failure: Failure("interrupted"), milliseconds: started.millisecondsUntilNow))
        } onCancel: {
            connected.whenSuccess { $0.close(promise: nil) }
        }
    }

    /// Shared, since making one takes milliseconds. It has no roots: the judge decides, not BoringSSL.
    private static let tlsContext: Swift.Result<NIOSSLContext, any Error> = .init {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.applicationProtocols = ["http/1.1"]
        configuration.trustRoots = .certificates([])
        // The judge looks at the name as well.
        configuration.certificateVerification = .noHostnameVerification
        return try NIOSSLContext(configuration: configuration)
    }

    private func configure(
        _ channel: any Channel, promise: EventLoopPromise<Result>, now: Timestamp, meter: DataMeter
    ) throws {
        let handler = StreamAttemptHandler(attempt: self, promise: promise)
        let pipeline = channel.pipeline.syncOperations
        try pipeline.addHandler(DataMeterHandler(meter: meter))
        if let tls {
            let context = try Self.tlsContext.get()
            let bound = NIOLoopBound(handler, eventLoop: channel.eventLoop)
            let ssl = try NIOSSLClientHandler(
                context: context, serverHostname: InternetAddress(tls.serverName) == nil ? tls.serverName : nil,
                customVerificationCallback: { certificates, verdict in
                    guard let judge = tls.judge else { return verdict.succeed(.certificateVerified) }
                    let chain = certificates.map { (try? $0.toDERBytes()) ?? [] }
                    let judged = channel.eventLoop.makePromise(of: CertificateJudge.Judgement.self)
                    judged.completeWithTask {
                        await judge.judge(chain: chain, host: tls.serverName, at: now)
                    }
                    judged.futureResult.whenSuccess { judgement in
                        bound.value.judgement = judgement
                        verdict.succeed(judgement.failure == nil ? .certificateVerified : .failed)
                    }
                })
            try pipeline.addHandler(ssl)
        }
        if request != nil { try pipeline.addHTTPClientHandlers() }
        try pipeline.addHandler(handler)
    }
}

extension ContinuousClock.Instant {
    /// Milliseconds from this instant until now.
    var millisecondsUntilNow: Double {
        let parts = duration(to: .now).components
        return Double(parts.seconds) * 1000 + Double(parts.attoseconds) / 1e15
    }

    /// What is left until another instant; negative when that is over.
    func timeAmount(until other: ContinuousClock.Instant) -> TimeAmount {
        let parts = duration(to: other).components
        return .nanoseconds(parts.seconds * 1_000_000_000 + parts.attoseconds / 1_000_000_000)
    }
}
