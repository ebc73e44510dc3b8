import FoundationEssentials
package import ObservatoryModel

/// Reads an incident revision from its JSON line (CONTRACT §2).
///
/// Uses `JSONDecoder`: a revision is read once and then kept, so this is no hot path.
package enum RevisionReader {
    /// The revision of a line.
    ///
    /// - Throws: `UnreadableRevision` with the first reason.
    package static func revision(_ line: [UInt8]) throws(UnreadableRevision) -> IncidentRevision {
        do {
            return try JSONDecoder().decode(RevisionDocument.self, from: Data(line)).value()
        } catch let error as UnreadableRevision {
            throw error
        } catch let error as DecodingError {
            throw UnreadableRevision(reason: error.shortDescription)
        } catch {
            throw UnreadableRevision(reason: "no JSON object")
        }
    }
}

/// A line that is no revision.
package struct UnreadableRevision: Error, Hashable, CustomStringConvertible {
    package var reason: String

    package var description: String { "revision cannot be read: \(reason)" }
}

extension DecodingError {
    fileprivate var shortDescription: String {
        switch self {
        case .keyNotFound(let key, _): "“\(key.stringValue)” is missing"
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
            context.codingPath.isEmpty
                ? "no JSON object" : "“\(context.codingPath.map(\.stringValue).joined(separator: "."))” is wrong"
        @unknown default: "no JSON object"
        }
    }
}
