import Simulation

/// What the command line asks for.
struct Arguments {
    enum Part: String, CaseIterable {
        /// Peers' settings for one false alarm a year; and the table of the posterior. Both are fitted on streams of
        /// their own and change what the sources say, so they run only when named.
        case tuning, calibration
        case heldOut = "held-out"
        case curve, ablations, documents
    }

    /// Why the arguments cannot be read.
    struct Refusal: Error, CustomStringConvertible {
        var description: String
    }

    var parts: [Part] = [.heldOut, .curve, .ablations, .documents]
    /// Nothing was ever fitted on seeds from 7001 on, nor were their streams looked at one by one.
    var seeds: ClosedRange<UInt64> = 7_001...7_009
    /// Streams that run at the same time.
    var jobs = 1
    /// Where the parts leave their tables.
    var output = "var/operating-curve"
    /// Where `documents` puts them, and where its pictures go.
    var document = "../Docs/METHODOLOGY.md"
    var images = "../Docs/images"

    init(_ arguments: some Sequence<String>) throws {
        var named: [Part] = []
        var rest = Array(arguments)
        func value(_ name: String) throws -> String {
            guard !rest.isEmpty else { throw Refusal(description: "\(name) needs a value.") }
            return rest.removeFirst()
        }
        while !rest.isEmpty {
            let argument = rest.removeFirst()
            switch argument {
            case "--seeds":
                let ends = try value(argument).split(separator: "-").compactMap { UInt64($0) }
                guard let first = ends.first, let last = ends.last, ends.count <= 2, first <= last else {
                    throw Refusal(description: "--seeds takes one seed or two ends, 7001-7009.")
                }
                seeds = first...last
            case "--jobs":
                guard let count = Int(try value(argument)), (1...64).contains(count) else {
                    throw Refusal(description: "--jobs takes a number from 1 to 64.")
                }
                jobs = count
            case "--output": output = try value(argument)
            case "--document": document = try value(argument)
            case "--images": images = try value(argument)
            default:
                guard let part = Part(rawValue: argument) else {
                    throw Refusal(
                        description: "There is no part “\(argument)”. Parts: "
                            + Part.allCases.map(\.rawValue).joined(separator: ", ") + ".")
                }
                named.append(part)
            }
        }
        if !named.isEmpty { parts = named }
    }

    /// Every scenario with the seeds; of the many that differ by the mechanism of a national block alone, the first
    /// third, which is each number of probes as often.
    var everything: Suite {
        let isNational = { (scenario: Scenario) in scenario.name.hasPrefix("national.") }
        let all = Array(seeds)
        return Suite(
            entries: Suite(Scenario.all.filter(isNational), seeds: Array(all.prefix(max(3, all.count / 3)))).entries
                + Suite(Scenario.all.filter { !isNational($0) }, seeds: all).entries)
    }
}
