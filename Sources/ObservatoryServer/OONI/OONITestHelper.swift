import HTTPTypes
import NIOCore
import NIOPosix
import ObservatoryModel
import Probing
import Synchronization

/// What a test helper looks at.
package enum TestHelperReach: String, Hashable, Sendable {
    /// Nothing; there is no helper.
    case off
    /// The hosts of the target list.
    case targets
    /// Any public host.
    case any
}

/// The test helper of OONI's web_connectivity: says what it sees of a URL from here (FORMATS §9).
///
/// A helper that fetches whatever it is asked for is a tool for attacks on others. This one looks at the target list
/// alone unless the operator opens it, never at addresses that are not public or at ports that are not the web's.
final class OONITestHelper: Sendable {
    /// Requests that run at once; OONI's own probes go on being served beyond the first bound.
    private static let bounds = (everybody: 25, probes: 50)
    private static let mostBytes = 1 << 20

    private let reach: TestHelperReach
    private let list: OONITestList
    private let lookup: any PlaceLookup
    private let check: HelperCheck
    private let running = Mutex(0)

    init(reach: TestHelperReach, list: OONITestList, lookup: any PlaceLookup, environment: ProbeEnvironment?) {
        self.reach = reach
        self.list = list
        self.lookup = lookup
        let environment =
            environment
            ?? .system(userAgent: "parallax/\(softwareVersion) test helper", limits: HelperCheck.limits)
        check = HelperCheck(
            environment: environment, own: OONITestHelper.ownAddresses(), group: MultiThreadedEventLoopGroup.singleton)
    }

    /// Looks at what a request asks for.
    ///
    /// - Parameter agent: Who asks, as the request says.
    /// - Throws: `Problem` when the request cannot be used, or when too many run.
    func answer(to body: [UInt8], agent: String?) async throws(Problem) -> HelperAnswer {
        let isProbe = agent?.hasPrefix("ooniprobe-") == true || agent?.hasPrefix("parallax-probe/") == true
        let isRoom = running.withLock { running in
            guard running < (isProbe ? OONITestHelper.bounds.probes : OONITestHelper.bounds.everybody) else {
                return false
            }
            running += 1
            return true
        }
        guard isRoom else {
            throw Problem(.overloaded, "Too many requests run at the moment.", headers: [.retryAfter: "30"])
        }
        defer { running.withLock { $0 -= 1 } }
        let request: HelperRequest
        do { request = try HelperRequest(json: body) } catch {
            throw Problem(.invalidBody, "The body is not what OONI’s probes send to a test helper.")
        }
        guard let url = MeasuredURL(request.url), check.takes(url) else {
            throw Problem(.invalidBody, "Only http and https URLs at the ports of the web are looked at.")
        }
        guard reach == .any || list.names(url.host) else {
            throw Problem(.invalidBody, "“\(url.host.prefix(100))” is not on the target list of this observatory.")
        }
        let known = request.endpoints.prefix(64).compactMap { text in
            OONITables.parts(of: text).flatMap { InternetAddress($0.ip) }
        }
        var headers: [(String, String)] = []
        for (name, values) in request.headers.sorted(by: { $0.key < $1.key })
        where ["user-agent", "accept", "accept-language"].contains(name.lowercased()) {
            guard let value = values.first, value.utf8.count < 1000, value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7f })
            else { continue }
            headers.append((name.lowercased(), value))
        }
        let findings = await check.look(at: url, known: known, headers: headers)
        return HelperAnswer(
            findings, url: url, known: known,
            network: { address in
                Int(lookup.place(ofText: address.description)?.asn.number ?? 0)
            }, isPublic: { check.isOpen($0) })
    }

    private static func ownAddresses() -> Set<InternetAddress> {
        let devices = (try? System.enumerateDevices()) ?? []
        return Set(devices.compactMap { $0.address?.ipAddress.flatMap { InternetAddress($0) } })
    }
}
