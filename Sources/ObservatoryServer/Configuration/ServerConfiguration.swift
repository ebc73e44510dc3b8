import FoundationEssentials
package import ObservatoryModel
import Storage

/// How an observatory runs: a JSON file, each key optional, and the command line on top of it.
package struct ServerConfiguration: Hashable, Sendable {
    /// Address and port to listen on.
    package var listen = ListenAddress(host: "127.0.0.1", port: 8080)
    /// `sqlite:PATH`.
    package var store = StoreLocation.sqlite(path: "var/parallax.sqlite")
    /// The public address, without a slash at the end, for links in feeds; `nil` means the one that is listened on.
    package var site: String?
    /// A day on which the operator held the site's host name (RFC 4151); ids in feeds hang on it, so it never changes.
    package var heldSince = CivilDate(year: 2024, month: 1, day: 1)
    /// Countries that are followed at OONI and IODA.
    package var countries: [CountryCode] = [CountryCode("PK")].compactMap { $0 }
    /// Whether others' public data is followed at all.
    package var followsOthers = true
    /// Base of OONI's public API.
    package var ooni = "https://api.ooni.io"
    /// Base of IODA's public API.
    package var ioda = "https://api.ioda.inetintel.cc.gatech.edu/v2"
    /// What loopback connections, and this machine's own measurements, count as.
    package var place: Place?
    package var addressFiles = AddressFiles()
    /// Whether a sent network counts where the address data names none.
    package var trustsSentNetworks = false
    /// Addresses of proxies whose `X-Forwarded-For` counts.
    package var trustedProxies: [String] = []
    /// The key that signs tokens of people; `nil` means `admin.key` beside the store.
    package var adminKeyFile: String?
    /// Hosts, or `host:port`, to which alerts may go though they are private or unencrypted.
    package var privateDestinations: [String] = []
    /// Whether an empty store shows the synthetic reconstruction.
    package var showsExample = true
    /// What the test helper for OONI's probes looks at.
    package var testHelper = TestHelperReach.targets
    /// Whether OONI's probes are offered targets that carry an extra risk, outside countries of the risk list.
    package var offersRiskyTargets = false
    /// Networks whose operators asked not to be measured; they then count as uncovered (DESIGN §5.9).
    package var optedOutNetworks: Set<ASN> = []
    package var limits = Limits()
    package var keeping = Keeping()

    /// Files that tell countries and networks of addresses (`Gazetteer.AddressTable`); those that do not exist are
    /// passed over with a word. The defaults are those of Debian's `tor-geoipdb`.
    package struct AddressFiles: Hashable, Sendable {
        package var countries4: String? = "/usr/share/tor/geoip"
        package var countries6: String? = "/usr/share/tor/geoip6"
        package var networks4: String?
        package var networks6: String?

        package init() {}
    }

    /// Bounds on what comes in.
    package struct Limits: Hashable, Sendable {
        /// A body as sent, and what it may grow to when decompressed.
        package var bodyBytes = 4 << 20
        package var inflatedBytes = 64 << 20
        /// Lines of one batch.
        package var batchLines = 50_000
        /// Sessions that one probe may send at once, and gets back each minute.
        package var probeBurst = 20_000
        package var probePerMinute = 600
        /// Requests that write, per address: at once, and each minute.
        package var addressBurst = 120
        package var addressPerMinute = 60
        /// Uploaded sessions per network: at once, and each minute.
        package var networkBurst = 200_000
        package var networkPerMinute = 60_000
        /// Reports per network: at once, and each minute.
        package var reportBurst = 60
        package var reportPerMinute = 30
        /// Open streams.
        package var streams = 6_000

        package init() {}
    }

    /// How long what is kept, and how often detection's state is.
    package struct Keeping: Hashable, Sendable {
        /// Minutes from one snapshot of detection to the next.
        package var snapshotMinutes = 10
        /// Days that raw lines are kept, 7 or more; that votes are; that bins of minutes are before they become hours.
        package var recordDays = 7
        package var voteDays = 90
        package var fineBinDays = 90
        /// Days that hourly bins are kept; `nil` for ever.
        package var hourBinDays: Int?
        /// Whether nothing is deleted by age from a store into which recorded data was read.
        package var keepsArchives = true

        package init() {}

        /// The same for a store.
        var policy: RetentionPolicy {
            RetentionPolicy(
                records: .days(Int64(recordDays)), votes: .days(Int64(voteDays)), fineBins: .days(Int64(fineBinDays)),
                hourBins: hourBinDays.map { .days(Int64($0)) })
        }
    }

    package init() {}

    /// Where the key that signs tokens of people lies.
    package var adminKeyPath: String {
        if let adminKeyFile { return adminKeyFile }
        guard let slash = store.path.lastIndex(of: "/") else { return "admin.key" }
        return store.path[..<slash] + "/admin.key"
    }

    /// The public address.
    package var siteURL: String { site ?? "http://\(listen)" }

    /// Why a configuration cannot be used; a sentence each.
    package enum Failure: Error, CustomStringConvertible {
        case unreadable(path: String, reason: String)
        case notJSON(path: String, reason: String)
        case unknownKey(path: String, key: String, known: [String])
        case badValue(path: String, key: String, expected: String)

        package var description: String {
            switch self {
            case .unreadable(let path, let reason): "The configuration “\(path)” cannot be read: \(reason)."
            case .notJSON(let path, let reason): "The configuration “\(path)” is not a JSON object: \(reason)."
            case .unknownKey(let path, let key, let known):
                "The configuration “\(path)” has an unknown key “\(key)”. Known are: \(known.joined(separator: ", "))."
            case .badValue(let path, let key, let expected):
                "The configuration “\(path)” needs \(expected) at “\(key)”."
            }
        }
    }
}

/// Where to listen: a host or an address, and a port; port 0 lets the system choose.
package struct ListenAddress: Hashable, Sendable, CustomStringConvertible {
    package var host: String
    package var port: Int

    package init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// Reads `HOST:PORT` or `[ADDRESS]:PORT`; `nil` for anything else.
    package init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
            (0...65_535).contains(port)
        else { return nil }
        var host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
        guard !host.isEmpty, !host.contains("/") else { return nil }
        self.init(host: String(host), port: port)
    }

    package var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}

/// Which store holds the records.
package enum StoreLocation: Hashable, Sendable {
    /// One SQLite file; it is made when it is not there.
    case sqlite(path: String)

    /// Reads `sqlite:PATH`, or a bare path; `nil` for other schemes.
    package init?(_ text: String) {
        if text.hasPrefix("sqlite:") {
            let path = text.dropFirst("sqlite:".count)
            guard !path.isEmpty else { return nil }
            self = .sqlite(path: String(path))
        } else {
            guard !text.isEmpty, !text.hasPrefix("clickhouse:") else { return nil }
            self = .sqlite(path: text)
        }
    }

    /// The file.
    package var path: String {
        switch self {
        case .sqlite(let path): path
        }
    }
}
