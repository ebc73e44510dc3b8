import ObservatoryModel
import Testing

@Suite struct CountryCodeTests {
    @Test(arguments: ["pk", "Pk", "pK", "PK"])
    func `a code is read in either case where that is asked for`(_ text: String) {
        #expect(CountryCode(anyCase: text)?.description == "PK")
    }

    /// `ß` becomes `SS`, the code of South Sudan, when it is upper-cased, and `ı` and `ſ` become `I` and `S`.
    @Test(arguments: ["ß", "ſt", "pı", "ﬆ", "P", "PAK", "P1", "", "pk "])
    func `what is not two ASCII letters is no code in either case`(_ text: String) {
        #expect(CountryCode(anyCase: text) == nil)
    }

    @Test func `capitals alone pass where the case counts`() {
        #expect(CountryCode("PK") != nil)
        #expect(CountryCode("pk") == nil)
    }
}
