import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix
import ObservatoryModel

/// Asks an observatory what it knows, and listens to what changes.
struct WatchClient: Sendable {
    /// What was heard.
    enum Update: Sendable {
        case snapshot(WatchSnapshot)
        case cell(WatchedCell)
        case incident(WatchedIncident)
        case connection(WatchState.Connection)
    }

    /// Why nothing is heard, in words.
    struct Trouble: Error {
        var reason: String
    }

    /// Seconds from one round of questions to the next.
    private static let askEvery = 10.0
    /// Seconds from one reading of series to the next; those of an example that is played move faster.
    private static let readSeriesEvery = 60.0
    /// Bytes of an answer at most.
    private static let bodyBound = 16 << 20
    /// Countries whose cells are asked for when all are watched.
    private static let countryBound = 12
    /// Bounds of the wait before a lost connection is tried again, in seconds.
    private static let wait = (least: 1.0, most: 30.0)

    /// `http://HOST:PORT`, without a slash at the end.
    let server: String
    /// `nil` watches all.
    let country: CountryCode?
    /// A BCP 47 tag, for the sentences.
    let language: String
    let http: HTTPClient
    let clock: @Sendable () -> Timestamp

    /// A client of HTTP that fits: who is silent for over a minute, in which the server beats three times, is gone.
    static func http() -> HTTPClient {
        var configuration = HTTPClient.Configuration()
        configuration.timeout = .init(connect: .seconds(10), read: .seconds(65))
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    /// Tells what is heard until the task is cancelled; comes back after every loss, later each time.
    func follow(_ tell: @escaping @Sendable (Update) -> Void) async {
        var lastEvent: String?
        var wait = WatchClient.wait.least
        while !Task.isCancelled {
            do {
                let before = lastEvent
                lastEvent = try await listen(after: before, tell)
                wait = WatchClient.wait.least
            } catch {
                guard !Task.isCancelled else { return }
                if let ended = error as? Ended {
                    lastEvent = ended.lastEvent ?? lastEvent
                    wait = WatchClient.wait.least
                }
                // Many who lost the same server do not all come back at once.
                let seconds = wait * Double.random(in: 0.75...1.25)
                tell(
                    .connection(
                        .lost(
                            reason: WatchClient.reason(error),
                            until: clock() + Interval(milliseconds: Int64(seconds * 1000)))))
                try? await Task.sleep(for: .seconds(seconds))
                wait = min(wait * 2, WatchClient.wait.most)
            }
        }
    }

    /// A stream that was open and is no more.
    private struct Ended: Error {
        var lastEvent: String?
        var cause: any Error
    }

    /// Asks for everything, then listens and asks again from time to time; while no stream is to be had, only asks.
    ///
    /// - Returns: The id of the last event, when it is time to try for a stream again.
    private func listen(
        after lastEvent: String?, _ tell: @escaping @Sendable (Update) -> Void
    ) async throws -> String? {
        tell(.connection(.connecting))
        let first = try await snapshot()
        tell(.snapshot(first))
        let response = try await open(after: lastEvent)
        guard response.status == .ok else {
            tell(.connection(.asking(reason: "no stream to be had (\(response.status.code))")))
            try await ask(first, for: .seconds(60), tell)
            return lastEvent
        }
        tell(.connection(.live))
        return try await withThrowingTaskGroup(of: String?.self) { group in
            group.addTask { try await read(response.body, after: lastEvent, tell) }
            group.addTask {
                try await ask(first, for: nil, tell)
                return nil
            }
            defer { group.cancelAll() }
            return try await group.next() ?? nil
        }
    }

    private func open(after lastEvent: String?) async throws -> HTTPClientResponse {
        var request = HTTPClientRequest(url: address("stream", country.map { ["cc=\($0)"] } ?? []))
        request.headers.add(name: "Accept", value: "text/event-stream")
        if let lastEvent { request.headers.add(name: "Last-Event-ID", value: lastEvent) }
        return try await http.execute(request, deadline: .distantFuture)
    }

    /// Reads the stream to its end, which always comes as an error.
    private func read(
        _ body: HTTPClientResponse.Body, after lastEvent: String?, _ tell: @Sendable (Update) -> Void
    ) async throws -> String? {
        var parser = EventStreamParser(lastID: lastEvent)
        do {
            for try await bytes in body {
                for event in try parser.consume(bytes.readableBytesView) { pass(event, to: tell) }
            }
            throw Trouble(reason: "the server ended the stream")
        } catch {
            throw Ended(lastEvent: parser.lastID, cause: error)
        }
    }

    private func pass(_ event: EventStreamParser.Event, to tell: @Sendable (Update) -> Void) {
        let bytes = Array(event.data.utf8)
        switch event.name {
        case "cell":
            if let read = try? WatchAnswers.read(WatchAnswers.Cell.self, from: bytes) { tell(.cell(read.cell)) }
        case "revision":
            if let read = try? WatchAnswers.read(WatchAnswers.Revision.self, from: bytes) {
                tell(.incident(read.watched(in: language)))
            }
        default: break
        }
    }

    /// Asks again every few seconds.
    private func ask(
        _ first: WatchSnapshot, for duration: Duration?, _ tell: @Sendable (Update) -> Void
    ) async throws {
        let began = ContinuousClock.now
        var last = first
        var seriesAt = began
        while duration.map({ ContinuousClock.now - began < $0 }) ?? true {
            try await Task.sleep(for: .seconds(WatchClient.askEvery))
            let every = last.isSynthetic ? WatchClient.askEvery : WatchClient.readSeriesEvery
            let isDue = ContinuousClock.now - seriesAt >= .seconds(every)
            last = try await snapshot(keepingSeriesOf: isDue ? nil : last)
            if isDue { seriesAt = .now }
            tell(.snapshot(last))
        }
    }

    // MARK: Questions

    /// Everything that the board shows, as known now.
    ///
    /// - Parameter older: Whose series to keep; `nil` reads them anew.
    func snapshot(keepingSeriesOf older: WatchSnapshot? = nil) async throws -> WatchSnapshot {
        let incidents = try await get(
            WatchAnswers.Incidents.self, address("incidents", place + ["since=\(clock())", "limit=200"])
        ).incidents.map { $0.watched(in: language) }.filter(\.isOpen)
        let status = try await get(WatchAnswers.Status.self, address("status", ["cc=\(country ?? .unknown)"]))
        var cells = status.cells
        if country == nil {
            for other in Set(incidents.map(\.country)).subtracting([.unknown]).sorted().prefix(WatchClient.countryBound)
            {
                cells += try await get(WatchAnswers.Status.self, address("status", ["cc=\(other)"])).cells
            }
        }
        var snapshot = WatchSnapshot(
            at: status.at, isSynthetic: status.isSynthetic, cells: cells, networks: status.networks,
            incidents: incidents, series: older?.series ?? [:], step: older?.step ?? .minutes(10))
        if older == nil {
            let from = status.at - WatchMatrix.span
            let series = try await get(
                WatchAnswers.Series.self,
                address(
                    "series", ["cc=\(country ?? .unknown)", "from=\(from)", "until=\(status.at)", "step=600"]))
            (snapshot.series, snapshot.step) = (series.lines, series.step)
        }
        return snapshot
    }

    private var place: [String] { country.map { ["cc=\($0)"] } ?? [] }

    private func address(_ what: String, _ parameters: [String]) -> String {
        let query = parameters.joined(separator: "&")
        return "\(server)/api/v1/\(what)" + (query.isEmpty ? "" : "?" + query)
    }

    private func get<Value: Decodable>(_ type: Value.Type, _ address: String) async throws -> Value {
        let response = try await http.execute(HTTPClientRequest(url: address), timeout: .seconds(20))
        guard response.status == .ok else {
            throw Trouble(reason: "the server answers \(response.status.code)")
        }
        let body = try await response.body.collect(upTo: WatchClient.bodyBound)
        do {
            return try WatchAnswers.read(type, from: Array(body.readableBytesView))
        } catch {
            throw Trouble(reason: "what answers there is no observatory")
        }
    }

    /// An error in words for people.
    static func reason(_ error: any Error) -> String {
        switch error {
        case let ended as Ended: return reason(ended.cause)
        case let trouble as Trouble: return trouble.reason
        case is EventStreamParser.TooLong, is NIOTooManyBytesError: return "the server sends too much at once"
        case let error as NIOConnectionError:
            return error.connectionErrors.first.map { reason($0.error) } ?? "the name leads nowhere"
        case let error as IOError:
            switch error.errnoCode {
            case 111: return "connection refused"
            case 104, 32: return "the connection broke"
            case 101, 113: return "there is no way to it"
            default: return "error \(error.errnoCode) of the network"
            }
        case let error as HTTPClientError where error == .connectTimeout: return "no answer"
        case let error as HTTPClientError where error == .readTimeout || error == .deadlineExceeded:
            return "it fell silent"
        case let error as HTTPClientError where error == .remoteConnectionClosed: return "the server hung up"
        default: return TerminalText.safe("\(error)", bound: 80)
        }
    }
}
