import ObservatoryModel

/// The neutral controls. A change here needs an entry in `TargetList.changes`.
///
/// The first ones are asked for by operating systems to see whether they are online, so that asking them stands out in no
/// network and burdens nobody. Those for single countries are universities and registries.
let builtInControls: [NeutralControl] = [
    control("https://captive.apple.com/", by: "Apple"),
    control("https://detectportal.firefox.com/success.txt", by: "Mozilla"),
    control("http://www.msftconnecttest.com/connecttest.txt", by: "Microsoft"),
    control("https://connectivity-check.ubuntu.com/", by: "Canonical"),
    control("http://network-test.debian.org/nm", by: "Debian", transfer: "https://deb.debian.org/debian/ls-lR.gz"),
    control("https://nmcheck.gnome.org/check_network_status.txt", by: "GNOME"),
    control("https://www.example.org/", by: "IANA", transfer: "https://www.internic.net/domain/root.zone"),
    control(
        "https://www.kernel.org/", by: "Linux Kernel Organization",
        transfer: "https://cdn.kernel.org/pub/linux/kernel/v6.x/linux-6.6.tar.xz"),
    control(
        "https://www.ripe.net/", by: "RIPE NCC",
        transfer: "https://ftp.ripe.net/pub/stats/ripencc/delegated-ripencc-latest"),
    control(
        "https://www.apnic.net/", by: "APNIC", transfer: "https://ftp.apnic.net/stats/apnic/delegated-apnic-latest"),
    control(
        "https://www.lacnic.net/", by: "LACNIC",
        transfer: "https://ftp.lacnic.net/pub/stats/lacnic/delegated-lacnic-extended-latest"),
    control(
        "https://afrinic.net/", by: "AFRINIC",
        transfer: "https://ftp.afrinic.net/stats/afrinic/delegated-afrinic-latest"),
    control("https://www.rfc-editor.org/", by: "IETF", transfer: "https://www.rfc-editor.org/rfc-index.txt"),
    control("https://www.w3.org/", by: "W3C"),
    control("https://www.buet.ac.bd/", by: "Bangladesh University of Engineering and Technology", in: "BD"),
    control("https://registro.br/", by: "NIC.br", in: "BR"),
    control("https://cu.edu.eg/", by: "Cairo University", in: "EG"),
    control("https://www.aau.edu.et/", by: "Addis Ababa University", in: "ET"),
    control("https://pandi.id/", by: "PANDI", in: "ID"),
    control("https://www.iitb.ac.in/", by: "IIT Bombay", in: "IN"),
    control("https://ut.ac.ir/", by: "University of Tehran", in: "IR"),
    control("https://www.uonbi.ac.ke/", by: "University of Nairobi", in: "KE"),
    control("https://kenic.or.ke/", by: "KeNIC", in: "KE"),
    control("https://www.cmb.ac.lk/", by: "University of Colombo", in: "LK"),
    control("https://nira.org.ng/", by: "NiRA", in: "NG"),
    control("https://lums.edu.pk/", by: "Lahore University of Management Sciences", in: "PK"),
    control("https://nust.edu.pk/", by: "National University of Sciences and Technology", in: "PK"),
    control("https://www.uok.edu.pk/", by: "University of Karachi", in: "PK"),
    control("https://www.msu.ru/", by: "Moscow State University", in: "RU"),
    control("https://cctld.ru/", by: "Coordination Center for TLD RU", in: "RU"),
    control("https://www.metu.edu.tr/", by: "Middle East Technical University", in: "TR"),
    control("https://www.mak.ac.ug/", by: "Makerere University", in: "UG"),
    control("https://knu.ua/", by: "Taras Shevchenko National University of Kyiv", in: "UA"),
    control("https://ucv.ve/", by: "Universidad Central de Venezuela", in: "VE"),
]

private func control(
    _ url: String, by operatorName: String, in country: String? = nil, transfer: String? = nil
) -> NeutralControl {
    let code = country.map { code in
        guard let code = CountryCode(code) else { preconditionFailure("“\(code)” is no country code") }
        return code
    }
    return NeutralControl(url: url, operatorName: operatorName, country: code, transferURL: transfer)
}
