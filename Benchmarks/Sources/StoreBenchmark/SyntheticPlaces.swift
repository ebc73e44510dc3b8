import ObservatoryModel

/// Where the synthetic sessions and incidents are: 120 countries, each with 17 networks of its own.
enum SyntheticPlaces {
    static let networks = 17

    /// Countries by number, those with most sessions first.
    static let countries: [CountryCode] = """
        PK IN US ID BR NG BD RU JP MX PH EG VN IR TR DE TH GB FR IT ZA KR ES CO KE AR DZ UA IQ PL CA MA SA UZ PE MY AO GH
        MZ NP VE CI CM AU NL LK KZ CL EC GT SD TZ ET RO AE HU BE CZ PT SE GR AZ IL BO TN SN ZM ZW UG KH MM AF RW BJ GN ML
        BF NE TD SO HT DO HN SV NI CU PY JO LB SY YE OM KW QA BH LY AM GE KG TJ TM MN LA PG BY MD LT LV EE FI NO DK AT CH
        IE BG RS HR BA SK
        """.split(whereSeparator: \.isWhitespace).prefix(120).compactMap { CountryCode(String($0)) }

    /// A network's number by its country's and its own.
    static func network(_ country: Int, _ network: Int) -> ASN { ASN(UInt32(1000 + country * networks + network)) }
}
