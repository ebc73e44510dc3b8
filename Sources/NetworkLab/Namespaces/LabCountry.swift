import ObservatoryModel

/// The world of the scenarios with one platform: three networks in one country, and three other countries, without which
/// nobody could tell a block from a platform that is down.
package enum LabCountry {
    /// What lines have in quiet times; enough for the transfers of all probes behind one.
    private static let usual = 40_000

    package static let fixedOne = LabProvider(index: 1, name: "fixed-one", isMobile: false, kilobits: usual)
    package static let fixedTwo = LabProvider(index: 2, name: "fixed-two", isMobile: false, kilobits: usual)
    package static let mobileOne = LabProvider(index: 3, name: "mobile-one", isMobile: true, kilobits: usual)
    package static let home = [fixedOne, fixedTwo, mobileOne]
    static let providers =
        home + [
            LabProvider(index: 4, name: "abroad-one", isMobile: false, country: "DE", kilobits: usual),
            LabProvider(index: 5, name: "abroad-two", isMobile: false, country: "KE", kilobits: usual),
            LabProvider(index: 6, name: "abroad-three", isMobile: false, country: "BR", kilobits: usual),
        ]

    static let platform = PlatformID("x")!
    package static let platformHost = LabWebHost(name: "platform.lab", address: "11.1.0.10")
    package static let siblingHost = LabWebHost(name: "sibling.lab", address: "11.1.0.30")
    static let hosts = [
        platformHost, siblingHost, LabWebHost(name: "neutral-one.lab", address: "11.1.0.40"),
        LabWebHost(name: "neutral-two.lab", address: "11.1.0.41"),
        LabWebHost(name: "neutral-three.lab", address: "11.1.0.42"),
        LabWebHost(name: "neutral-four.lab", address: "11.1.0.43"),
    ]

    /// Two more at home than abroad: one probe carries 5.3 nats at most, and a claim about a single network that 18.5
    /// confirm needs four.
    static func probes(in provider: LabProvider, usual: Int) -> Int { home.contains(provider) ? usual + 2 : usual }

    /// - Parameter isSecure: Whether the platform is asked with TLS.
    static func targetFile(isSecure: Bool) -> String {
        let scheme = isSecure ? "https" : "http"
        let neutrals = ["one", "two", "three", "four"].map {
            "{\"url\":\"\(scheme)://neutral-\($0).lab/\",\"operator\":\"\($0)\",\"object\":\"\(scheme)://neutral-\($0).lab/object\"}"
        }
        let url = "\(scheme)://\(platformHost.name)/"
        return """
            {"targets":[{"platform":"\(platform)","urls":["\(url)"],"object":"\(url)object",
            "siblings":["https://\(siblingHost.name)/"]}],"neutrals":[\(neutrals.joined(separator: ","))],
            "publicResolver":"\(NamespaceWorld.publicResolver)"}
            """
    }

    /// When something begins that the observatory should see, in seconds after the probes.
    static let onset = 120
}
