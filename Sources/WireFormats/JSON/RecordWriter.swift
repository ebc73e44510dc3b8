package import ObservatoryModel

/// Writes records as lines of the native stream (CONTRACT §1): `kind` first, absent instead of empty or unknown.
///
/// What it writes, the native parser reads back as the same record.
package struct RecordWriter: Sendable {
    private var json = JSONWriter()

    package init() {}

    /// The line of a record, without a line feed.
    package mutating func line(_ record: Record) -> [UInt8] {
        json.removeAll()
        write(record)
        return json.bytes
    }

    /// Appends the line of a record, with its line feed.
    package mutating func append(_ record: Record, to bytes: inout [UInt8]) {
        json.removeAll()
        write(record)
        json.endLine()
        bytes.append(contentsOf: json.bytes)
    }

    private mutating func write(_ record: Record) {
        json.beginObject()
        json.key("kind")
        json.string(record.kind)
        switch record {
        case .session(let session): write(session)
        case .report(let report): write(report)
        case .reports(let count): write(count)
        case .signal(let bin): write(bin)
        case .ooni(let verdict): write(verdict)
        case .calendar(let event): write(event)
        case .network(let share): write(share)
        case .heartbeat(let beat):
            time("at", beat.at)
            time("received", beat.received)
        }
        json.endObject()
    }

    private mutating func write(_ session: Session) {
        string("id", session.id)
        time("at", session.at)
        time("received", session.received)
        integer("every", session.every)
        string("probe", session.probe)
        if !session.software.isEmpty { string("software", session.software) }
        place(session.country, session.region, session.asn)
        if session.access != .unknown { string("access", session.access.text) }
        string("platform", session.platform.text)
        if !session.target.isEmpty { string("target", session.target) }
        string("outcome", session.outcome.text)
        json.key("steps")
        json.beginArray()
        for step in session.steps { write(step) }
        json.endArray()
        write(session.transfer)
        json.key("controls")
        json.beginArray()
        for control in session.controls { write(control) }
        json.endArray()
        guard !session.contrasts.isEmpty else { return }
        json.key("contrasts")
        json.beginArray()
        for contrast in session.contrasts {
            json.beginObject()
            string("name", contrast.name.rawValue)
            string("outcome", contrast.outcome.text)
            failure(contrast.failure)
            json.endObject()
        }
        json.endArray()
    }

    private mutating func write(_ step: Step) {
        json.beginObject()
        string("stage", step.stage.text)
        failure(step.failure)
        if let milliseconds = step.milliseconds { number("ms", milliseconds) }
        if let resolver = step.resolver { string("resolver", resolver.text) }
        if !step.addresses.isEmpty { strings("addresses", step.addresses) }
        if !step.answers.isEmpty {
            json.key("answers")
            json.beginArray()
            for answer in step.answers {
                json.beginObject()
                number("ms", answer.milliseconds)
                integer("rcode", answer.rcode)
                strings("addresses", answer.addresses)
                json.endObject()
            }
            json.endArray()
        }
        if let address = step.address { string("address", address) }
        if let family = step.family { integer("family", family) }
        if let sni = step.sni { string("sni", sni) }
        if !step.chain.isEmpty { strings("chain", step.chain) }
        if let issuer = step.issuer { string("issuer", issuer) }
        if let valid = step.valid {
            json.key("valid")
            json.bool(valid)
        }
        if let status = step.status { integer("status", status) }
        if let location = step.location { string("location", location) }
        if let fingerprint = step.fingerprint { string("fingerprint", fingerprint) }
        if let bodyBytes = step.bodyBytes { integer("bodyBytes", bodyBytes) }
        json.endObject()
    }

    private mutating func write(_ control: Control) {
        json.beginObject()
        string("role", control.role.text)
        if !control.target.isEmpty { string("target", control.target) }
        string("outcome", control.outcome.text)
        if control.failure != nil { failure(control.failure) }
        write(control.transfer)
        json.endObject()
    }

    private mutating func write(_ transfer: Transfer?) {
        guard let transfer else { return }
        integer("bytes", transfer.bytes)
        integer("transferMs", transfer.milliseconds)
    }

    private mutating func write(_ report: UserReport) {
        string("id", report.id)
        time("at", report.at)
        time("received", report.received)
        place(report.country, report.region, report.asn)
        string("platform", report.platform.text)
        string("problem", report.problem.rawValue)
        if let toward = report.toward { string("toward", toward.description) }
    }

    private mutating func write(_ count: ReportCount) {
        string("id", count.id)
        time("at", count.at)
        integer("step", count.step)
        time("received", count.received)
        place(count.country, count.region, count.asn)
        string("platform", count.platform.text)
        integer("count", count.count)
    }

    private mutating func write(_ bin: SignalBin) {
        string("id", bin.id)
        time("at", bin.at)
        integer("step", bin.step)
        time("received", bin.received)
        string("source", bin.source)
        place(bin.country, bin.region, bin.asn)
        if let platform = bin.platform { string("platform", platform.text) }
        json.key("value")
        if let value = bin.value { json.number(value) } else { json.null() }
    }

    private mutating func write(_ verdict: OONIVerdict) {
        string("id", verdict.id)
        time("at", verdict.at)
        time("received", verdict.received)
        place(verdict.country, nil, verdict.asn)
        if verdict.access != .unknown { string("access", verdict.access.text) }
        string("test", verdict.test)
        if let platform = verdict.platform { string("platform", platform.text) }
        if !verdict.target.isEmpty { string("target", verdict.target) }
        number("blocked", verdict.blocked)
        number("down", verdict.down)
        number("ok", verdict.ok)
        if let stage = verdict.stage { string("stage", stage.text) }
        if verdict.failure != nil { failure(verdict.failure) }
    }

    private mutating func write(_ event: CalendarEvent) {
        string("uid", event.uid)
        time("received", event.received)
        string("cc", event.country.description)
        time("from", event.from)
        time("to", event.to)
        if !event.summary.isEmpty { string("summary", event.summary) }
        if !event.category.isEmpty { string("category", event.category) }
    }

    private mutating func write(_ share: NetworkShare) {
        time("received", share.received)
        string("cc", share.country.description)
        integer("asn", share.asn.number)
        if !share.name.isEmpty { string("name", share.name) }
        if let users = share.users { number("users", users) }
        if !share.source.isEmpty { string("source", share.source) }
    }

    private mutating func place(_ country: CountryCode, _ region: RegionCode?, _ asn: ASN) {
        string("cc", country.description)
        if let region { string("region", region.text) }
        if asn != .unknown { integer("asn", asn.number) }
    }

    private mutating func failure(_ failure: Failure?) {
        json.key("failure")
        if let failure { json.string(failure.text) } else { json.null() }
    }

    private mutating func string(_ key: StaticString, _ value: String) {
        json.key(key)
        json.string(value)
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

    private mutating func number(_ key: StaticString, _ value: Double) {
        json.key(key)
        json.number(value)
    }
}

extension Outcome {
    /// The word of the native stream.
    package var text: String {
        switch self {
        case .ok: "ok"
        case .failed: "failed"
        }
    }
}

extension Control.Role {
    /// The word of the native stream.
    package var text: String {
        switch self {
        case .neutral: "neutral"
        case .sibling: "sibling"
        }
    }
}
