let arguments = CommandLine.arguments.dropFirst()
let runs = 7

switch arguments.first {
case "native":
    NativeBenchmark.run(count: 200_000, runs: runs)
default:
    print("usage: parallax-bench native")
}
