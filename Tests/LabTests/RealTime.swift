import Glibc

/// The machine's clock, which the lab's certificates are made by.
enum RealTime {
    static func seconds() -> Int { time(nil) }
}
