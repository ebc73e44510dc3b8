/// A sign in a response that it is a censor's page and not the host's.
package struct BlockPageFingerprint: Hashable, Sendable {
    /// Where the sign stands.
    package enum Place: Hashable, Sendable {
        case body, location
    }

    /// Stable, `country.what`; it is published with the step.
    package var name: String
    package var place: Place
    /// What the place contains, byte for byte.
    package var text: String

    package init(name: String, place: Place, text: String) {
        self.name = name
        self.place = place
        self.text = text
    }

    /// Whether the response carries the sign.
    func matches(body: String, location: String?) -> Bool {
        switch place {
        case .body: body.contains(text)
        case .location: location?.contains(text) ?? false
        }
    }

    /// Pages that are well known from public measurements; whoever runs a probe may add others.
    package static let builtIn: [BlockPageFingerprint] = [
        // The page of Pakistan's regulator that its networks show.
        BlockPageFingerprint(name: "pk.surf-safely", place: .body, text: "Surf Safely!"),
        // Iran's networks answer with a frame from the private addresses 10.10.34.34 to 10.10.34.36.
        BlockPageFingerprint(name: "ir.10-10-34", place: .body, text: "http://10.10.34.3"),
        // Indonesia's filter redirects to pages under this name.
        BlockPageFingerprint(name: "id.internet-positif", place: .location, text: "internetpositif"),
        BlockPageFingerprint(name: "id.internet-positif-page", place: .body, text: "internetpositif"),
        // The sentence that India's networks show by order of the Department of Telecommunications.
        BlockPageFingerprint(
            name: "in.department-of-telecommunications", place: .body,
            text: "blocked as per the instructions of the Competent Government Authority"),
    ]
}
