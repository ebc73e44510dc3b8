import FoundationEssentials
import ObservatoryModel

/// A list of targets of one's own, in JSON, instead of the built-in catalogue: for a lab, or an observatory with other
/// platforms. `Docs/PROBE.md` shows one.
package struct TargetFile: Sendable {
    package var targets: [MeasurementTarget]
    package var neutrals: [NeutralHost]
    /// `nil` leaves the built-in ones.
    package var publicResolver: ProbeEnvironment.Endpoint?
    package var doh: ProbeEnvironment.DoHService?

    /// Why a file cannot be used; a sentence.
    package struct Failure: Error, Hashable, CustomStringConvertible {
        package var description: String
    }

    /// Reads the bytes of a file.
    package init(_ bytes: [UInt8]) throws(Failure) {
        let body: Body
        do {
            body = try JSONDecoder().decode(Body.self, from: Data(bytes))
        } catch {
            throw Failure(description: "The target file is not what Docs/PROBE.md shows: \(error).")
        }
        targets = []
        for item in body.targets {
            guard let platform = PlatformID(item.platform) else {
                throw Failure(description: "“\(item.platform)” is no platform id; use a-z, 0-9, dots and hyphens.")
            }
            targets.append(
                MeasurementTarget(
                    platform: platform, urls: try Self.urls(item.urls), object: try Self.object(item.object),
                    siblings: try Self.urls(item.siblings ?? []), speaksQUIC: item.quic ?? false))
        }
        neutrals = []
        for item in body.neutrals {
            neutrals.append(
                NeutralHost(
                    url: try Self.url(item.url), operatorName: item.operator ?? item.url,
                    object: try Self.object(item.object), country: item.country.flatMap { CountryCode($0) }))
        }
        if let text = body.publicResolver {
            publicResolver = .init(try Self.address(text), port: 53)
        }
        if let item = body.doh {
            doh = ProbeEnvironment.DoHService(url: try Self.url(item.url), address: try Self.address(item.address))
        }
    }

    private struct Body: Decodable {
        struct Target: Decodable {
            var platform: String
            var urls: [String]
            var object: String?
            var siblings: [String]?
            var quic: Bool?
        }
        struct Neutral: Decodable {
            var url: String
            var `operator`: String?
            var object: String?
            var country: String?
        }
        struct DoH: Decodable {
            var url: String
            var address: String
        }
        var targets: [Target]
        var neutrals: [Neutral]
        var publicResolver: String?
        var doh: DoH?
    }

    private static func url(_ text: String) throws(Failure) -> MeasuredURL {
        guard let url = MeasuredURL(text) else {
            throw Failure(description: "“\(text)” is no http or https URL.")
        }
        return url
    }

    private static func urls(_ texts: [String]) throws(Failure) -> [MeasuredURL] {
        var urls: [MeasuredURL] = []
        for text in texts { urls.append(try url(text)) }
        return urls
    }

    private static func object(_ text: String?) throws(Failure) -> TransferObject? {
        guard let text else { return nil }
        return .file(try url(text))
    }

    private static func address(_ text: String) throws(Failure) -> InternetAddress {
        guard let address = InternetAddress(text) else { throw Failure(description: "“\(text)” is no address.") }
        return address
    }
}
