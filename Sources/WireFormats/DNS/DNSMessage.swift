package import ObservatoryModel

/// A DNS message (RFC 1035 §4).
package struct DNSMessage: Hashable, Sendable {
    package var id: UInt16
    /// Whether it answers rather than asks.
    package var isResponse: Bool
    /// 0 for a standard query; 4 bits.
    package var opcode: UInt8
    package var isAuthoritative: Bool
    /// Whether it was cut to fit into a datagram.
    package var isTruncated: Bool
    package var recursionDesired: Bool
    package var recursionAvailable: Bool
    /// 0 no error, 2 server failure, 3 no such name, 5 refused; 4 bits.
    package var rcode: UInt8
    package var questions: [DNSQuestion]
    package var answers: [DNSRecord]
    package var authorities: [DNSRecord]
    package var additionals: [DNSRecord]

    package init(
        id: UInt16, isResponse: Bool = false, opcode: UInt8 = 0, isAuthoritative: Bool = false,
        isTruncated: Bool = false, recursionDesired: Bool = true, recursionAvailable: Bool = false, rcode: UInt8 = 0,
        questions: [DNSQuestion], answers: [DNSRecord] = [], authorities: [DNSRecord] = [],
        additionals: [DNSRecord] = []
    ) {
        self.id = id
        self.isResponse = isResponse
        self.opcode = opcode
        self.isAuthoritative = isAuthoritative
        self.isTruncated = isTruncated
        self.recursionDesired = recursionDesired
        self.recursionAvailable = recursionAvailable
        self.rcode = rcode
        self.questions = questions
        self.answers = answers
        self.authorities = authorities
        self.additionals = additionals
    }

    /// A recursive question for one name and type.
    package static func query(id: UInt16, name: DNSName, type: DNSRecordType) -> DNSMessage {
        DNSMessage(id: id, questions: [DNSQuestion(name: name, type: type)])
    }

    /// An answer to this question, with the question repeated.
    package func response(rcode: UInt8 = 0, answers: [DNSRecord] = []) -> DNSMessage {
        DNSMessage(
            id: id, isResponse: true, recursionDesired: recursionDesired, recursionAvailable: true, rcode: rcode,
            questions: questions, answers: answers)
    }

    /// The addresses among the answers, in order.
    package var addresses: [InternetAddress] {
        answers.compactMap { if case .address(let address) = $0.data { address } else { nil } }
    }

    /// Whether this is an answer to the question: a response with its id, and its question where one is repeated.
    package func answers(_ query: DNSMessage) -> Bool {
        isResponse && id == query.id && (questions.isEmpty || questions == query.questions)
    }
}

/// The type of a record, a 16-bit number.
package struct DNSRecordType: Hashable, Sendable {
    package let number: UInt16

    package init(_ number: UInt16) {
        self.number = number
    }

    package static let a = DNSRecordType(1)
    package static let ns = DNSRecordType(2)
    package static let cname = DNSRecordType(5)
    package static let ptr = DNSRecordType(12)
    package static let aaaa = DNSRecordType(28)
}

/// What a message asks for.
package struct DNSQuestion: Hashable, Sendable {
    package var name: DNSName
    package var type: DNSRecordType
    /// 1 is the Internet.
    package var recordClass: UInt16

    package init(name: DNSName, type: DNSRecordType, recordClass: UInt16 = 1) {
        self.name = name
        self.type = type
        self.recordClass = recordClass
    }
}

/// One resource record.
package struct DNSRecord: Hashable, Sendable {
    /// The data of a record, as far as measurements need it.
    package enum Data: Hashable, Sendable {
        /// Of an A or AAAA record.
        case address(InternetAddress)
        /// Of a CNAME, NS or PTR record.
        case name(DNSName)
        /// Of any other record, as it came.
        case opaque([UInt8])
    }

    package var name: DNSName
    package var type: DNSRecordType
    package var recordClass: UInt16
    /// Seconds that it may be kept.
    package var timeToLive: UInt32
    package var data: Data

    package init(name: DNSName, type: DNSRecordType, recordClass: UInt16 = 1, timeToLive: UInt32, data: Data) {
        self.name = name
        self.type = type
        self.recordClass = recordClass
        self.timeToLive = timeToLive
        self.data = data
    }

    /// An A or AAAA record.
    package static func address(_ address: InternetAddress, of name: DNSName, timeToLive: UInt32) -> DNSRecord {
        DNSRecord(
            name: name, type: address.family == 4 ? .a : .aaaa, timeToLive: timeToLive, data: .address(address))
    }
}
