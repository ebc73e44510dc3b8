import Foundation
import Synchronization

extension NamespaceWorld {
    /// The shell commands that end every program in the namespaces of a prefix and remove them.
    private static func removal(prefix: String) -> String {
        """
        for n in $(ip netns list | cut -d' ' -f1 | grep '^\(prefix)-'); do
          p=$(ip netns pids "$n"); [ -z "$p" ] || kill -9 $p 2>/dev/null
        done
        for n in $(ip netns list | cut -d' ' -f1 | grep '^\(prefix)-'); do
          ip netns del "$n"; rm -f "/etc/netns/$n/resolv.conf"; rmdir "/etc/netns/$n" 2>/dev/null
        done; rmdir /etc/netns 2>/dev/null; true
        """
    }

    /// Ends every program in the namespaces and removes them, with what they left in /etc/netns and the run's folder.
    package func tearDown() {
        _ = shell.works(["sh", "-c", Self.removal(prefix: prefix)])
        for program in programs.withLock({ $0 }) { program.stop() }
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// Starts a process that waits for this one to end, in whatever way, and then clears up.
    package func startWarden() throws {
        try shell.startWarden("\(Self.removal(prefix: prefix)); rm -rf '\(folder)'")
    }

    /// Removes what labs left whose process is gone.
    package static func removeStale(shell: LabShell = LabShell()) {
        let list = (try? shell.run(["ip", "netns", "list"])) ?? ""
        var prefixes = Set<String>()
        for line in list.split(separator: "\n") {
            let parts = line.prefix { $0 != " " }.split(separator: "-")
            guard parts.count == 3, parts[0] == "parallax", let owner = Int32(parts[1].prefix { $0 != "x" }) else {
                continue
            }
            if kill(owner, 0) != 0, errno == ESRCH { prefixes.insert("parallax-\(parts[1])") }
        }
        for prefix in prefixes { _ = shell.works(["sh", "-c", removal(prefix: prefix)]) }
    }
}
