/// Values of stretches of addresses: for each stretch its first address and a value, 0 where there is none.
///
/// A stretch ends where the next begins, so that an entry takes the room of one address and one value.
struct RangeTable<Address: FixedWidthInteger & UnsignedInteger & Sendable, Value: FixedWidthInteger & Sendable>:
    Sendable
{
    private(set) var starts: [Address] = []
    private(set) var values: [Value] = []

    /// A closed range and its value. Of ranges that hold each other, the innermost counts.
    struct Entry {
        var first: Address
        var last: Address
        var value: Value
    }

    /// Lays nested or separate ranges side by side. Of two equal ranges the later one in the input counts; of two that
    /// overlap without one holding the other, the one that begins later.
    init(_ entries: [Entry]) {
        func precedes(_ left: Entry, _ right: Entry) -> Bool {
            left.first != right.first ? left.first < right.first : left.last > right.last
        }
        // Most files are in order as they come; the sort of the library keeps equal ranges in theirs.
        let isSorted = zip(entries, entries.dropFirst()).allSatisfy { !precedes($1, $0) }
        let sorted = isSorted ? entries : entries.sorted(by: precedes)
        // Ranges that hold the present position, outermost first.
        var open: [Entry] = []
        for entry in sorted {
            close(&open, before: entry.first)
            append(entry.first, entry.value)
            open.append(entry)
        }
        close(&open, before: nil)
    }

    /// Ends every open range that ends before an address, and goes on with the one that holds it.
    private mutating func close(_ open: inout [Entry], before address: Address?) {
        while let inner = open.last, address.map({ inner.last < $0 }) ?? true {
            open.removeLast()
            // An outer range that ended with or before the inner one has nothing left to go on with.
            while let outer = open.last, outer.last <= inner.last { open.removeLast() }
            guard inner.last < Address.max else { return }
            append(inner.last + 1, open.last?.value ?? 0)
        }
    }

    private mutating func append(_ start: Address, _ value: Value) {
        if starts.last == start {
            starts.removeLast()
            values.removeLast()
        }
        guard values.last ?? 0 != value else { return }
        starts.append(start)
        values.append(value)
    }

    /// The value at an address; 0 where there is none.
    subscript(_ address: Address) -> Value {
        var (low, high) = (0, starts.count)
        while low < high {
            let middle = (low + high) / 2
            if starts[middle] <= address { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? 0 : values[low - 1]
    }
}
