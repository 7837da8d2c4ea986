package import MemoryModel
import SQLite

/// Which memories a list shows: leaves only.
package struct NodeFilter: Sendable {
  package enum ProjectFilter: Hashable, Sendable {
    /// This project's and those of none.
    case projectAndUnscoped(String)
    case only(String)
    case unscoped
    case any
  }

  package enum Order: Sendable {
    case newest, mostUsed, uri
    /// What was not used for longest first.
    case fading
    /// By the moment in which it came into the store.
    case latestCreated
  }

  /// Memories that are out of the ordinary.
  package enum State: Sendable {
    /// Another memory took their place, or their time is over.
    case superseded(before: Timestamp)
    case retracted
    /// Retracted with a reason that begins like this.
    case retractedBecause(String)
    case pinned
  }

  package var categories: [Category] = []
  package var project: ProjectFilter = .any
  package var session: String?
  package var tag: String?
  package var within: MemoryURI?
  /// Only memories that are true at this moment and were not retracted; nil: all of them.
  package var validAt: Timestamp?
  package var state: State?
  /// When it came into the store: not before `createdFrom`, and before `createdBefore`.
  package var createdFrom: Timestamp?
  package var createdBefore: Timestamp?
  package var order: Order = .newest
  package var limit: Int = 100
  package var offset: Int = 0

  package init() {}

  func condition(_ arguments: inout [any DatabaseValueConvertible]) -> String {
    var terms = ["node_type = 'leaf'"]
    if !categories.isEmpty {
      terms.append("category IN (\(categories.map { _ in "?" }.joined(separator: ", ")))")
      arguments += categories.map(\.rawValue) as [any DatabaseValueConvertible]
    }
    switch project {
    case .projectAndUnscoped(let name):
      terms.append("(project = ? OR project IS NULL)")
      arguments.append(name)
    case .only(let name):
      terms.append("project = ?")
      arguments.append(name)
    case .unscoped: terms.append("project IS NULL")
    case .any: break
    }
    if let session {
      terms.append("source_session = ?")
      arguments.append(session)
    }
    if let tag {
      terms.append("instr(char(10) || tags || char(10), char(10) || ? || char(10)) > 0")
      arguments.append(tag)
    }
    if let within, !within.isRoot {
      terms.append("(uri = ? OR (uri >= ? AND uri < ?))")
      arguments += [within.description, within.description + "/", within.description + "0"] as [any DatabaseValueConvertible]
    }
    if let validAt {
      terms.append("retracted_at IS NULL AND (valid_from IS NULL OR valid_from <= ?) AND (valid_to IS NULL OR valid_to > ?)")
      arguments += [validAt, validAt] as [any DatabaseValueConvertible]
    }
    switch state {
    case .superseded(let moment):
      terms.append("retracted_at IS NULL AND (superseded_by IS NOT NULL OR valid_to <= ?)")
      arguments.append(moment)
    case .retracted: terms.append("retracted_at IS NOT NULL")
    case .retractedBecause(let beginning):
      terms.append("retracted_at IS NOT NULL AND substr(retracted_reason, 1, length(?)) = ?")
      arguments += [beginning, beginning] as [any DatabaseValueConvertible]
    case .pinned: terms.append("pinned_at IS NOT NULL")
    case nil: break
    }
    if let createdFrom {
      terms.append("created_at >= ?")
      arguments.append(createdFrom)
    }
    if let createdBefore {
      terms.append("created_at < ?")
      arguments.append(createdBefore)
    }
    return terms.joined(separator: " AND ")
  }
}
