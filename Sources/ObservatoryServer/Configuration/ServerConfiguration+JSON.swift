import FoundationEssentials
import ObservatoryModel

extension ServerConfiguration {
    /// Reads a JSON file; keys that are not there keep their defaults, unknown ones are refused so that a slip is seen.
    package init(file path: String) throws(Failure) {
        self.init()
        let data: Data
        do {
            data = try Data(contentsOf: URL(filePath: path))
        } catch {
            throw .unreadable(path: path, reason: "there is no such file, or it may not be read")
        }
        let values: [String: ConfiguredValue]
        do {
            values = try JSONDecoder().decode([String: ConfiguredValue].self, from: data)
        } catch {
            throw .notJSON(path: path, reason: "\(error)")
        }
        for (key, value) in values.sorted(by: { $0.key < $1.key }) {
            guard let setting = Setting.all.first(where: { $0.key == key }) else {
                throw .unknownKey(path: path, key: key, known: Setting.all.map(\.key))
            }
            guard setting.apply(value, &self) else {
                throw .badValue(path: path, key: key, expected: setting.expected)
            }
        }
    }

    /// One key of the file: what it expects, and how it is taken over.
    private struct Setting {
        let key: String
        let expected: String
        /// `false` when the value is not what is expected.
        let apply: (ConfiguredValue, inout ServerConfiguration) -> Bool

        static var all: [Setting] {
            [
                Setting(key: "listen", expected: "“HOST:PORT”") { value, configuration in
                    set(&configuration.listen, value.text.flatMap { ListenAddress($0) })
                },
                Setting(key: "store", expected: "“sqlite:PATH”") { value, configuration in
                    set(&configuration.store, value.text.flatMap { StoreLocation($0) })
                },
                Setting(key: "site", expected: "a URL without a slash at the end") { value, configuration in
                    guard let text = value.text, text.hasPrefix("http"), !text.hasSuffix("/") else { return false }
                    configuration.site = text
                    return true
                },
                Setting(key: "heldSince", expected: "a day such as 2024-01-01") { value, configuration in
                    set(
                        &configuration.heldSince,
                        value.text.flatMap { $0.utf8.count == 10 ? Timestamp($0 + "T00:00:00Z") : nil }?.utcDate)
                },
                Setting(key: "countries", expected: "a list of two-letter country codes") { value, configuration in
                    guard let texts = value.texts else { return false }
                    let codes = texts.compactMap { CountryCode($0) }
                    guard codes.count == texts.count else { return false }
                    configuration.countries = codes
                    return true
                },
                Setting(key: "follow", expected: "true or false") { value, configuration in
                    set(&configuration.followsOthers, value.flag)
                },
                Setting(key: "ooni", expected: "a URL") { value, configuration in set(&configuration.ooni, value.text)
                },
                Setting(key: "ioda", expected: "a URL") { value, configuration in set(&configuration.ioda, value.text)
                },
                Setting(key: "place", expected: "“CC” or “CC:ASN”") { value, configuration in
                    guard let place = value.text.flatMap({ Place($0) }) else { return false }
                    configuration.place = place
                    return true
                },
                file("countries4File", \.countries4), file("countries6File", \.countries6),
                file("networks4File", \.networks4), file("networks6File", \.networks6),
                Setting(key: "trustSentNetworks", expected: "true or false") { value, configuration in
                    set(&configuration.trustsSentNetworks, value.flag)
                },
                Setting(key: "trustedProxies", expected: "a list of addresses") { value, configuration in
                    guard let texts = value.texts, texts.allSatisfy({ InternetAddress($0) != nil }) else {
                        return false
                    }
                    configuration.trustedProxies = texts
                    return true
                },
                Setting(key: "adminKeyFile", expected: "a path") { value, configuration in
                    guard let text = value.text, !text.isEmpty else { return false }
                    configuration.adminKeyFile = text
                    return true
                },
                Setting(key: "privateDestinations", expected: "a list of hosts, or host:port") { value, configuration in
                    guard let texts = value.texts, texts.allSatisfy({ !$0.isEmpty && !$0.contains("/") }) else {
                        return false
                    }
                    configuration.privateDestinations = texts.map { $0.lowercased() }
                    return true
                },
                Setting(key: "example", expected: "true or false") { value, configuration in
                    set(&configuration.showsExample, value.flag)
                },
                Setting(key: "testHelper", expected: "“off”, “targets” or “any”") { value, configuration in
                    set(&configuration.testHelper, value.text.flatMap { TestHelperReach(rawValue: $0) })
                },
                Setting(key: "optedOutNetworks", expected: "a list of networks such as “AS64500”") {
                    value, configuration in
                    guard let texts = value.texts else { return false }
                    let networks = texts.compactMap { UInt32($0.hasPrefix("AS") ? $0.dropFirst(2) : $0[...]) }.map {
                        ASN($0)
                    }
                    guard networks.count == texts.count, !networks.contains(.unknown) else { return false }
                    configuration.optedOutNetworks = Set(networks)
                    return true
                },
                Setting(key: "riskyTargets", expected: "true or false") { value, configuration in
                    set(&configuration.offersRiskyTargets, value.flag)
                },
                limit("maxBodyBytes", \.bodyBytes), limit("maxInflatedBytes", \.inflatedBytes),
                limit("maxBatchLines", \.batchLines), limit("probeBurst", \.probeBurst),
                limit("probePerMinute", \.probePerMinute), limit("addressBurst", \.addressBurst),
                limit("addressPerMinute", \.addressPerMinute), limit("networkBurst", \.networkBurst),
                limit("networkPerMinute", \.networkPerMinute), limit("reportBurst", \.reportBurst),
                limit("reportPerMinute", \.reportPerMinute), limit("maxStreams", \.streams),
                number("snapshotMinutes", \.keeping.snapshotMinutes, 1...1_440),
                number("keepRecordsDays", \.keeping.recordDays, 7...36_500),
                number("keepVotesDays", \.keeping.voteDays, 7...36_500),
                number("keepFineBinsDays", \.keeping.fineBinDays, 1...36_500),
                Setting(key: "keepHourBinsDays", expected: "a whole number from 1 to 36,500") { value, configuration in
                    guard let days = value.number, (1...36_500).contains(days) else { return false }
                    configuration.keeping.hourBinDays = days
                    return true
                },
                Setting(key: "keepArchives", expected: "true or false") { value, configuration in
                    set(&configuration.keeping.keepsArchives, value.flag)
                },
            ]
        }

