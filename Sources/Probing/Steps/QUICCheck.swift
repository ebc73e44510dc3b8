import Crypto
import NIOCore
import ObservatoryModel
import Synchronization
import WireFormats

/// Whether QUIC gets through to an address: version negotiation, which names nobody, and an Initial that names a host.
struct QUICCheck: Sendable {
    var endpoint: ProbeEnvironment.Endpoint
    var limit: TimeAmount
    var meter: DataMeter

    /// Sends a packet of a version that nobody speaks; any QUIC server answers with those that it does.
    ///
    /// - Returns: `nil` when a server answered.
    func negotiate(on group: any EventLoopGroup) async -> Failure? {
        var generator = SystemRandomNumberGenerator()
        let random = (0..<1200).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        let probe = QUICLongHeader.versionProbe(random: random)
        return await exchange(on: group, sending: probe.encoded()) { datagram in
            guard let header = try? QUICLongHeader(decoding: datagram), header.offeredVersions != nil,
                header.destination == probe.source, header.source == probe.destination
            else { return nil }
            return .success(())
        }
    }

    /// Opens a handshake that names the host, and takes any genuine reply of the server as success.
    func open(serverName: String, on group: any EventLoopGroup) async -> Failure? {
        var generator = SystemRandomNumberGenerator()
        func bytes(_ count: Int) -> [UInt8] {
            (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        }
        let (destination, source) = (bytes(8), bytes(8))
        let hello = ClientHello.quic(
            serverName: serverName, protocols: ["h3"], random: bytes(32),
            keyShare: Array(Curve25519.KeyAgreement.PrivateKey().publicKey.rawRepresentation),
            transportParameters: QUICFrame.transportParameters(source: source))
        let packet = QUICInitial(
            destination: destination, source: source, number: 0,
            payload: QUICFrame.crypto(offset: 0, data: hello.encoded()).encoded()
        ).padded()
        guard let datagram = try? QUICProtection(connection: destination, side: .client).seal(packet) else {
            return Failure("unknown_failure: sealing")
        }
        let server = QUICProtection(connection: destination, side: .server)
        return await exchange(on: group, sending: datagram) { reply in
            guard let header = try? QUICLongHeader(decoding: reply), header.destination == source else { return nil }
            if header.offeredVersions != nil { return .failure(Failure("quic_incompatible_version")) }
            // A Retry (RFC 9000 §17.2.5) is the server's own word: it wants the address proven first.
            if header.version == .one, header.firstByte & 0x70 == 0x70 { return .success(()) }
            guard let initial = try? server.open(reply), let frames = try? QUICFrame.reading(initial.payload) else {
                return nil
            }
            for case .connectionClose(let code, _) in frames {
                return .failure(TLSAlert(quicErrorCode: code)?.failure ?? Failure("unknown_failure: quic \(code)"))
            }
            return .success(())
        }
    }

    /// `judge` returns `nil` for datagrams that say nothing, forged ones among them.
    private func exchange(
        on group: any EventLoopGroup, sending datagram: [UInt8],
        judge: @escaping @Sendable ([UInt8]) -> Result<Void, QUICRefusal>?
    ) async -> Failure? {
        let refusal = Mutex<Failure?>(nil)
        let failure = await DatagramExchange(
            endpoint: endpoint, limit: limit, meter: meter,
            repeatAfter: .milliseconds(limit.nanoseconds / 1_000_000 / 3)
        ).run(on: group, sending: [datagram]) { reply, _ in
            switch judge(reply) {
            case nil: return .wait
            case .success: return .done
            case .failure(let reason):
                refusal.withLock { $0 = reason.failure }
                return .done
            }
        }
        return refusal.withLock { $0 } ?? failure
    }
}

/// A genuine reply that refuses.
struct QUICRefusal: Error {
    var failure: Failure
}

extension Result where Success == Void, Failure == QUICRefusal {
    /// Refused with the given failure string.
    fileprivate static func failure(_ failure: ObservatoryModel.Failure) -> Self {
        .failure(QUICRefusal(failure: failure))
    }
}
