import ObservatoryModel

/// The `Location` of a response, without what may tell who asked.
package enum HTTPLocation {
    /// The location without query and fragment, and with every address in its path replaced: block pages like to carry
    /// the address of whoever met them.
    package static func scrubbed(_ location: String) -> String {
        let bare = location.prefix { $0 != "?" && $0 != "#" }
        var start = bare.startIndex
        if let scheme = bare.range(of: "://") { start = scheme.upperBound }
        guard let slash = bare[start...].firstIndex(of: "/") else { return String(bare) }
        let parts = bare[slash...].split(separator: "/", omittingEmptySubsequences: false).map { part -> String in
            InternetAddress(String(part)) == nil ? String(part) : "[scrubbed]"
        }
        return bare[..<slash] + parts.joined(separator: "/")
    }
}

extension Substring {
    /// Where a text stands first.
    fileprivate func range(of text: String) -> Range<Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
            start = index(after: start)
        }
        return nil
    }
}
