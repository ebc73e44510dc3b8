import Gazetteer
import ObservatoryModel
import Testing

struct PlatformTests {
    private let catalogue = Gazetteer.standard.platforms

    @Test(arguments: [
        ("https://twitter.com/", "x"), ("https://www.youtube.com/watch?v=1", "youtube"),
        ("m.facebook.com:443", "facebook"),
        ("http://edge-chat.facebook.com", "messenger"), ("T.CO.", "x"), ("https://user@x.com/path", "x"),
        ("web.telegram.org/k/", "telegram"), ("https://www.wikipedia.org", "wikipedia"),
    ])
    func `a host belongs to the platform whose domain it lies under`(url: String, platform: String) {
        #expect(catalogue.platform(ofURL: url)?.text == platform)
    }

    @Test(arguments: [
        "https://notfacebook.com/", "https://facebook.com.example.org/", "https://[::1]/", "104.244.42.1", "",
        "https://",
        "com", "https://example.org/https://x.com/",
    ])
    func `a host that only looks alike belongs to none`(url: String) {
        #expect(catalogue.platform(ofURL: url) == nil)
    }

    @Test func `tests of OONI that are about one platform name it`() {
        #expect(catalogue.platform(ofOONITest: "facebook_messenger")?.text == "messenger")
        #expect(catalogue.platform(ofOONITest: "whatsapp")?.text == "whatsapp")
        #expect(catalogue.platform(ofOONITest: "web_connectivity") == nil)
    }

    @Test func `every platform can be measured as its entry says`() {
        #expect(catalogue.all.count == 11)
        for platform in catalogue.all {
            #expect(!platform.targets.isEmpty && !platform.siblings.isEmpty && !platform.reason.isEmpty)
            for target in platform.targets {
                #expect(catalogue.platform(ofURL: target) == platform.id, "\(target)")
            }
            for sibling in platform.siblings {
                #expect(catalogue.platform(ofHost: sibling) == nil, "\(sibling) would be blocked with a platform")
            }
        }
    }
}
