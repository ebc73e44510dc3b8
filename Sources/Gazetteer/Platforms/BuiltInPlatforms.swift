import ObservatoryModel

/// The platforms that the observatory tests. A change here is a change of the public target list: it needs an entry in
/// `TargetList.changes`.
let builtInPlatforms: [Platform] = [
    platform(
        "facebook", "Facebook",
        targets: ["https://www.facebook.com/", "https://m.facebook.com/"],
        domains: ["facebook.com", "facebook.net", "fb.com", "fb.me", "fbcdn.net", "fbsbx.com"],
        transfer: .linked(page: "https://www.facebook.com/", prefixes: ["https://static.xx.fbcdn.net/rsrc.php/"]),
        siblings: ["www.meta.com"], quic: true,
        reason:
            "Among the most used social networks in almost every country, and often blocked around protests and votes."),
    platform(
        "google", "Google",
        targets: ["https://www.google.com/"],
        domains: ["google.com"],
        transfer: .linked(page: "https://www.google.com/", prefixes: ["/xjs/", "https://www.gstatic.com/"]),
        siblings: ["fonts.googleapis.com"], quic: true,
        reason: "The way in to the web for many people; tells a block of YouTube from one of all that Google runs."),
    platform(
        "instagram", "Instagram",
        targets: ["https://www.instagram.com/", "https://i.instagram.com/"],
        domains: ["instagram.com", "cdninstagram.com", "ig.me"],
        transfer: .linked(
            page: "https://www.instagram.com/", prefixes: ["https://static.cdninstagram.com/rsrc.php/"]),
        siblings: ["www.meta.com"], quic: true,
        reason: "Widely used for news and by small businesses; often blocked together with Facebook."),
    platform(
        "messenger", "Messenger",
        targets: ["https://www.messenger.com/", "https://edge-chat.messenger.com/"],
        domains: ["messenger.com", "m.me", "edge-chat.facebook.com", "edge-mqtt.facebook.com", "b-graph.facebook.com"],
        transfer: .linked(page: "https://www.messenger.com/", prefixes: ["https://static.xx.fbcdn.net/rsrc.php/"]),
        siblings: ["www.meta.com"], quic: true, tests: ["facebook_messenger"],
        reason: "Private messages between people; blocked apart from Facebook in some countries."),
    platform(
        "signal", "Signal",
        targets: ["https://signal.org/", "https://chat.signal.org/"],
        domains: ["signal.org", "whispersystems.org", "signal.group", "signal.me"],
        transfer: .linked(page: "https://signal.org/", prefixes: ["/assets/", "https://signal.org/assets/"]),
        siblings: ["aws.amazon.com"], tests: ["signal"],
        reason: "Private messages that many journalists rely on; blocked in several countries since 2021."),
    platform(
        "telegram", "Telegram",
        targets: ["https://web.telegram.org/", "https://t.me/"],
        domains: ["telegram.org", "telegram.me", "telegram.dog", "t.me", "telesco.pe", "cdn-telegram.org"],
        transfer: .file(url: "https://telegram.org/dl/desktop/linux"),
        siblings: ["telegra.ph"], tests: ["telegram"],
        reason: "Messages and public channels; often blocked during exams, protests and fighting."),
    platform(
        "tiktok", "TikTok",
        targets: ["https://www.tiktok.com/"],
        domains: ["tiktok.com", "tiktokv.com", "tiktokcdn.com", "tiktokcdn-us.com", "ttwstatic.com"],
        transfer: .linked(
            page: "https://www.tiktok.com/",
            prefixes: [
                "https://sf16-website-login.neutral.ttwstatic.com/", "https://lf16-tiktok-web.tiktokcdn-us.com/",
            ]),
        siblings: ["www.akamai.com"],
        reason: "Video; banned for good in some countries and for days in others."),
    platform(
        "whatsapp", "WhatsApp",
        targets: ["https://web.whatsapp.com/", "https://www.whatsapp.com/"],
        domains: ["whatsapp.com", "whatsapp.net", "wa.me"],
        transfer: .linked(page: "https://web.whatsapp.com/", prefixes: ["https://static.whatsapp.net/rsrc.php/"]),
        siblings: ["www.meta.com"], quic: true, tests: ["whatsapp"],
        reason: "The main way to reach each other in much of the world; its media are slowed down apart from its text."),
    platform(
        "wikipedia", "Wikipedia",
        targets: ["https://en.wikipedia.org/", "https://www.wikipedia.org/"],
        domains: ["wikipedia.org"],
        transfer: .file(url: "https://upload.wikimedia.org/wikipedia/commons/3/3f/Fronalpstock_big.jpg"),
        siblings: ["www.wikidata.org"],
        reason: "An encyclopaedia that was blocked whole in several countries, by language or for single articles."),
    platform(
        "x", "X",
        targets: ["https://x.com/", "https://twitter.com/"],
        domains: ["x.com", "twitter.com", "t.co", "twimg.com"],
        transfer: .linked(
            page: "https://x.com/", prefixes: ["https://abs.twimg.com/responsive-web/client-web/"]),
        siblings: ["www.cloudflare.com"],
        reason: "Public news and debate; among the first platforms to be blocked at political events."),
    platform(
        "youtube", "YouTube",
        targets: ["https://www.youtube.com/", "https://m.youtube.com/"],
        domains: ["youtube.com", "youtu.be", "ytimg.com", "googlevideo.com", "youtube-nocookie.com"],
        transfer: .file(url: "https://www.youtube.com/?hl=en"),
        siblings: ["fonts.googleapis.com"], quic: true,
        reason: "Video and live streams of public events; blocked or slowed down while they run."),
]

private func platform(
    _ id: String, _ name: String, targets: [String], domains: [String], transfer: Platform.TransferObject,
    siblings: [String], quic: Bool = false, risky: Bool = false, tests: [String] = [], reason: String
) -> Platform {
    guard let id = PlatformID(id) else { preconditionFailure("“\(id)” is no platform id") }
    return Platform(
        id: id, name: name, targets: targets, domains: domains, transfer: transfer, siblings: siblings,
        speaksQUIC: quic, isRisky: risky, ooniTests: tests, reason: reason)
}
