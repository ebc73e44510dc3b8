import NIOCore
import ObservatoryModel
import Probing
import WireFormats

/// A DNS server of the lab: the network's own, which may lie, or one outside, which only a forger on the path can
/// contradict.
final class LabNameServer: ChannelInboundHandler {
    typealias InboundIn = AddressedEnvelope<ByteBuffer>
    typealias OutboundOut = AddressedEnvelope<ByteBuffer>

    private let isNetworks: Bool
    private let censor: Censor
    private let resolve: @Sendable (DNSMessage) -> DNSMessage

    init(isNetworks: Bool, censor: Censor, resolve: @escaping @Sendable (DNSMessage) -> DNSMessage) {
        self.isNetworks = isNetworks
        self.censor = censor
        self.resolve = resolve
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let envelope = unwrapInboundIn(data)
        guard let query = try? DNSMessage(decoding: Array(envelope.data.readableBytesView)),
            let question = query.questions.first
        else { return }
        let name = question.name.description.lowercased()
        let truth = resolve(query)
        let rule = censor.first { rule -> CensorRule? in
            switch rule {
            case .dnsCode(let own, _), .dnsSilence(let own), .dnsLie(let own, _):
                isNetworks && Censor.covers(own, name) ? rule : nil
            case .dnsRace(let own, _): Censor.covers(own, name) ? rule : nil
            default: nil
            }
        }
        switch rule {
        case .dnsSilence: return
        case .dnsCode(_, let rcode): send(query.response(rcode: rcode), to: envelope.remoteAddress, context: context)
        case .dnsLie(_, let address):
            send(forged(address, for: query), to: envelope.remoteAddress, context: context)
        case .dnsRace(_, let address):
            send(forged(address, for: query), to: envelope.remoteAddress, context: context)
            let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
            context.eventLoop.scheduleTask(in: .milliseconds(40)) {
                let (server, context) = bound.value
                server.send(truth, to: envelope.remoteAddress, context: context)
            }
        default: send(truth, to: envelope.remoteAddress, context: context)
        }
    }

    /// An answer with the address, or an empty one when the address is of another family than was asked for.
    private func forged(_ address: InternetAddress, for query: DNSMessage) -> DNSMessage {
        guard let question = query.questions.first, (question.type == .a) == (address.family == 4) else {
            return query.response()
        }
        return query.response(answers: [.address(address, of: question.name, timeToLive: 60)])
    }

    private func send(_ message: DNSMessage, to address: SocketAddress, context: ChannelHandlerContext) {
        let envelope = AddressedEnvelope(remoteAddress: address, data: ByteBuffer(bytes: message.encoded()))
        context.writeAndFlush(wrapOutboundOut(envelope), promise: nil)
    }
}

/// A QUIC server as far as a probe looks: version negotiation, and a reply to an Initial; with the middlebox in front.
final class LabQUICServer: ChannelInboundHandler {
    typealias InboundIn = AddressedEnvelope<ByteBuffer>
    typealias OutboundOut = AddressedEnvelope<ByteBuffer>

    private let host: LabHost
    private let censor: Censor

    init(host: LabHost, censor: Censor) {
        self.host = host
        self.censor = censor
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let envelope = unwrapInboundIn(data)
        let datagram = Array(envelope.data.readableBytesView)
        guard !censor.has({ $0 == .quicDropped }), datagram.count >= 1200,
            let header = try? QUICLongHeader(decoding: datagram)
        else { return }
        guard header.version == .one else {
            let answer = header.negotiation(offering: [.one])
            return send(answer.encoded(), to: envelope.remoteAddress, context: context)
        }
        let client = QUICProtection(connection: header.destination, side: .client)
        guard let initial = try? client.open(datagram), let frames = try? QUICFrame.reading(initial.payload) else {
            return
        }
        var stream: [UInt8] = []
        for case .crypto(_, let data) in frames { stream += data }
        guard let name = (try? ClientHello(decoding: stream[...]))?.serverName else { return }
        let dropped = censor.has { rule in
            if case .quicNameDropped(let own) = rule { Censor.covers(own, name) } else { false }
        }
        guard !dropped else { return }
        let known = Censor.covers(host.name, name)
        let reply: [QUICFrame] = [
            .acknowledgement(largest: UInt64(initial.number)),
            // No handshake follows: the first bytes of a ServerHello are all that a probe waits for.
            known
                ? .crypto(offset: 0, data: [2, 0, 0, 40])
                : .connectionClose(errorCode: 0x0100 + UInt64(TLSAlert.unrecognizedName.code), reason: ""),
        ]
        let packet = QUICInitial(
            destination: initial.source, source: [1, 2, 3, 4], number: 0, payload: reply.flatMap { $0.encoded() }
        ).padded()
        let server = QUICProtection(connection: header.destination, side: .server)
        guard let bytes = try? server.seal(packet) else { return }
        send(bytes, to: envelope.remoteAddress, context: context)
    }

    private func send(_ bytes: [UInt8], to address: SocketAddress, context: ChannelHandlerContext) {
        context.writeAndFlush(
            wrapOutboundOut(AddressedEnvelope(remoteAddress: address, data: ByteBuffer(bytes: bytes))), promise: nil)
    }
}
