/// A file of the dashboard's own, served as it is.
package struct DashboardFile: Hashable, Sendable {
    /// With a hash of the content in it: `style-0123456789abcdef.css`.
    package let name: String
    package let contentType: String
    package let content: String

    init(stem: String, suffix: String, contentType: String, content: String) {
        name = "\(stem)-\(fingerprint(content)).\(suffix)"
        self.contentType = contentType
        self.content = content
    }

    static let styleSheet = DashboardFile(
        stem: "style", suffix: "css", contentType: "text/css; charset=utf-8", content: styleSheetText)
    static let liveScript = DashboardFile(
        stem: "live", suffix: "js", contentType: "text/javascript; charset=utf-8", content: unindented(liveScriptText))
    static let reportScript = DashboardFile(
        stem: "report", suffix: "js", contentType: "text/javascript; charset=utf-8",
        content: unindented(reportScriptText))
    static let icon = DashboardFile(
        stem: "icon", suffix: "svg", contentType: "image/svg+xml", content: iconText)
    static let all = [styleSheet, liveScript, reportScript, icon]
}

/// The text without the space that begins its lines.
private func unindented(_ text: String) -> String {
    text.split(separator: "\n").map { String($0.drop { $0 == " " }) }.joined(separator: "\n") + "\n"
}

/// FNV-1a, 64 bits, in hexadecimal: tells versions of our own files apart, and protects nothing.
private func fingerprint(_ text: String) -> String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in text.utf8 {
        hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
    }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.utf8.count) + digits
}
