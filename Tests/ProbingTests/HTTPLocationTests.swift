import Testing

@testable import Probing

@Suite struct HTTPLocationTests {
    @Test(arguments: [
        ("http://blocked.example/?ip=192.0.2.7&url=x.com", "http://blocked.example/"),
        ("https://x.com/home#top", "https://x.com/home"),
        ("http://block.example/page/192.0.2.7/why", "http://block.example/page/[scrubbed]/why"),
        ("http://block.example/2001:db8::7", "http://block.example/[scrubbed]"),
        // Where a page stands is evidence, and no address of the client's.
        ("http://10.10.34.34/index", "http://10.10.34.34/index"),
        ("/login?from=192.0.2.7", "/login"), ("", ""),
    ])
    func `a redirect tells where it leads and not who was redirected`(location: String, kept: String) {
        #expect(HTTPLocation.scrubbed(location) == kept)
    }
}

@Suite struct LinkTests {
    @Test(arguments: [
        ("/a", "https://x.com/a"), ("//y.com/b", "https://y.com/b"), ("http://z.com/?q#f", "http://z.com/?q"),
        ("next", "https://x.com/path/next"),
    ])
    func `a link leads on from its page`(link: String, url: String) {
        #expect(MeasuredURL("https://x.com/path/page?x=1")?.resolving(link)?.description == url)
    }

    @Test(arguments: ["mailto:a@b.c", "javascript:void(0)", "ftp://x/", "", "a b"])
    func `a link to something else leads nowhere`(link: String) {
        #expect(MeasuredURL("https://x.com/")?.resolving(link) == nil)
    }
}
