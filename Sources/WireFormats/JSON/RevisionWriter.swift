package import ObservatoryModel

/// Writes incident revisions as CONTRACT §2 has them: one JSON object, `kind` first, keys in the contract's order.
///
/// Numbers are rounded to what they can carry, so that the same decision gives the same bytes on every machine.
package struct RevisionWriter: Sendable {
    private var json = JSONWriter(capacity: 2048)

    package init() {}

    /// The line of a revision, without a line feed.
    package mutating func line(_ revision: IncidentRevision) -> [UInt8] {
        json.removeAll()
        write(revision)
        return json.bytes
    }

    /// Writes a revision as a value inside another document.
    package static func write(_ revision: IncidentRevision, to json: inout JSONWriter) {
        var writer = RevisionWriter()
        json.verbatim(writer.line(revision))
    }

    private mutating func write(_ revision: IncidentRevision) {
        json.beginObject()
        string("kind", "revision")
        string("incident", revision.incident)
        integer("revision", revision.revision)
        time("decidedAt", revision.decidedAt)
        string("status", revision.status.rawValue)
        string("verdict", revision.verdict.rawValue)
        string("cc", revision.country.description)
        string("scope", revision.scope.rawValue)
        strings("regions", revision.regions.map(\.text))
        networks(revision.networks)
        optional("access", revision.access?.text)
        strings("platforms", revision.platforms.map(\.text))
        strings("mechanism", revision.mechanism)
        time("onset", revision.onset)
        time("onsetLow", revision.onsetLow)
        time("onsetHigh", revision.onsetHigh)
        optional("end", revision.end?.description)
        evidence(revision.evidence)
        number("posterior", revision.posterior, decimals: 4)
        number("posteriorRaw", revision.posteriorRaw, decimals: 4)
        json.key("falseAlarmsPerYear")
        json.number(revision.falseAlarmsPerYear, significant: 3)
        affectedShare(revision.affectedShare)
        json.key("sharesEstimated")
        json.bool(revision.sharesEstimated)
        sample(revision.sample)
        slowdown(revision.slowdown)
        phases(revision.phases)
        json.key("related")
        json.beginObject()
        strings("calendar", revision.relatedCalendar)
        strings("similar", revision.relatedSimilar)
        json.endObject()
        string("statement", revision.statement)
        statements(revision.statements)
        optional("reason", revision.reason)
        optional("mergedInto", revision.mergedInto)
        json.key("supersedes")
        if let supersedes = revision.supersedes { json.integer(supersedes) } else { json.null() }
        string("rules", revision.rules)
        json.endObject()
    }

    private mutating func networks(_ networks: [IncidentRevision.Network]) {
        json.key("asns")
        json.beginArray()
        for network in networks {
            json.beginObject()
            integer("asn", network.asn.number)
            string("verdict", network.verdict.rawValue)
            number("evidence", network.evidence, decimals: 2)
            if let onset = network.onset { time("onset", onset) }
            if let end = network.end { time("end", end) }
            json.endObject()
        }
        json.endArray()
    }

    private mutating func evidence(_ evidence: IncidentRevision.Evidence) {
        json.key("evidence")
        json.beginObject()
        number("probes", evidence.probes, decimals: 2)
        number("ooni", evidence.ooni, decimals: 2)
        number("reports", evidence.reports, decimals: 2)
        number("traffic", evidence.traffic, decimals: 2)
        number("bgp", evidence.bgp, decimals: 2)
        number("other", evidence.other, decimals: 2)
        json.endObject()
    }

    private mutating func affectedShare(_ share: IncidentRevision.AffectedShare) {
        json.key("affectedShare")
        json.beginObject()
        number("low", share.low, decimals: 4)
        number("mid", share.mid, decimals: 4)
        number("high", share.high, decimals: 4)
        number("uncovered", share.uncovered, decimals: 4)
        json.endObject()
    }

    private mutating func sample(_ sample: IncidentRevision.Sample) {
        json.key("sample")
        json.beginObject()
        integer("sessions", sample.sessions)
        integer("probes", sample.probes)
        integer("networks", sample.networks)
        time("from", sample.from)
        time("to", sample.to)
        json.endObject()
    }

    private mutating func slowdown(_ slowdown: IncidentRevision.Slowdown?) {
        json.key("slowdown")
        guard let slowdown else { return json.null() }
        json.beginObject()
        number("factor", slowdown.factor, decimals: 2)
        number("low", slowdown.low, decimals: 2)
        number("high", slowdown.high, decimals: 2)
        json.key("capKbps")
        if let cap = slowdown.capKbps { json.number(cap, decimals: 0) } else { json.null() }
        json.endObject()
    }

    private mutating func phases(_ phases: [IncidentRevision.Phase]) {
        json.key("phases")
        json.beginArray()
        for phase in phases {
            json.beginObject()
            time("from", phase.from)
            optional("to", phase.to?.description)
            string("verdict", phase.verdict.rawValue)
            strings("platforms", phase.platforms.map(\.text))
            if !phase.networks.isEmpty {
                json.key("asns")
                json.beginArray()
                for network in phase.networks { json.integer(Int64(network.number)) }
                json.endArray()
            }
            json.endObject()
        }
        json.endArray()
    }

    /// Languages in order of their tags; left out when there is English alone.
    private mutating func statements(_ statements: [String: String]) {
        guard !statements.isEmpty else { return }
        json.key("statements")
        json.beginObject()
        for (language, text) in statements.sorted(by: { $0.key < $1.key }) {
            json.key(language)
            json.string(text)
        }
        json.endObject()
    }

    private mutating func string(_ key: StaticString, _ value: String) {
        json.key(key)
        json.string(value)
    }

    private mutating func optional(_ key: StaticString, _ value: String?) {
        json.key(key)
        if let value { json.string(value) } else { json.null() }
    }

    private mutating func strings(_ key: StaticString, _ values: [String]) {
        json.key(key)
        json.beginArray()
        for value in values { json.string(value) }
        json.endArray()
    }

    private mutating func time(_ key: StaticString, _ value: Timestamp) {
        json.key(key)
        json.time(value)
    }

    private mutating func integer(_ key: StaticString, _ value: some BinaryInteger) {
        json.key(key)
        json.integer(value)
    }

    private mutating func number(_ key: StaticString, _ value: Double, decimals: Int) {
        json.key(key)
        json.number(value, decimals: decimals)
    }
}
