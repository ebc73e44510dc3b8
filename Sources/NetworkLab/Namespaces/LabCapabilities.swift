import Foundation

/// What this machine lets the namespace lab do; what it does not is reported by name and skipped.
package struct LabCapabilities: Hashable, Sendable {
    /// A part of the lab.
    package enum Part: String, Hashable, Sendable, CaseIterable {
        case namespaces = "network namespaces (root, Linux, iproute2)"
        case filter = "packet filter with string match (iptables, xt_string)"
        case reject = "resets sent by the filter (ipt_REJECT)"
        case marks = "marks on connections, and classes by mark (xt_CONNMARK, xt_CLASSIFY)"
        case copies = "copies of packets to a forger (xt_TEE)"
        case shaping = "token buckets (tc with htb)"
        case names = "dnsmasq"
        case web = "nginx with TLS"
        case redirection = "connections sent to the router itself (nat REDIRECT)"
        case chance = "packets lost at random (xt_statistic)"
    }

    package let missing: Set<Part>

    package func has(_ part: Part) -> Bool { !missing.contains(part) }

    /// Tries each part in a namespace of its own, which is gone afterwards.
    package static func probe(shell: LabShell = LabShell()) -> LabCapabilities {
        var missing: Set<Part> = []
        let name = "parallax-try-\(getpid())"
        guard geteuid() == 0, shell.works(["ip", "netns", "add", name]) else {
            return LabCapabilities(missing: Set(Part.allCases))
        }
        defer { _ = shell.works(["ip", "netns", "del", name]) }
        func tries(_ part: Part, _ commands: [String]...) {
            for command in commands where (try? shell.run(in: name, command)) == nil {
                missing.insert(part)
                return
            }
        }
        let table = ["iptables", "-w", "-t", "mangle", "-A", "FORWARD", "-p", "tcp"]
        tries(
            .filter, ["iptables", "-w", "-A", "FORWARD", "-m", "string", "--string", "x", "--algo", "bm", "-j", "DROP"])
        tries(.reject, ["iptables", "-w", "-A", "FORWARD", "-p", "tcp", "-j", "REJECT", "--reject-with", "tcp-reset"])
        tries(
            .marks, table + ["-j", "CONNMARK", "--set-mark", "7"],
            table + ["-m", "connmark", "--mark", "7", "-j", "CLASSIFY", "--set-class", "1:20"])
        tries(.copies, ["iptables", "-w", "-t", "mangle", "-A", "PREROUTING", "-j", "TEE", "--gateway", "10.0.0.1"])
        tries(
            .shaping, ["ip", "link", "set", "lo", "up"],
            ["tc", "qdisc", "add", "dev", "lo", "root", "handle", "1:", "htb", "default", "10"],
            ["tc", "class", "add", "dev", "lo", "parent", "1:", "classid", "1:10", "htb", "rate", "1mbit"],
            ["tc", "qdisc", "add", "dev", "lo", "parent", "1:10", "handle", "10:", "bfifo", "limit", "60000"])
        tries(.names, ["dnsmasq", "--version"])
        tries(.web, ["nginx", "-v"])
        tries(
            .redirection,
            [
                "iptables", "-w", "-t", "nat", "-A", "PREROUTING", "-p", "tcp", "--dport", "80", "-j", "REDIRECT",
                "--to-ports", "8081",
            ])
        tries(
            .chance,
            [
                "iptables", "-w", "-A", "FORWARD", "-m", "statistic", "--mode", "random", "--probability", "0.5", "-j",
                "DROP",
            ])
        return LabCapabilities(missing: missing)
    }
}
