import ObservatoryModel

/// A binary heap that gives out what is due first; what is due together comes in the order in which it was put in.
struct TimedHeap<Element: Sendable>: Sendable {
    private var entries: [(time: Int64, order: UInt64, element: Element)] = []
    private var counter: UInt64 = 0

    /// When the first element is due; `nil` when empty.
    var earliest: Timestamp? { entries.first.map { Timestamp(milliseconds: $0.time) } }

    mutating func insert(_ element: Element, at time: Timestamp) {
        entries.append((time.milliseconds, counter, element))
        counter += 1
        var child = entries.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard isBefore(child, parent) else { return }
            entries.swapAt(child, parent)
            child = parent
        }
    }

    mutating func removeFirst() -> (time: Timestamp, element: Element)? {
        guard let first = entries.first else { return nil }
        let last = entries.removeLast()
        if !entries.isEmpty {
            entries[0] = last
            var parent = 0
            while true {
                var least = parent
                for child in [2 * parent + 1, 2 * parent + 2] where child < entries.count && isBefore(child, least) {
                    least = child
                }
                if least == parent { break }
                entries.swapAt(parent, least)
                parent = least
            }
        }
        return (Timestamp(milliseconds: first.time), first.element)
    }

    private func isBefore(_ left: Int, _ right: Int) -> Bool {
        (entries[left].time, entries[left].order) < (entries[right].time, entries[right].order)
    }
}
