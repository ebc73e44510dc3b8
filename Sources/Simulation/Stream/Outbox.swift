import ObservatoryModel

/// Records on their way to the observatory, given out in order of `received`.
struct Outbox {
    private var order = TimedHeap<Int>()
    private var records: [Record?] = []
    private var free: [Int] = []
    /// What would be received at or after this is lost, because the observatory is off by then.
    var closes = Timestamp.distantFuture

    var earliest: Timestamp? { order.earliest }

    mutating func insert(_ record: Record) {
        guard record.received < closes else { return }
        if let slot = free.popLast() {
            records[slot] = record
            order.insert(slot, at: record.received)
        } else {
            records.append(record)
            order.insert(records.count - 1, at: record.received)
        }
    }

    mutating func removeFirst() -> Record? {
        guard let slot = order.removeFirst()?.element else { return nil }
        free.append(slot)
        let record = records[slot]
        records[slot] = nil
        return record
    }
}
