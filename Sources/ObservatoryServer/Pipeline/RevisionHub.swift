package import NIOCore
package import ObservatoryModel
import Synchronization

/// Hands each event to every open stream. Queues are bounded: who does not keep up is cut off and counted, and may come
/// back with the id of the last event that it saw.
package final class RevisionHub: Sendable {
    /// One server-sent event.
    package struct Event: Sendable {
        /// Grows by one with each event of this process.
        package let id: UInt64
        /// `revision` or `cell`.
        package let name: String
        /// The country it speaks of, for streams that want one country.
        package let country: CountryCode
        /// One line of JSON.
        package let data: String

        /// The event as the wire has it, made once for all streams; a comment, which clients pass over, when it has no
        /// name.
        package let wire: ByteBuffer

        fileprivate init(id: UInt64, name: String, country: CountryCode, data: String) {
            self.id = id
            self.name = name
            self.country = country
            self.data = data
            wire = ByteBuffer(string: name.isEmpty ? ":\n\n" : "id: \(id)\nevent: \(name)\ndata: \(data)\n\n")
        }
    }

    /// An open stream.
    package struct Subscription: Sendable {
        package let id: UInt64
        package let events: AsyncStream<Event>
    }

    private struct State {
        var nextEvent: UInt64 = 1
        var nextSubscriber: UInt64 = 1
        var subscribers: [UInt64: AsyncStream<Event>.Continuation] = [:]
        var recent: [Event] = []
        var cutOff = 0
        var closed = false
    }

    /// Events that wait for one slow reader at most.
    private static let queueBound = 256
    /// Events kept for readers that come back.
    private static let recentBound = 512

    private let subscriberBound: Int
    private let state = Mutex(State())
    private let changeCount = Atomic<UInt64>(0)

    /// - Parameter subscriberBound: how many streams may be open at once.
    package init(subscriberBound: Int = 6_000) {
        self.subscriberBound = subscriberBound
    }

    /// The number of open streams, and of those that were cut off since the start.
    package var counts: (open: Int, cutOff: Int) { state.withLock { ($0.subscribers.count, $0.cutOff) } }

    /// Grows with every event and `noteChange`: whenever something has changed that pages show, counts aside.
    package var changes: UInt64 { changeCount.load(ordering: .acquiring) }

    /// Notes that something has changed that pages show, and that is no event.
    package func noteChange() { changeCount.add(1, ordering: .acquiringAndReleasing) }

    /// Sends an event to every stream.
    package func publish(name: String, country: CountryCode, data: String) {
        // Before anybody hears of it, so that nobody who does is shown what was before.
        noteChange()
        state.withLock { state in
            let event = Event(id: state.nextEvent, name: name, country: country, data: data)
            state.nextEvent += 1
            state.recent.append(event)
            if state.recent.count > RevisionHub.recentBound {
                state.recent.removeFirst(state.recent.count - RevisionHub.recentBound)
            }
            send(event, &state)
        }
    }

    /// Sends a comment to every stream, so that nothing between takes it for dead.
    package func beat() {
        state.withLock { send(Event(id: 0, name: "", country: .unknown, data: ""), &$0) }
    }

    private func send(_ event: Event, _ state: inout State) {
        for (id, continuation) in state.subscribers {
            if case .dropped = continuation.yield(event) {
                continuation.finish()
                state.subscribers[id] = nil
                state.cutOff += 1
            }
        }
    }

    /// Opens a stream that begins after the event with the given id, as far as it is still known.
    ///
    /// - Returns: `nil` when the bound on open streams is reached, or the hub is closed.
    package func subscribe(after last: UInt64?) -> Subscription? {
        state.withLock { state in
            guard !state.closed, state.subscribers.count < subscriberBound else { return nil }
            let (events, continuation) = AsyncStream.makeStream(
                of: Event.self, bufferingPolicy: .bufferingOldest(RevisionHub.queueBound + RevisionHub.recentBound))
            let id = state.nextSubscriber
            state.nextSubscriber += 1
            if let last { for event in state.recent where event.id > last { continuation.yield(event) } }
            state.subscribers[id] = continuation
            return Subscription(id: id, events: events)
        }
    }

    /// Forgets a stream.
    package func unsubscribe(_ id: UInt64) {
        state.withLock { $0.subscribers.removeValue(forKey: id) }?.finish()
    }

    /// Ends every stream and opens no more, so that a stopping server is not held up by readers.
    package func close() {
        state.withLock { state in
            state.closed = true
            for continuation in state.subscribers.values { continuation.finish() }
            state.subscribers = [:]
        }
    }
}
