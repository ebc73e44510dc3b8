/// Writes SVG elements; attribute values and text are escaped here, so that nobody else has to.
struct SVGWriter {
    private(set) var text = ""

    /// One element. Attributes whose value is `nil` are left out.
    mutating func element(_ name: String, _ attributes: [(String, String?)] = [], content: String? = nil) {
        open(name, attributes, closing: content == nil)
        if let content {
            text += escaped(content)
            close(name)
        }
    }

    /// One element with others in it.
    mutating func element(
        _ name: String, _ attributes: [(String, String?)] = [], inside: (inout SVGWriter) -> Void
    ) {
        open(name, attributes, closing: false)
        inside(&self)
        close(name)
    }

    /// Markup that was written before.
    mutating func insert(_ markup: Markup) { text += markup.text }

    private mutating func open(_ name: String, _ attributes: [(String, String?)], closing: Bool) {
        text += "<\(name)"
        for (name, value) in attributes {
            guard let value else { continue }
            text += " \(name)=\"\(escaped(value))\""
        }
        text += closing ? "/>" : ">"
    }

    private mutating func close(_ name: String) { text += "</\(name)>" }

    var markup: Markup { Markup(text: text) }
}

/// A coordinate with at most one decimal, and none when it is whole: `12.5`, `300`.
func coordinate(_ value: Double) -> String {
    guard value.isFinite else { return "0" }
    let tenths = Int((min(max(value, -1e6), 1e6) * 10).rounded())
    let sign = tenths < 0 ? "-" : ""
    let (whole, part) = (tenths.magnitude / 10, tenths.magnitude % 10)
    return part == 0 ? "\(sign)\(whole)" : "\(sign)\(whole).\(part)"
}
