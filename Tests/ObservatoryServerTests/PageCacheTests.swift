import HTTPTypes
import HummingbirdTesting
import NIOCore
import ObservatoryModel
import SQLiteStorage
import Storage
import Synchronization
import TestSupport
import Testing

@testable import ObservatoryServer

/// Something that happened in another task.
private final class Flag: Sendable {
    let state = Mutex(false)
}

@Suite struct PageCacheTests {
    private let key = PageCache.Key(address: "/", language: "en", isPacked: false)

    private func page(_ text: String, lifetime: Duration = .seconds(10)) -> PageCache.Page {
        PageCache.Page(headers: [.eTag: "\"\(text)\""], body: ByteBuffer(string: text), lifetime: lifetime)
    }

    /// What the cache has; `nil` after rendering, which gives `rendered`.
    private func look(
        _ cache: PageCache, _ key: PageCache.Key, changes: UInt64, at now: ContinuousClock.Instant,
        rendered: PageCache.Page? = nil
    ) async -> String? {
        let found = await cache.page(key, changes: changes, now: now)
        if let ticket = found.ticket { cache.finish(ticket, rendered, now: now) }
        return found.page.map { String(buffer: $0.body) }
    }

    @Test func `a page is kept for its lifetime, until something changes, and for one language and encoding`() async {
        let cache = PageCache()
        let now = ContinuousClock.now
        #expect(await look(cache, key, changes: 7, at: now, rendered: page("one")) == nil)
        #expect(await look(cache, key, changes: 7, at: now + .seconds(9)) == "one")
        #expect(await look(cache, key, changes: 7, at: now + .seconds(10), rendered: page("two")) == nil)
        #expect(await look(cache, key, changes: 7, at: now + .seconds(10)) == "two")
        #expect(await look(cache, key, changes: 8, at: now + .seconds(10), rendered: page("three")) == nil)
        #expect(await look(cache, key, changes: 8, at: now + .seconds(10)) == "three")
        for change in [\PageCache.Key.address, \.language] as [WritableKeyPath<PageCache.Key, String>] {
            var other = key
            other[keyPath: change] += "x"
            #expect(await look(cache, other, changes: 8, at: now + .seconds(10)) == nil)
        }
        var packed = key
        packed.isPacked = true
        #expect(await look(cache, packed, changes: 8, at: now + .seconds(10)) == nil)
    }

