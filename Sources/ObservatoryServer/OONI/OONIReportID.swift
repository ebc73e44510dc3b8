import ObservatoryModel

/// The id of a report that an OONI probe opened: it says when, what and where, so that nothing has to be remembered
/// between opening a report and adding to it (FORMATS §1.1).
///
/// `20260711T174134Z_webconnectivity_ES_12479_n1_Sa1NbFumgFDvoMrg`
struct OONIReportID: Hashable, Sendable {
    var opened: Timestamp
    /// Without underscores.
    var test: String
    var country: String
    var asn: UInt32
    var nonce: String

    /// A new id.
    ///
    /// - Parameter generator: For the last part.
    init(
        test: String, country: String, asn: UInt32, at time: Timestamp,
        using generator: inout some RandomNumberGenerator
    ) {
        opened = time
        self.test = test.filter { $0 != "_" }
        self.country = country
        self.asn = asn
        let letters = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
        nonce = String((0..<16).map { _ in letters.randomElement(using: &generator) ?? "0" })
    }

    /// Reads an id; `nil` for what this collector does not give out.
    init?(_ text: String) {
        let parts = text.split(separator: "_", omittingEmptySubsequences: false).map(String.init)
        guard text.utf8.count <= 128, parts.count == 6, parts[0].utf8.count == 16, parts[0].hasSuffix("Z"),
            let opened = Timestamp(OONIReportID.extended(parts[0])),
            !parts[1].isEmpty, parts[1].utf8.allSatisfy({ (97...122).contains($0) || (48...57).contains($0) }),
            parts[2].utf8.count == 2, parts[2].utf8.allSatisfy({ (65...90).contains($0) }),
            let asn = UInt32(parts[3]), !parts[5].isEmpty
        else { return nil }
        (self.opened, test, country, self.asn, nonce) = (opened, parts[1], parts[2], asn, parts[5])
    }

    var text: String { "\(opened.compactText)Z_\(test)_\(country)_\(asn)_n1_\(nonce)" }

    /// `20260711T174134Z` as RFC 3339.
    private static func extended(_ text: String) -> String {
        let digits = Array(text)
        func cut(_ from: Int, _ count: Int) -> String { String(digits[from..<(from + count)]) }
        return "\(cut(0, 4))-\(cut(4, 2))-\(cut(6, 2))T\(cut(9, 2)):\(cut(11, 2)):\(cut(13, 2))Z"
    }
}

extension Timestamp {
    /// `20260711T174134`
    fileprivate var compactText: String {
        String(Timestamp(seconds: seconds).description.filter { $0 != "-" && $0 != ":" && $0 != "Z" })
    }
}
