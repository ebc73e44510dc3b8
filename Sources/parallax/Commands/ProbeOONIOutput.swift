import NIOCore
import ObservatoryModel
import ObservatoryServer
import Probing

/// Writes what the probe measures as OONI measurements (`--output ooni`): follows redirects as OONI's test does, asks
/// the observatory's test helper for the control, and prints one measurement a line.
struct ProbeOONIOutput: Sendable {
    let runner: SessionRunner
    /// Whose test helpers are asked, in order.
    let collectors: [Collector]

    /// Measures on where the format needs it, and prints.
    func write(_ detailed: DetailedSession) async {
        let hops = await runner.redirects(after: detailed)
        let control = await control(for: detailed)
        var writer = OONIMeasurementWriter()
        StandardStream.output.write(writer.measurement(detailed, hops: hops, control: control) + [UInt8(ascii: "\n")])
    }

    private func control(for detailed: DetailedSession) async -> OONIMeasurementWriter.Control {
        // Where nothing works no helper can be reached, and what it would say of the platform would not be comparable.
        if let failure = detailed.session.neutralFailure { return .failed(failure) }
        let request = HelperRequest(url: detailed.url.description, endpoints: detailed.helperEndpoints).json.bytes
        var reason = "unknown_failure: no collector was given, so no test helper was asked"
        for collector in collectors {
            do throws(Collector.Refusal) {
                let bytes = try await collector.askHelper(request)
                let answer = try HelperAnswer(reading: bytes, host: detailed.url.host)
                let address = collector.url.description
                return .answer(
                    answer, helper: address + (address.hasSuffix("/") ? "" : "/") + Collector.helperPath.dropFirst())
            } catch {
                if case .unreachable(let failure) = error {
                    reason = failure
                } else {
                    reason = "unknown_failure: \(error)"
                }
            }
        }
        return .failed(reason)
    }
}

extension HelperAnswer {
    /// Reads a helper's answer.
    fileprivate init(reading bytes: [UInt8], host: String) throws(Collector.Refusal) {
        do { self = try HelperAnswer(json: bytes, host: host) } catch { throw .unreadable }
    }
}
