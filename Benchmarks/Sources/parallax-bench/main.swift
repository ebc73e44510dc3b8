// parallax-bench native | ooni NAME FILE
//
// Each line of output is `name<TAB>value<TAB>unit`, the median of seven runs. `Benchmarks/run` calls it beside the
// programs that it is compared with. Another target's benchmark gets a file beside this one and a case below.

let arguments = Array(CommandLine.arguments.dropFirst())
let runs = 7

switch arguments.first {
case "native": NativeBenchmark.run(count: 200_000, runs: runs)
case "ooni" where arguments.count == 3: try OONIBenchmark.run(name: arguments[1], path: arguments[2], runs: runs)
default: print("usage: parallax-bench native | ooni NAME FILE")
}