        private static func file(_ key: String, _ path: WritableKeyPath<AddressFiles, String?>) -> Setting {
            Setting(key: key, expected: "a path") { value, configuration in
                guard let text = value.text else { return false }
                configuration.addressFiles[keyPath: path] = text.isEmpty ? nil : text
                return true
            }
        }

        private static func limit(_ key: String, _ path: WritableKeyPath<Limits, Int>) -> Setting {
            let limits: WritableKeyPath<ServerConfiguration, Limits> = \.limits
            return number(key, limits.appending(path: path), 1...1_000_000_000)
        }

        private static func number(
            _ key: String, _ path: WritableKeyPath<ServerConfiguration, Int>, _ range: ClosedRange<Int>
        ) -> Setting {
            let expected = "a whole number from \(grouped(range.lowerBound)) to \(grouped(range.upperBound))"
            return Setting(key: key, expected: expected) { value, configuration in
                guard let number = value.number, range.contains(number) else { return false }
                configuration[keyPath: path] = number
                return true
            }
        }

        /// The number with a comma at every thousand.
        private static func grouped(_ number: Int) -> String {
            number < 1_000 ? "\(number)" : grouped(number / 1_000) + "," + "\(number % 1_000 + 1_000)".dropFirst()
        }
    }
}

/// Takes a value over when there is one.
private func set<Value>(_ target: inout Value, _ value: Value?) -> Bool {
    guard let value else { return false }
    target = value
    return true
}

/// A value of the configuration file.
private enum ConfiguredValue: Decodable {
    case text(String)
    case number(Int)
    case flag(Bool)
    case texts([String])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let flag = try? container.decode(Bool.self) {
            self = .flag(flag)
        } else if let number = try? container.decode(Int.self) {
            self = .number(number)
        } else if let text = try? container.decode(String.self) {
            self = .text(text)
        } else {
            self = .texts(try container.decode([String].self))
        }
    }

    var text: String? { if case .text(let text) = self { text } else { nil } }
    var number: Int? { if case .number(let number) = self { number } else { nil } }
    var flag: Bool? { if case .flag(let flag) = self { flag } else { nil } }
    var texts: [String]? { if case .texts(let texts) = self { texts } else { nil } }
}
