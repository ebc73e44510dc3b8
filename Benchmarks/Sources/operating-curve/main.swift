import Detection
import Glibc
import Simulation

// Everything that Docs/METHODOLOGY.md says of detection's quality, from streams that nothing was fitted on.
//
//     Benchmarks/operating-curve [PART …] [--seeds 7001-7009] [--jobs N]
//
// Parts, all by default and in this order: held-out, peers, curve, ablations, documents. Each leaves its tables in
// Benchmarks/var/operating-curve, so that a part may be run again alone; documents puts them into the text.

let arguments: Arguments
do { arguments = try Arguments(CommandLine.arguments.dropFirst()) } catch {
    sayError("\(error)")
    exit(2)
}
for part in arguments.parts {
    do {
        switch part {
        case .tuning: try await tunePeers(arguments)
        case .calibration: try await fitCalibration(arguments)
        case .heldOut: try await scoreHeldOut(arguments)
        case .curve: try await drawCurves(arguments)
        case .ablations: try await ablate(arguments)
        case .documents: try writeDocuments(arguments)
        }
    } catch {
        sayError("\(part.rawValue): \(error)")
        exit(1)
    }
}
