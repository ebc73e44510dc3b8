import Gazetteer
import ObservatoryModel
import Testing

struct ListTests {
    private let gazetteer = Gazetteer.standard

    @Test func `there are enough neutral controls, each of its own operator and none a platform's`() {
        let pool = gazetteer.controls.all
        let anywhere = pool.filter { $0.country == nil }
        #expect(anywhere.count >= 8)
        #expect(Set(pool.map(\.url)).count == pool.count)
        #expect(Set(pool.map(\.operatorName)).count == pool.count)
        #expect(anywhere.filter { $0.transferURL != nil }.count >= 4)
        for control in pool {
            for url in [control.url] + [control.transferURL].compactMap(\.self) {
                #expect(gazetteer.platforms.platform(ofURL: url) == nil, "\(url)")
            }
            if let country = control.country { #expect(gazetteer.country(country) != nil) }
        }
    }

    @Test func `a session draws one local control and others of different operators`() throws {
        var generator = SeededGenerator(seed: 7)
        let pakistan = try #require(CountryCode("PK"))
        var seen: Set<String> = []
        for _ in 0..<200 {
            let drawn = gazetteer.controls.draw(3, in: pakistan, using: &generator)
            #expect(drawn.count == 3 && drawn.filter { $0.country == pakistan }.count == 1)
            #expect(Set(drawn.map(\.operatorName)).count == 3)
            seen.formUnion(drawn.map(\.url))
        }
        let reachable = gazetteer.controls.all.filter { $0.country == nil || $0.country == pakistan }
        #expect(seen == Set(reachable.map(\.url)), "every control is drawn now and then (seed 7)")
        #expect(gazetteer.controls.draw(in: .unknown, using: &generator).count == 2)
    }

    @Test func `a country on the risk list has a text and is treated with caution`() throws {
        let pakistan = try #require(CountryCode("PK"))
        #expect(gazetteer.risks.entries.count > 20)
        #expect(gazetteer.risks.entry(for: pakistan)?.text.contains("Prevention of Electronic Crimes Act") == true)
        #expect(gazetteer.risks.isCautious(in: pakistan) && gazetteer.risks.isCautious(in: .unknown))
        #expect(!gazetteer.risks.isCautious(in: try #require(CountryCode("NL"))))
        for entry in gazetteer.risks.entries {
            #expect(gazetteer.country(entry.country) != nil && entry.text.hasSuffix("."), "\(entry.country)")
        }
        #expect(Set(gazetteer.risks.entries.map(\.country)).count == gazetteer.risks.entries.count)
    }

    @Test func `the change log of the target list is in order and names every platform`() throws {
        let changes = TargetList.changes
        #expect(changes.map(\.date.description) == changes.map(\.date.description).sorted(by: >))
        let log = changes.map(\.text).joined(separator: " ")
        for platform in gazetteer.platforms.all { #expect(log.contains(platform.name), "\(platform.id)") }
    }
}
