import FoundationEssentials
import Glibc
import NIOPosix
import ObservatoryModel

/// Whether the machine's line is paid for by the byte, as far as the system says.
///
/// NetworkManager is asked over D-Bus, in its own words or by its guess; where it says nothing, a way to the Internet
/// through a mobile modem counts as metered. systemd-networkd and OpenWrt's netifd keep no such thing, so that nothing is
/// known under them and the volunteer has to say it.
package actor MeteredLine {
    /// Where the system says it; a test has files and programs of its own.
    package struct Sources: Sendable {
        /// Shell commands that print NetworkManager's property `Metered`, tried in order until one does.
        package var commands = [
            "busctl --system --timeout=2 --auto-start=no get-property org.freedesktop.NetworkManager"
                + " /org/freedesktop/NetworkManager org.freedesktop.NetworkManager Metered",
            "dbus-send --system --reply-timeout=2000 --print-reply=literal --dest=org.freedesktop.NetworkManager"
                + " /org/freedesktop/NetworkManager org.freedesktop.DBus.Properties.Get"
                + " string:org.freedesktop.NetworkManager string:Metered",
        ]
        /// The kernel's IPv4 routes.
        package var routes = "/proc/net/route"
        /// A folder for each device of the kernel, which says its kind in the file `uevent`.
        package var devices = "/sys/class/net"

        package init() {}
    }

    private let sources: Sources
    /// What was found last, and when.
    private var known: (isMetered: Bool?, at: ContinuousClock.Instant)?
    /// A line may change under the probe; asking costs a process.
    private static let goodFor = Duration.seconds(60)

    package init(sources: Sources = Sources()) {
        self.sources = sources
    }

    /// `nil` where the system does not say. What was found is good for a minute.
    package func isMetered() async -> Bool? {
        if let known, known.at.duration(to: .now) < Self.goodFor { return known.isMetered }
        let sources = sources
        let found = try? await NIOThreadPool.singleton.runIfActive { Self.asked(sources) }
        known = (found ?? nil, .now)
        return found ?? nil
    }

    private static func asked(_ sources: Sources) -> Bool? {
        for command in sources.commands {
            if let said = meaning(ofNetworkManagers: output(of: command)) { return said }
        }
        let routes = (try? String(contentsOfFile: sources.routes, encoding: .utf8)) ?? ""
        guard let device = defaultDevice(in: routes) else { return nil }
        let event = (try? String(contentsOfFile: "\(sources.devices)/\(device)/uevent", encoding: .utf8)) ?? ""
        return event.split(separator: "\n").contains("DEVTYPE=wwan") ? true : nil
    }

    /// What the last word of an answer such as `u 4` means: NMMetered is 0 unknown, 1 yes, 2 no, 3 guessed to be, 4 guessed
    /// not to be.
    static func meaning(ofNetworkManagers answer: String) -> Bool? {
        switch answer.split(whereSeparator: \.isWhitespace).last {
        case "1", "3": true
        case "2", "4": false
        default: nil
        }
    }

    /// The device of the way to everywhere with the least metric, of `/proc/net/route`.
    static func defaultDevice(in routes: String) -> Substring? {
        let ways = routes.split(separator: "\n").dropFirst().compactMap { line -> (device: Substring, metric: Int)? in
            let fields = line.split(whereSeparator: \.isWhitespace)
            // Interface, destination, gateway, flags, two counters, metric, mask.
            guard fields.count >= 8, fields[1] == "00000000", fields[7] == "00000000", let metric = Int(fields[6])
            else {
                return nil
            }
            return (fields[0], metric)
        }
        return ways.min { $0.metric < $1.metric }?.device
    }

    private static func output(of command: String) -> String {
        guard let stream = popen("\(command) 2>/dev/null </dev/null", "r") else { return "" }
        defer { pclose(stream) }
        var bytes = [UInt8](repeating: 0, count: 1024)
        return String(decoding: bytes[..<fread(&bytes, 1, bytes.count, stream)], as: UTF8.self)
    }
}
