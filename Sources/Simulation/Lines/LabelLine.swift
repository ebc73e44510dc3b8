import ObservatoryModel

/// One line of a label file: what `simulate` writes beside a stream and `score` reads.
///
/// `{"kind":"exposure",…}` comes once and says what the stream covers, `{"kind":"label",…}` once for each label. Times
/// are RFC 3339 in UTC, absent values `null`, lists may be empty; unknown fields are ignored.
package enum LabelLine: Hashable, Sendable {
    case exposure(Exposure)
    case label(Label)

    /// The lines of a run, exposure first.
    package static func lines(of run: ScenarioRun) -> [String] {
        [LabelLine.exposure(run.exposure).json] + run.labels.map { LabelLine.label($0).json }
    }

    /// The line, without its end.
    package var json: String {
        switch self {
        case .exposure(let exposure):
            return "{\"kind\":\"exposure\",\"scenario\":\(quoted(exposure.scenario)),\"seed\":\(exposure.seed),"
                + "\"countryPlatforms\":\(exposure.countryPlatforms),\"from\":\"\(exposure.from)\","
                + "\"to\":\"\(exposure.to)\",\"coveredSeconds\":\(exposure.covered.milliseconds / 1000)}"
        case .label(let label):
            let parts = [
                "\"kind\":\"label\"", "\"id\":\(quoted(label.id))", "\"scenario\":\(quoted(label.scenario))",
                "\"seed\":\(label.seed)", "\"category\":\(quoted(label.category))", "\"nuisance\":\(label.nuisance)",
                "\"cc\":\"\(label.country)\"", "\"platforms\":\(list(label.platforms.map(\.text)))",
                "\"optionalPlatforms\":\(list(label.optionalPlatforms.map(\.text)))",
                "\"verdict\":\"\(label.verdict.rawValue)\"",
                "\"tolerated\":\(list(label.tolerated.map(\.rawValue)))",
                "\"mechanism\":\(list(label.mechanism))", "\"scope\":\"\(label.scope.rawValue)\"",
                "\"asns\":[\(label.asns.map { String($0.number) }.joined(separator: ","))]",
                "\"regions\":\(list(label.regions.map(\.text)))",
                "\"access\":\(label.access.map { quoted($0.text) } ?? "null")", "\"onset\":\"\(label.onset)\"",
                "\"settled\":\"\(label.settled)\"", "\"end\":\"\(label.end)\"",
                "\"expectedVotes\":\(label.expectedVotes)", "\"probes\":\(label.probes)",
                "\"scoreable\":\(label.scoreable)",
            ]
            return "{\(parts.joined(separator: ","))}"
        }
    }

    /// Reads a line.
    package init(_ line: String) throws(LineError) {
        var reader = JSONReader(line)
        let value = try reader.read()
        switch value["kind"].string {
        case "exposure":
            self = .exposure(
                Exposure(
                    scenario: try text(value, "scenario"), seed: try whole(value, "seed"),
                    countryPlatforms: Int(try whole(value, "countryPlatforms")), from: try time(value, "from"),
                    to: try time(value, "to"), covered: .seconds(Int64(try whole(value, "coveredSeconds")))))
        case "label": self = .label(try Self.label(value))
        default: throw .kind(value["kind"].string ?? "null")
        }
    }

    private static func label(_ value: JSONValue) throws(LineError) -> Label {
        guard let country = CountryCode(try text(value, "cc")) else { throw .field("cc") }
        guard let verdict = Verdict(rawValue: try text(value, "verdict")) else { throw .field("verdict") }
        guard let scope = ScopeKind(rawValue: try text(value, "scope")) else { throw .field("scope") }
        guard let nuisance = value["nuisance"].bool else { throw .field("nuisance") }
        let onset = try time(value, "onset")
        return Label(
            id: try text(value, "id"), scenario: try text(value, "scenario"), seed: try whole(value, "seed"),
            category: try text(value, "category"), nuisance: nuisance, country: country,
            platforms: value["platforms"].array.compactMap { $0.string.flatMap { PlatformID($0) } },
            optionalPlatforms: value["optionalPlatforms"].array.compactMap { $0.string.flatMap { PlatformID($0) } },
            verdict: verdict,
            tolerated: value["tolerated"].array.compactMap { $0.string.flatMap { Verdict(rawValue: $0) } },
            mechanism: value["mechanism"].array.compactMap(\.string), scope: scope,
            asns: value["asns"].array.compactMap { $0.number.flatMap { UInt32(exactly: $0) } }.map { ASN($0) },
            regions: value["regions"].array.compactMap { $0.string.flatMap { RegionCode($0) } },
            access: value["access"].string.flatMap { AccessType($0) }, onset: onset,
            settled: value["settled"] == .null ? onset : try time(value, "settled"), end: try time(value, "end"),
            expectedVotes: value["expectedVotes"].number ?? 0,
            probes: Int(exactly: value["probes"].number ?? 0) ?? 0)
    }
}

private func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\"": result += "\\\""
        case "\\": result += "\\\\"
        case _ where scalar.value < 0x20: result += "\\u" + hexadecimal(UInt64(scalar.value), digits: 4)
        default: result.unicodeScalars.append(scalar)
        }
    }
    return result + "\""
}

private func list(_ texts: [String]) -> String {
    "[\(texts.map(quoted).joined(separator: ","))]"
}

/// A field that must be a string.
func text(_ value: JSONValue, _ name: String) throws(LineError) -> String {
    guard let text = value[name].string else { throw .field(name) }
    return text
}

/// A field that must be a time.
func time(_ value: JSONValue, _ name: String) throws(LineError) -> Timestamp {
    guard let time = value[name].string.flatMap({ Timestamp($0) }) else { throw .field(name) }
    return time
}

/// A field that must be a whole number, not below 0.
func whole(_ value: JSONValue, _ name: String) throws(LineError) -> UInt64 {
    guard let number = value[name].number.flatMap({ UInt64(exactly: $0) }) else { throw .field(name) }
    return number
}
