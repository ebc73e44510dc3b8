package import NIOCore
import NIOHTTP1
package import ObservatoryModel

/// Gets a page over plain HTTP from a known address, for programs that look at a server of their own.
package enum PlainFetch {
    /// The body of an answer with status 200; `nil` for everything else.
    ///
    /// - Parameter limit: Bytes of the body that are read.
    package static func body(
        of url: MeasuredURL, at address: InternetAddress, group: any EventLoopGroup, limit: Int = 4 << 20
    ) async -> [UInt8]? {
        let result = await StreamAttempt(
            endpoint: .init(address, port: url.port ?? 80), tcpLimit: .seconds(5), tlsLimit: .seconds(5),
            request: .init(
                host: url.host, path: url.path, headers: [("accept", "*/*")], bodyLimit: limit, keptBytes: limit,
                limit: .seconds(10))
        ).run(on: group, now: .distantPast, meter: DataMeter())
        guard let response = result.response, response.part.failure == nil, response.status == 200 else { return nil }
        return response.body
    }
}
