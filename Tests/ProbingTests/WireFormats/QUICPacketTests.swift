import ObservatoryModel
import Testing
import WireFormats

@Suite struct `QUIC packets` {
    @Test func `a version probe is 1200 bytes that ask for negotiation and name nobody`() throws {
        let random = (0..<1200).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        let bytes = QUICLongHeader.versionProbe(random: random).encoded()
        #expect(bytes.count == 1200)
        #expect(Array(bytes[..<6]) == [0xc3, 0xba, 0xba, 0xba, 0xba, 8])
        let read = try QUICLongHeader(decoding: bytes)
        #expect(read.version == .forcesNegotiation)
        #expect(read.destination == Array(random[..<8]) && read.source == Array(random[8..<16]))
        // The length field covers the rest exactly.
        #expect(Int(bytes[24] & 0x3f) << 8 | Int(bytes[25]) == 1200 - 26)
    }

    @Test func `negotiation swaps the ids and lists versions`() throws {
        let probe = QUICLongHeader(firstByte: 0xc3, version: .forcesNegotiation, destination: [1, 2], source: [3])
        let answer = try QUICLongHeader(
            decoding: probe.negotiation(offering: [.one, QUICVersion(0x6b33_43cf)]).encoded())
        #expect(answer.destination == [3] && answer.source == [1, 2])
        #expect(answer.offeredVersions == [.one, QUICVersion(0x6b33_43cf)])
        #expect(probe.offeredVersions == nil)
    }

    @Test func `the layout of a packet is found, and a cut packet is refused`() throws {
        let initial = QUICInitial(
            destination: [1, 2, 3, 4, 5, 6, 7, 8], source: [9], token: [7, 7], number: 1, payload: [1]
        )
        .padded()
        let bytes = initial.encodedHeader() + initial.payload + [UInt8](repeating: 0, count: 16)
        #expect(bytes.count == 1200)
        let layout = try QUICInitialLayout(decoding: bytes)
        #expect(layout.numberOffset == initial.encodedHeader().count - 4)
        #expect(layout.end == 1200 && layout.token == [7, 7] && layout.source == [9])
        for length in 0..<bytes.count {
            #expect(throws: HandshakeDecodingError.self) { try QUICInitialLayout(decoding: Array(bytes[..<length])) }
        }
    }

    @Test func `frames survive a round trip among padding`() throws {
        let frames: [QUICFrame] = [
            .crypto(offset: 70_000, data: [1, 2, 3]), .acknowledgement(largest: 5), .ping,
            .connectionClose(errorCode: 0x0128, reason: "no"),
        ]
        let bytes = frames.reduce(into: [UInt8]()) { $0 += [0, 0] + $1.encoded() }
        #expect(try QUICFrame.reading(bytes) == frames)
    }

    @Test func `frames with any byte changed or cut never trap`() {
        let bytes =
            QUICFrame.crypto(offset: 3, data: [1, 2, 3]).encoded()
            + QUICFrame.acknowledgement(largest: 90).encoded()
            + QUICFrame.connectionClose(errorCode: 0x128, reason: "bye").encoded()
        for index in bytes.indices {
            _ = try? QUICFrame.reading(Array(bytes[..<index]))
            for value in UInt8.min...UInt8.max {
                var changed = bytes
                changed[index] = value
                _ = try? QUICFrame.reading(changed)
            }
        }
        // A count of ranges that no packet could hold.
        #expect(throws: HandshakeDecodingError.self) {
            try QUICFrame.reading([2, 1, 0, 0xff, 255, 255, 255, 255, 255, 255, 255, 0])
        }
    }
}
