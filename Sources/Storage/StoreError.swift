/// Why a store could not do what it was asked.
package enum StoreError: Error, Hashable, Sendable {
    /// The disk, or the quota, is full. Nothing of the batch was written; the store works on once there is room.
    case diskFull(path: String)
    /// The file is not a store, or was damaged.
    case corrupt(path: String, reason: String)
    /// The store was written by a newer version of this program.
    case newerSchema(path: String, found: Int, supported: Int)
    /// The file or its folder may not be written.
    case readOnly(path: String)
    /// The file cannot be opened: no such folder, no permission.
    case cannotOpen(path: String, reason: String)
    /// Another program holds the store for longer than was waited.
    case busy(path: String)
    /// The revision is there already with other content. Revisions are never edited.
    case conflictingRevision(incident: String, revision: Int)
    /// `close` was called before.
    case closed
    /// Reading or writing failed for another reason.
    case failed(path: String, reason: String)
}

extension StoreError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .diskFull(let path): "the disk is full, “\(path)” was left as it was"
        case .corrupt(let path, let reason): "“\(path)” is no store or is damaged: \(reason)"
        case .newerSchema(let path, let found, let supported):
            "“\(path)” has schema \(found), this program knows up to \(supported); use a newer one"
        case .readOnly(let path): "“\(path)” may not be written"
        case .cannotOpen(let path, let reason): "“\(path)” cannot be opened: \(reason)"
        case .busy(let path): "“\(path)” is in use by another program"
        case .conflictingRevision(let incident, let revision):
            "revision \(revision) of \(incident) is there already with other content"
        case .closed: "the store is closed"
        case .failed(let path, let reason): "“\(path)”: \(reason)"
        }
    }
}
