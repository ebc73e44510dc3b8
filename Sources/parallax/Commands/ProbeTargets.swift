import Gazetteer
import ObservatoryModel
import Probing

/// The built-in catalogue as the probe measures it.
enum ProbeTargets {
    /// - Parameters:
    ///   - wanted: Only these; empty means all that carry no extra risk.
    ///   - risky: Whether targets with an extra risk are measured as well.
    /// - Throws: When a wanted platform is not in the catalogue.
    static func targets(wanted: [PlatformID], risky: Bool) throws -> [MeasurementTarget] {
        let catalogue = PlatformCatalogue.standard
        for id in wanted where catalogue[id] == nil {
            let known = catalogue.all.map(\.id.text).joined(separator: ", ")
            throw CommandFailure("No platform is called “\(id)”. Known are: \(known).")
        }
        return catalogue.all.filter { platform in
            wanted.isEmpty ? risky || !platform.isRisky : wanted.contains(platform.id) && (risky || !platform.isRisky)
        }.map { platform in
            MeasurementTarget(
                platform: platform.id, urls: platform.targets.compactMap { MeasuredURL($0) },
                object: object(platform.transfer), siblings: platform.siblings.map { MeasuredURL(host: $0) },
                speaksQUIC: platform.speaksQUIC, isRisky: platform.isRisky)
        }
    }

    static var neutrals: [NeutralHost] {
        ControlPool.standard.all.compactMap { control in
            guard let url = MeasuredURL(control.url) else { return nil }
            return NeutralHost(
                url: url, operatorName: control.operatorName,
                object: control.transferURL.flatMap { MeasuredURL($0) }.map { .file($0) }, country: control.country)
        }
    }

    private static func object(_ object: Platform.TransferObject) -> TransferObject? {
        switch object {
        case .file(let url): MeasuredURL(url).map { .file($0) }
        case .linked(let page, let prefixes): MeasuredURL(page).map { .linked(page: $0, prefixes: prefixes) }
        }
    }
}
