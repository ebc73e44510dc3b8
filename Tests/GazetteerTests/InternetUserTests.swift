import Gazetteer
import ObservatoryModel
import Testing

@Suite struct InternetUserTests {
    @Test func `most countries have an estimate, and none is larger than the world`() throws {
        let gazetteer = Gazetteer.standard
        let known = gazetteer.countries.compactMap { gazetteer.internetUsers(of: $0.code) }
        #expect(known.count > 220)
        #expect(known.allSatisfy { $0.count >= 1 && $0.year >= 2000 && $0.year < 2100 })
        let sum = known.reduce(0) { $0 + $1.count }
        #expect((4e9...7e9).contains(sum), "\(sum)")
        let pakistan = try #require(gazetteer.internetUsers(of: CountryCode("PK")!))
        #expect((50e6...150e6).contains(pakistan.count))
    }

    @Test func `a country without an estimate has none, not zero`() {
        #expect(Gazetteer.standard.internetUsers(of: CountryCode("KP")!) == nil)
        #expect(Gazetteer.standard.internetUsers(of: .unknown) == nil)
    }
}