    @Test func `a page that only grew old is shown while one renders it anew; one that changed is waited for`() async {
        let cache = PageCache()
        let now = ContinuousClock.now
        _ = await look(cache, key, changes: 1, at: now, rendered: page("one"))
        let renewal = await cache.page(key, changes: 1, now: now + .seconds(11))
        #expect(renewal.ticket != nil)
        #expect(await look(cache, key, changes: 1, at: now + .seconds(11)) == "one")

        let change = await cache.page(key, changes: 2, now: now + .seconds(11))
        #expect(change.ticket != nil, "what is being rendered does not know of the change")
        let isAnswered = Flag()
        let key = key
        let answers = await withTaskGroup(of: String?.self) { group in
            for _ in 0..<20 {
                group.addTask {
                    let found = await cache.page(key, changes: 2, now: now + .seconds(11))
                    isAnswered.state.withLock { $0 = true }
                    return found.page.map { String(buffer: $0.body) }
                }
            }
            for _ in 0..<100 { await Task.yield() }
            #expect(isAnswered.state.withLock { !$0 }, "nobody is shown what was before")
            if let ticket = renewal.ticket { cache.finish(ticket, page("old"), now: now + .seconds(11)) }
            for _ in 0..<100 { await Task.yield() }
            #expect(isAnswered.state.withLock { !$0 })
            if let ticket = change.ticket { cache.finish(ticket, page("two"), now: now + .seconds(11)) }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(answers == Array(repeating: "two", count: 20))
    }

    @Test func `who waits for what cannot be shared renders it alone`() async {
        let cache = PageCache()
        let key = key
        let first = await cache.page(key, changes: 1)
        async let second = cache.page(key, changes: 1)
        for _ in 0..<100 { await Task.yield() }
        if let ticket = first.ticket { cache.finish(ticket, nil) }
        let answer = await second
        #expect(answer.page == nil)
        if let ticket = answer.ticket { cache.finish(ticket, nil) }
        #expect(await cache.page(key, changes: 1).ticket != nil)
    }

    @Test func `pages without end take no memory without end, and those in use stay`() async {
        let cache = PageCache(byteBound: 200_000)
        let now = ContinuousClock.now
        let text = String(repeating: "x", count: 900)
        _ = await look(cache, key, changes: 0, at: now, rendered: page("used"))
        for number in 0..<1_000 {
            var other = key
            other.address = "/?\(number)"
            _ = await look(cache, other, changes: 0, at: now, rendered: page(text))
            #expect(cache.bytes <= 200_000)
            #expect(await look(cache, key, changes: 0, at: now) == "used")
        }
        var large = key
        large.address = "/large"
        _ = await look(cache, large, changes: 0, at: now, rendered: page(String(repeating: "x", count: 25_001)))
        #expect(await look(cache, large, changes: 0, at: now) == nil)
    }

    @Test(arguments: ["public, max-age=10", "max-age=60,public", "public, max-age=31536000, immutable"])
    func `what others may keep is kept as long`(control: String) {
        #expect([10, 60, 3_600].contains(PageCacheMiddleware.publicSeconds(control)))
    }

    @Test(arguments: ["no-store", "private, max-age=10", "public", "max-age=10", ""])
    func `what others may not keep is not kept`(control: String) {
        #expect(PageCacheMiddleware.publicSeconds(control) == nil)
    }

    @Test func `a kept page is the page, packed or plain, in its language, and not sent again to who has it`()
        async throws
    {
        try await TestSite().run { client in
            var tags: Set<String> = []
            for (encoding, language) in [("identity", "en"), ("gzip", "en"), ("identity", "ur"), ("gzip", "ur")] {
                let headers: HTTPFields = [.acceptEncoding: encoding, .acceptLanguage: language]
                let first = try await client.execute(uri: "/methodology", method: .get, headers: headers)
                let second = try await client.execute(uri: "/methodology", method: .get, headers: headers)
                #expect(first.status == .ok && second.status == .ok && second.body == first.body)
                var (one, two) = (first.headers, second.headers)
                (one[.date], two[.date]) = (nil, nil)
                #expect(one == two)
                #expect(second.headers[.contentEncoding] == (encoding == "gzip" ? "gzip" : nil))
                #expect(second.headers[.contentLanguage] == language)
                #expect(second.headers[.contentLength] == "\(second.body.readableBytes)")
                #expect(second.headers[.contentSecurityPolicy] != nil)
                let tag = try #require(first.headers[.eTag])
                tags.insert(tag)
                for _ in 0..<2 {
                    var conditional = headers
                    conditional[.ifNoneMatch] = tag
                    let again = try await client.execute(uri: "/methodology", method: .get, headers: conditional)
                    #expect(again.status == .notModified && again.body.readableBytes == 0)
                    #expect(again.headers[.eTag] == tag)
                }
            }
            #expect(tags.count == 4)
            let head = try await client.execute(uri: "/methodology", method: .head)
            #expect(head.status == .ok && head.body.readableBytes == 0)
            let zone = try await client.execute(uri: "/methodology?tz=utc", method: .get)
            #expect(zone.status == .ok)
        }
    }

    @Test func `the first who has a page already gets 304, the second who has none gets the page`() async throws {
        try await TestSite().run { client in
            let tag = try #require(try await client.execute(uri: "/targets", method: .head).headers[.eTag])
            let has = try await client.execute(uri: "/targets", method: .get, headers: [.ifNoneMatch: tag])
            #expect(has.status == .notModified)
            let page = try await client.execute(uri: "/targets", method: .get)
            #expect(page.status == .ok && page.body.readableBytes > 1_000)
        }
    }

    @Test func `a revision is on the pages as soon as it is told, and an editor's change too`() async throws {
        let site = try TestSite()
        let incident = "PK-20240107-1"
        let hub = site.exhibits.live.hub
        try await site.run { client in
            func pages() async throws -> [ByteBuffer] {
                var bodies: [ByteBuffer] = []
                for path in ["/incidents/\(incident)", "/", "/incidents", "/incidents/\(incident)/card.svg"] {
                    let answer = try await client.execute(uri: path, method: .get)
                    #expect(answer.status == .ok)
                    bodies.append(answer.body)
                }
                return bodies
            }
            _ = try await site.store.commit(StoreBatch(revisions: [SampleRecords.revision(incident, 1)]))
            hub.publish(name: "revision", country: .unknown, data: "{}")
            let first = try await pages()
            let restored = SampleRecords.revision(
                incident, 2, minutes: 30, status: .restored, end: SampleRecords.start + .minutes(20))
            _ = try await site.store.commit(StoreBatch(revisions: [restored]))
            hub.publish(name: "revision", country: .unknown, data: "{}")
            let second = try await pages()
            for (before, after) in zip(first, second) { #expect(before != after) }

            let isOpened = try await site.store.apply(
                .contest(
                    Contest(
                        id: "c-1", incident: incident, revision: 2, opened: SampleRecords.start, text: "It was open.",
                        contact: nil), most: 10),
                AuditEntry(
                    at: SampleRecords.start, actor: "public", role: "", action: "contest.open", subject: incident,
                    detail: "c-1"))
            #expect(isOpened)
            hub.noteChange()
            #expect(try await pages()[0] != second[0])
        }
    }

    @Test func `what belongs to one person is not kept`() async throws {
        try await TestSite().run { client in
            for _ in 0..<2 {
                let form = try await client.execute(uri: "/report", method: .get)
                #expect(form.headers[.cacheControl] == "no-store")
            }
        }
    }
}
