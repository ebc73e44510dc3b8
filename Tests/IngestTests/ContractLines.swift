/// The records of CONTRACT §1 with their ellipses filled in, one of each kind.
enum ContractLines {
    static let session = #"""
        {"kind":"session","id":"s-000001","at":"2024-01-07T13:00:05Z","received":"2024-01-07T13:00:09Z","every":600,"probe":"p-7f3a","software":"parallax-probe/1.0","cc":"PK","region":"PK-SD","asn":17557,"access":"mobile","platform":"x","target":"https://x.com/","outcome":"failed","steps":[{"stage":"dns","failure":null,"ms":12,"resolver":"isp","addresses":["104.244.42.1"],"answers":[{"ms":4,"rcode":0,"addresses":["10.10.34.35"]},{"ms":41,"rcode":0,"addresses":["104.244.42.1"]}]},{"stage":"tcp","failure":null,"ms":80,"address":"104.244.42.1:443","family":4},{"stage":"tls","failure":"connection_reset","ms":81,"sni":"x.com","family":4,"chain":["ab12"],"issuer":null,"valid":null},{"stage":"http","failure":null,"status":451,"location":null,"fingerprint":null,"bodyBytes":1234}],"bytes":512000,"transferMs":4200,"controls":[{"role":"neutral","target":"https://www.example.org/","outcome":"ok","failure":null,"bytes":512000,"transferMs":900},{"role":"neutral","target":"https://example.pk/","outcome":"ok"},{"role":"sibling","target":"https://pbs.example/","outcome":"ok"}],"contrasts":[{"name":"sni.neutral","outcome":"ok","failure":null}]}
        """#
    static let report = #"""
        {"kind":"report","id":"r-1","at":"2024-01-07T13:02:00Z","received":"2024-01-07T13:02:01Z","cc":"PK","region":"PK-PB","asn":45595,"platform":"x","problem":"unreachable"}
        """#
    static let reports = #"""
        {"kind":"reports","id":"rc-1","at":"2024-01-07T13:00:00Z","step":300,"received":"2024-01-07T13:05:01Z","cc":"PK","platform":"x","count":42}
        """#
    static let signal = #"""
        {"kind":"signal","id":"g-1","at":"2024-01-07T13:00:00Z","step":300,"received":"2024-01-07T13:10:00Z","source":"ioda.bgp","cc":"PK","asn":0,"value":5873}
        """#
    static let ooni = #"""
        {"kind":"ooni","id":"20240107131000.1_PK_webconnectivity_0","at":"2024-01-07T13:10:00Z","received":"2024-01-07T13:12:00Z","cc":"PK","asn":17557,"test":"web_connectivity","platform":"x","target":"https://twitter.com/","blocked":0.8,"down":0.1,"ok":0.1,"stage":"tls","failure":"connection_reset"}
        """#
    static let calendar = #"""
        {"kind":"calendar","uid":"c-1","received":"2024-01-07T08:00:00Z","cc":"PK","from":"2024-01-07T16:00:00Z","to":"2024-01-07T19:00:00Z","summary":"Online fundraising telethon","category":"rally"}
        """#
    static let network = #"""
        {"kind":"network","received":"2024-01-01T00:00:00Z","cc":"PK","asn":17557,"name":"PTCL","users":0.255,"source":"example"}
        """#
    static let heartbeat = #"""
        {"kind":"heartbeat","at":"2024-01-07T13:13:00Z","received":"2024-01-07T13:13:00Z"}
        """#

    static let all = [network, calendar, session, report, reports, signal, ooni, heartbeat]
}
