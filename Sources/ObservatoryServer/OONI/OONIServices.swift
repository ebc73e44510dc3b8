import FoundationEssentials
import Gazetteer
import ObservatoryModel

/// What OONI's probes ask before they measure: where to send, whom to compare with, what to test (FORMATS §1.7).
struct OONIServices: Sendable {
    /// The observatory's public address, without a slash at the end.
    let site: String
    let list: OONITestList
    /// Whether there is a test helper here.
    let hasHelper: Bool

    /// Where the test helper is.
    var helperAddress: String { site + "/ooni/test-helper" }

    private static let helperName = "web-connectivity"

    /// The answer to `/api/v1/test-helpers`.
    var testHelpers: JSONValue {
        hasHelper
            ? .object([
                (OONIServices.helperName, .array([["address": .string(helperAddress), "type": "https"]]))
            ]) : .object([])
    }

    /// The answer to `/api/v1/collectors`.
    var collectors: JSONValue { [["address": .string(site), "type": "https"]] }

    /// What a probe says of itself at check-in.
    struct CheckIn: Decodable {
        struct WebConnectivity: Decodable { var category_codes: [String]? }
        var run_type: String?
        var charging: Bool?
        var probe_cc: String?
        var probe_asn: String?
        var web_connectivity: WebConnectivity?

        /// URLs that are handed out: all to a person who waits, a few to a telephone on its battery.
        var count: Int { run_type == "manual" ? .max : charging == true ? 100 : 20 }
    }

    /// The answer to `/api/v1/check-in`.
    ///
    /// - Parameters:
    ///   - place: Where the connection comes from, or where the probe says that it is.
    ///   - isOptedOut: Whether the network there asked not to be measured; nothing is asked of the probe then.
    func checkIn(
        _ request: CheckIn, place: Place, isOptedOut: Bool, at now: Timestamp,
        using generator: inout some RandomNumberGenerator
    ) -> JSONValue {
        let country = place.country == .unknown ? "ZZ" : place.country.description
        func report(_ test: String) -> JSONValue {
            .string(
                OONIReportID(test: test, country: country, asn: place.asn.number, at: now, using: &generator).text)
        }
        // Shuffled, so that a list that is cut short leaves out other URLs each time.
        let urls = list.entries(
            for: place.country, categories: Set(request.web_connectivity?.category_codes ?? [])
        ).shuffled(using: &generator).prefix(isOptedOut ? 0 : request.count)
        var tests: [(String, JSONValue)] = [
            (
                "web_connectivity",
                ["report_id": report("web_connectivity"), "urls": .array(urls.map(\.json))]
            )
        ]
        for test in isOptedOut ? [] : list.tests(for: place.country) {
            tests.append((test, ["report_id": report(test)]))
        }
        return [
            "v": 1, "probe_cc": .string(country), "probe_asn": .string(place.asn.description),
            "probe_network_name": "", "utc_time": .string(Timestamp(seconds: now.seconds).description),
            "conf": ["features": ["webconnectivity_0.5": true], "test_helpers": testHelpers],
            "tests": .object(tests),
        ]
    }

    /// The answer to `/api/v1/test-list/urls`.
    func urls(for country: CountryCode, categories: Set<String>, limit: Int) -> JSONValue {
        let entries = list.entries(for: country, categories: categories)
        let shown = limit > 0 ? entries.prefix(limit) : entries[...]
        return [
            "metadata": [
                "count": .int(shown.count), "current_page": -1, "limit": -1, "next_url": "", "pages": 1,
            ], "results": .array(shown.map(\.json)),
        ]
    }

    /// What an old probe asks the bouncer for.
    struct NetTests: Decodable {
        struct Test: Decodable {
            var name: String
            var version: String?
        }
        var tests: [Test]

        private enum CodingKeys: String, CodingKey { case tests = "net-tests" }
    }

    /// The answer to `/bouncer/net-tests`.
    func netTests(_ request: NetTests) -> JSONValue {
        [
            "net-tests": .array(
                request.tests.prefix(20).map { test in
                    let isWeb = test.name.replacing("_", with: "-") == OONIServices.helperName && hasHelper
                    return [
                        "collector": .string(site), "collector-alternate": collectors, "input-hashes": .null,
                        "name": .string(test.name),
                        "test-helpers": isWeb
                            ? .object([(OONIServices.helperName, .string(helperAddress))]) : .object([]),
                        "test-helpers-alternate": isWeb ? testHelpers : .object([]),
                        "version": .string(test.version ?? ""),
                    ]
                })
        ]
    }
}
