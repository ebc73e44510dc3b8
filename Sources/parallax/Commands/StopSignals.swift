import Dispatch
import Glibc
import Synchronization

/// Ends long work at SIGINT or SIGTERM, so that what it holds is put in order.
enum StopSignals {
    /// Runs the work, and cancels it at the first signal.
    static func whileNoneCame(_ work: @escaping @Sendable () async -> Void) async {
        let (signals, continuation) = AsyncStream<Void>.makeStream()
        let sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { continuation.yield(()) }
            source.resume()
            return source
        }
        await withTaskGroup(of: Void.self) { tasks in
            tasks.addTask { await work() }
            tasks.addTask { for await _ in signals { break } }
            await tasks.next()
            tasks.cancelAll()
        }
        for source in sources { source.cancel() }
    }
}
