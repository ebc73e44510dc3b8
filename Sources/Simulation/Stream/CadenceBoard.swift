import ObservatoryModel

/// What the observatory asks of probes, as it changes, and how much of it each probe has heard.
///
/// A probe hears of a change in the answer to its next upload, whatever platform that was about.
struct CadenceBoard {
    /// What is asked on one platform; `nil` is the quiet cadence.
    struct Order: Equatable {
        var every: Int32
        var contrasts: [Contrast.Name]
        var transfer: Bool
    }

    static let quietSeconds: Int32 = 600

    /// For each country the orders by platform, one list per change, oldest first.
    private var history: [[[Order?]]]
    private let platforms: [PlatformID: Int]
    private let countries: [CountryCode: Int]

    init(world: World) {
        history = world.countries.map { _ in [world.platforms.map { _ in nil }] }
        platforms = Dictionary(uniqueKeysWithValues: world.platforms.enumerated().map { ($1.id, $0) })
        countries = Dictionary(uniqueKeysWithValues: world.countries.enumerated().map { ($1.code, $0) })
    }

    /// The number of the newest list of a country.
    func newest(country: Int) -> Int { history[country].count - 1 }

    /// What a probe that has heard of list `known` does on a platform.
    func order(country: Int, known: Int, platform: Int) -> Order? { history[country][known][platform] }

    /// Replaces all orders by a detector's requests; what is not requested goes back to quiet.
    mutating func replace(with requests: [CadenceRequest]) {
        var lists = history.map { list in list[0].map { _ in Order?.none } }
        for request in requests {
            guard let country = countries[request.country], let platform = platforms[request.platform] else { continue }
            lists[country][platform] = Order(
                every: max(60, request.every), contrasts: request.contrasts, transfer: request.transfer)
        }
        for country in lists.indices where history[country][newest(country: country)] != lists[country] {
            history[country].append(lists[country])
        }
    }

    /// Sets the orders of some platforms of a country.
    mutating func set(_ order: Order?, country: Int, platforms mask: UInt32) {
        var list = history[country][newest(country: country)]
        for platform in list.indices where mask & 1 << UInt32(platform) != 0 { list[platform] = order }
        if list != history[country][newest(country: country)] { history[country].append(list) }
    }
}
