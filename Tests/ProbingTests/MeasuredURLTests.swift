import Probing
import Testing

@Suite struct `URLs that are measured` {
    @Test(arguments: [
        ("https://x.com/", "x.com", UInt16?.none, "/"), ("https://X.com", "x.com", nil, "/"),
        ("http://example.org:8080/a?b=c", "example.org", 8080, "/a?b=c"), ("https://[::1]:4/", "::1", 4, "/"),
        ("https://x.com?q", "x.com", nil, "/?q"),
    ]) func `are read`(_ text: String, _ host: String, _ port: UInt16?, _ path: String) {
        let url = MeasuredURL(text)
        #expect(url?.host == host)
        #expect(url?.port == port)
        #expect(url?.path == path)
    }

    @Test(arguments: [
        "", "ftp://x.com/", "https://", "https:///a", "https://u@x.com/", "https://x.com/#a", "https://x.com:0/",
        "https://x.com:99999/", "https://x.com/a b", "https://x.com/\r\nHost: y", "https://[::1/", "https://[::1]x/",
    ]) func `are refused when they are not plain`(_ text: String) {
        #expect(MeasuredURL(text) == nil)
    }
}
