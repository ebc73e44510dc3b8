import Foundation
import NIOCore
import NIOPosix
import NetworkLab
import ObservatoryModel
import Probing
import WireFormats

/// Real probes in several networks: keys, schedules, sessions, spools and signed delivery, on the lab's clock.
struct LabCrew: Sendable {
    /// A network with probes in it.
    struct Place: Hashable, Sendable {
        var country: String
        var asn: UInt32
        var access: AccessType
        /// Fewer than three in a network would be stored without their network, and three cannot confirm a claim of
        /// theirs alone.
        var probes = 3
    }

    /// What the probes of a network see of the world, and whose threads their connections begin on.
    struct View: Sendable {
        var environment: ProbeEnvironment
        var group: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton
        /// Where they deliver instead of to the observatory; nobody may be there.
        var collectorPort: Int?
    }

    /// The country that is censored, and three where the same platform is measured.
    static let home = [
        Place(country: "PK", asn: 64_512, access: .fixed, probes: 5),
        Place(country: "PK", asn: 64_513, access: .fixed),
        Place(country: "PK", asn: 64_514, access: .mobile, probes: 5),
    ]
    static let abroad = [
        Place(country: "DE", asn: 64_517, access: .fixed), Place(country: "KE", asn: 64_518, access: .fixed),
        Place(country: "BR", asn: 64_519, access: .fixed),
    ]
    private let probes: [ProbeRunner]

    /// - Parameters:
    ///   - folder: Where each probe keeps its key and what is not delivered yet.
    ///   - port: The collector's on loopback, which takes the place that a probe states.
    ///   - secure: Whether the platform is asked with TLS.
    ///   - record: Gets every session.
    init(
        folder: String, port: Int, secure: Bool = true, record: @escaping @Sendable (Session) -> Void = { _ in },
        view: (Place) -> View
    ) throws {
        var probes: [ProbeRunner] = []
        for place in Self.home + Self.abroad {
            for number in 1...place.probes {
                let view = view(place)
                probes.append(
                    try Self.probe(
                        folder: "\(folder)/p-\(place.asn)-\(number)", port: view.collectorPort ?? port,
                        secure: secure, place: place, view: view, record: record))
            }
        }
        self.probes = probes
    }

    private static func probe(
        folder: String, port: Int, secure: Bool, place: Place, view: View,
        record: @escaping @Sendable (Session) -> Void
    ) throws -> ProbeRunner {
        let folder = try ProbeFolder(root: folder)
        let key = try ProbeKey.loaded(from: folder)
        let environment = view.environment
        let target = MeasurementTarget(
            platform: LoopbackWorld.platform, urls: [MeasuredURL(isSecure: secure, host: "platform.lab")],
            siblings: [MeasuredURL(host: "sibling.lab")])
        let neutrals = ["neutral-one.lab", "neutral-two.lab"].map {
            NeutralHost(url: MeasuredURL(isSecure: secure, host: $0), operatorName: $0)
        }
        let collector = Collector(
            url: MeasuredURL(isSecure: false, host: "127.0.0.1", port: UInt16(port)), environment: environment,
            key: key, group: MultiThreadedEventLoopGroup.singleton)
        return try ProbeRunner(
            setup: .init(
                runner: SessionRunner(
                    environment: environment,
                    vantage: VantagePoint(
                        probe: key.pseudonym, software: "parallax-probe/lab",
                        country: CountryCode(place.country) ?? .unknown, asn: ASN(place.asn), access: place.access),
                    group: view.group),
                targets: [target], neutrals: neutrals, collectors: [collector], folder: folder,
                budget: DataBudget(bytesPerDay: 50_000_000, at: environment.now()), isOnline: { true },
                amend: { $0.onPublicAddresses })
        ) { event in
            if case .session(let session) = event { record(session) }
        }
    }

    /// One minute of all probes: whoever is due measures, and delivers.
    func minute() async {
        await withTaskGroup(of: Void.self) { tasks in
            for probe in probes { tasks.addTask { await probe.tick() } }
        }
    }
}
