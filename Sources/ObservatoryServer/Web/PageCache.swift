import HTTPTypes
import NIOCore
import Synchronization

/// Keeps rendered pages, so that many readers of one page cost as much as one.
///
/// A page is served from here for as long as its own `Cache-Control` lets anybody keep it, and no longer than until
/// something changes that pages show. Of several requests for a page that has to be rendered, one renders it and the
/// others wait for it; one that only grew old is served meanwhile. Memory is bounded.
final class PageCache: Sendable {
    /// What a page depends on, apart from what the observatory knows.
    struct Key: Hashable, Sendable {
        /// Path and query as sent: platform, range, zone and an explicit language are in it.
        var address: String
        /// The language that `Accept-Language` comes to.
        var language: String
        /// Whether the client takes gzip.
        var isPacked: Bool
    }

    /// A rendered page.
    struct Page: Sendable {
        /// Without `Content-Length`, which an answer without a body has not.
        var headers: HTTPFields
        var body: ByteBuffer
        /// How long it may be kept.
        var lifetime: Duration
    }

    /// The right to render a page, and the duty to call `finish`.
    struct Ticket: Sendable {
        fileprivate var key: Key
        fileprivate var changes: UInt64
    }

    fileprivate struct Entry {
        var page: Page
        /// What `changes` was before the page was rendered.
        var changes: UInt64
        var madeAt: ContinuousClock.Instant
    }

    fileprivate enum Finding {
        case page(Page)
        case render
        case wait
    }

    /// Resumed with the page, or with `nil` when it cannot be shared.
    fileprivate typealias Waiter = CheckedContinuation<Page??, Never>

    fileprivate struct State {
        /// Two generations: what was used since the last turn, and what was used before.
        var young: [Key: Entry] = [:]
        var old: [Key: Entry] = [:]
        var youngBytes = 0
        var oldBytes = 0
        /// Who waits for a page that is being rendered, by the changes that it will know of.
        var waiters: [Key: [UInt64: [Waiter]]] = [:]
    }

    private let byteBound: Int
    private let state = Mutex(State())

    /// What an entry takes beside its body, about.
    fileprivate static let overhead = 2_048

    /// - Parameter byteBound: Bytes that are kept at most.
    init(byteBound: Int = 24 << 20) {
        self.byteBound = byteBound
    }

    /// A kept page, or a ticket to render it; neither when it has to be rendered for this request alone.
    ///
    /// - Parameter changes: A number that grows whenever something changes that pages show.
    func page(_ key: Key, changes: UInt64, now: ContinuousClock.Instant = .now) async -> (page: Page?, ticket: Ticket?)
    {
        while true {
            switch find(key, changes, now) {
            case .page(let page): return (page, nil)
            case .render: return (nil, Ticket(key: key, changes: changes))
            case .wait: break
            }
            // `nil` when it was finished between the two looks.
            let answer: Page?? = await withCheckedContinuation { (continuation: CheckedContinuation<Page??, Never>) in
                let isWaiting = state.withLock { state in
                    guard state.waiters[key]?[changes] != nil else { return false }
                    state.waiters[key]?[changes]?.append(continuation)
                    return true
                }
                if !isWaiting { continuation.resume(returning: .none) }
            }
            if let page = answer { return (page, nil) }
        }
    }

    private func find(_ key: Key, _ changes: UInt64, _ now: ContinuousClock.Instant) -> Finding {
        state.withLock { state in
            let isRendered = state.waiters[key]?[changes] != nil
            if let entry = state.entry(key, turningAt: byteBound / 2), entry.changes == changes {
                let age = now - entry.madeAt
                // What only grew old is shown while somebody renders it anew, but not for ever.
                if age < entry.page.lifetime || isRendered && age < entry.page.lifetime * 2 { return .page(entry.page) }
            }
            if isRendered { return .wait }
            state.waiters[key, default: [:]][changes] = []
            return .render
        }
    }

    /// Hands a page to all who wait for it, and keeps it.
    ///
    /// - Parameter page: `nil` when there is none to keep; those who wait render it for themselves then.
    func finish(_ ticket: Ticket, _ page: Page?, now: ContinuousClock.Instant = .now) {
        let waiters = state.withLock { state in
            let waiters = state.waiters[ticket.key]?.removeValue(forKey: ticket.changes) ?? []
            if state.waiters[ticket.key]?.isEmpty ?? false { state.waiters[ticket.key] = nil }
            if let page, page.body.readableBytes <= byteBound / 8 {
                state.keep(
                    Entry(page: page, changes: ticket.changes, madeAt: now), ticket.key, turningAt: byteBound / 2)
            }
            return waiters
        }
        for waiter in waiters { waiter.resume(returning: .some(page)) }
    }

    /// Bytes that are kept.
    var bytes: Int { state.withLock { $0.youngBytes + $0.oldBytes } }
}

extension PageCache.State {
    private static func bytes(_ key: PageCache.Key, _ entry: PageCache.Entry) -> Int {
        entry.page.body.readableBytes + key.address.utf8.count + PageCache.overhead
    }

    fileprivate mutating func entry(_ key: PageCache.Key, turningAt bound: Int) -> PageCache.Entry? {
        if let entry = young[key] { return entry }
        guard let entry = old[key] else { return nil }
        keep(entry, key, turningAt: bound)
        return entry
    }

    /// Puts an entry among the young, which become the old ones when they are too many.
    fileprivate mutating func keep(_ entry: PageCache.Entry, _ key: PageCache.Key, turningAt bound: Int) {
        if let former = old.removeValue(forKey: key) { oldBytes -= Self.bytes(key, former) }
        if let former = young.updateValue(entry, forKey: key) { youngBytes -= Self.bytes(key, former) }
        youngBytes += Self.bytes(key, entry)
        guard youngBytes > bound else { return }
        let last = young.removeValue(forKey: key)
        (old, oldBytes) = (young, youngBytes - Self.bytes(key, entry))
        (young, youngBytes) = ([:], 0)
        if let last {
            young[key] = last
            youngBytes = Self.bytes(key, last)
        }
    }
}
