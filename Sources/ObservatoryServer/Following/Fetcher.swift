import AsyncHTTPClient
import HTTPTypes
import NIOCore
import NIOHTTP1

/// Why a request to somebody else's API came to nothing.
enum FetchFailure: Error, CustomStringConvertible {
    /// No connection: no network here, or nobody there.
    case unreachable(String)
    /// It answered, but not with what was asked for; the seconds that it wants us to wait, when it says so.
    case refused(status: Int, retryAfter: Int?)
    case tooLarge(limit: Int)

    var description: String {
        switch self {
        case .unreachable(let reason): "not reachable: \(reason)"
        case .refused(let status, _): "answered with status \(status)"
        case .tooLarge(let limit): "answered with more than \(limit) bytes"
        }
    }
}

/// Gets documents from public APIs: one at a time, with a time limit and a bound, saying who asks.
struct Fetcher: Sendable {
    let client: HTTPClient
    /// `parallax/0.1.0 (+https://observatory.example)`
    let userAgent: String
    let metrics: ServerMetrics

    private static let timeLimit = TimeAmount.seconds(30)
    private static let sizeLimit = 16 << 20

    /// - Throws: `FetchFailure`.
    func get(_ address: String) async throws -> [UInt8] {
        metrics.add(.followRequests)
        do {
            return try await answer(address)
        } catch {
            metrics.add(.followFailures)
            throw error
        }
    }

    private func answer(_ address: String) async throws -> [UInt8] {
        var request = HTTPClientRequest(url: address)
        request.headers.add(name: "User-Agent", value: userAgent)
        request.headers.add(name: "Accept", value: "application/json")
        let response: HTTPClientResponse
        do {
            response = try await client.execute(request, timeout: Fetcher.timeLimit)
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            throw FetchFailure.unreachable("\(error)")
        }
        guard response.status == .ok else {
            throw FetchFailure.refused(
                status: Int(response.status.code),
                retryAfter: response.headers.first(name: "Retry-After").flatMap { Int($0) })
        }
        do {
            return Array(try await response.body.collect(upTo: Fetcher.sizeLimit).readableBytesView)
        } catch is NIOTooManyBytesError {
            throw FetchFailure.tooLarge(limit: Fetcher.sizeLimit)
        } catch {
            throw FetchFailure.unreachable("\(error)")
        }
    }
}
