import AsyncHTTPClient
import FoundationEssentials
import NIOCore
import NIOHTTP1
import NIOPosix
import ObservatoryModel
import Storage

/// Sends one message to one subscriber, once.
struct AlertSender: Sendable {
    /// How an attempt went.
    enum Outcome: Hashable, Sendable {
        case sent
        /// Worth another attempt; after so many seconds, when the receiver says so.
        case failed(String, retryAfter: Int? = nil)
        /// The receiver is gone for good (status 410).
        case gone
    }

    let destinations: DestinationGuard
    /// `parallax/0.1.0 (+https://observatory.example)`
    let userAgent: String
    /// From name look-up to the answer's head.
    var timeLimit = TimeAmount.seconds(10)

    func send(_ message: AlertMessage, to subscription: Subscription, at now: Timestamp) async throws -> Outcome {
        let request = request(message, to: subscription, at: now)
        let destination: DestinationGuard.Destination
        let address: InternetAddress
        do {
            destination = try destinations.destination(request.url)
            address = try destinations.chosen(
                await AddressResolver.addresses(of: destination.host), for: destination)
        } catch {
            return .failed("\(error)")
        }
        return try await post(request, to: destination, at: address)
    }

    /// What is sent, by the subscription's channel.
    private func request(
        _ message: AlertMessage, to subscription: Subscription, at now: Timestamp
    ) -> HTTPClientRequest {
        var request: HTTPClientRequest
        switch subscription.channel {
        case .webhook(let secret):
            request = HTTPClientRequest(url: subscription.address)
            request.headers.add(name: "Content-Type", value: "application/json")
            request.headers.add(name: "webhook-id", value: message.key)
            request.headers.add(name: "webhook-timestamp", value: "\(now.seconds)")
            request.headers.add(
                name: "webhook-signature",
                value: WebhookSignature.value(
                    id: message.key, timestamp: now.seconds, body: message.body, secret: secret))
        case .mastodon(let token, _, _):
            request = HTTPClientRequest(url: subscription.address + "/api/v1/statuses")
            request.headers.add(name: "Content-Type", value: "application/json")
            request.headers.add(name: "Authorization", value: "Bearer \(token)")
            request.headers.add(name: "Idempotency-Key", value: message.key)
        case .plain(let token):
            request = HTTPClientRequest(url: subscription.address)
            request.headers.add(name: "Content-Type", value: "text/plain; charset=utf-8")
            request.headers.add(name: "Idempotency-Key", value: message.key)
            if let token { request.headers.add(name: "Authorization", value: "Bearer \(token)") }
        }
        request.method = .POST
        request.headers.add(name: "User-Agent", value: userAgent)
        for header in message.headers {
            guard let colon = header.firstIndex(of: ":") else { continue }
            request.headers.add(name: String(header[..<colon]), value: String(header[colon...].dropFirst(2)))
        }
        request.body = .bytes(message.body)
        return request
    }

    /// Posts to the address that was checked, whatever the name means by then; follows no redirect.
    private func post(
        _ request: HTTPClientRequest, to destination: DestinationGuard.Destination, at address: InternetAddress
    ) async throws -> Outcome {
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        configuration.timeout = .init(connect: timeLimit, read: timeLimit)
        configuration.dnsOverride = [destination.host: address.description]
        configuration.httpVersion = .http1Only
        let client = HTTPClient(
            eventLoopGroupProvider: .shared(HTTPClient.defaultEventLoopGroup), configuration: configuration)
        let outcome: Outcome
        do {
            // The body is not read: what a receiver says does not matter, and may be without end.
            let response = try await client.execute(request, timeout: timeLimit)
            let status = Int(response.status.code)
            let asked = response.headers.first(name: "Retry-After").flatMap { Int($0) }
            outcome =
                switch status {
                case 200..<300: .sent
                case 410: .gone
                default: .failed("status \(status)", retryAfter: asked)
                }
        } catch {
            try? await client.shutdown()
            if error is CancellationError || Task.isCancelled { throw CancellationError() }
            return .failed(AlertSender.reason(error))
        }
        try? await client.shutdown()
        return outcome
    }

    /// A short word for what went wrong, without addresses.
    private static func reason(_ error: any Error) -> String {
        switch error as? HTTPClientError {
        case .connectTimeout?, .readTimeout?, .deadlineExceeded?: "timed out"
        case let error?: "\(error)"
        case nil: error is NIOConnectionError || error is IOError ? "no connection" : "\(type(of: error))"
        }
    }
}
