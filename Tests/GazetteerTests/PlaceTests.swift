import Gazetteer
import ObservatoryModel
import Testing

struct PlaceTests {
    private let gazetteer = Gazetteer.standard

    @Test(arguments: [
        ("PK", "Pakistan", "Pakistan", "پاکستان"), ("NL", "Netherlands", "the Netherlands", "نیدرلینڈز"),
        ("CD", "Democratic Republic of the Congo", "the Democratic Republic of the Congo", "جمہوری جمہوریہ کانگو"),
        ("XK", "Kosovo", "Kosovo", "کوسووو"), ("GB", "United Kingdom", "the United Kingdom", "برطانیہ"),
        ("IR", "Iran", "Iran", "ایران"), ("ZZ", "ZZ", "ZZ", "ZZ"),
    ])
    func `a country has a name in each language`(code: String, name: String, inSentence: String, urdu: String) throws {
        let code = try #require(CountryCode(code))
        #expect(gazetteer.name(of: code) == name)
        #expect(gazetteer.nameInSentence(of: code) == inSentence)
        #expect(gazetteer.name(of: code, in: .urdu) == urdu)
    }

    @Test func `every country has an Urdu name and a zone, but for two islands where nobody lives`() {
        #expect(gazetteer.countries.count == 250)
        for country in gazetteer.countries {
            #expect(gazetteer.name(of: country.code, in: .urdu) != country.name, "\(country.code)")
            for zone in country.zones {
                #expect(gazetteer.zone(named: zone) != nil, "\(zone)")
            }
        }
        #expect(gazetteer.countries.filter { $0.zones.isEmpty }.map(\.code.description) == ["BV", "HM"])
    }

    @Test func `a tag of a language with a region finds the language`() throws {
        let pakistan = try #require(CountryCode("PK"))
        #expect(gazetteer.name(of: pakistan, in: try #require(Language("ur-PK"))) == "پاکستان")
        #expect(gazetteer.nameInSentence(of: pakistan, in: try #require(Language("en-GB"))) == "Pakistan")
        #expect(Language("ur_PK") == nil && Language("u") == nil)
    }

    @Test func `the regions of Pakistan are its seven`() throws {
        let regions = gazetteer.regions(of: try #require(CountryCode("PK")))
        #expect(regions.map(\.code.text) == ["PK-BA", "PK-GB", "PK-IS", "PK-JK", "PK-KP", "PK-PB", "PK-SD"])
        #expect(gazetteer.name(of: try #require(RegionCode("PK-SD"))) == "Sindh")
        #expect(gazetteer.name(of: try #require(RegionCode("PK-SD")), in: .urdu) == "سندھ")
        #expect(gazetteer.name(of: try #require(RegionCode("PK-XX"))) == "PK-XX")
        #expect(gazetteer.regions(of: .unknown).isEmpty)
    }

    @Test func `a platform outside the catalogue keeps its id`() throws {
        #expect(gazetteer.name(of: try #require(PlatformID("x")), in: .urdu) == "ایکس")
        #expect(gazetteer.name(of: try #require(PlatformID("mastodon.social"))) == "mastodon.social")
    }
}
