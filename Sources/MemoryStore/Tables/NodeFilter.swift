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

  package enum Order: Sendable { case newest, mostUsed, uri }

  package var categories: [Category] = []
  package var project: ProjectFilter = .any
  package var session: String?
  package var within: MemoryURI?
  /// Only memories that are true at this moment and were not retracted; nil: all of them.
  package var validAt: Timestamp?
  package var order: Order = .newest
  package var limit: Int = 100

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
    if let within, !within.isRoot {
      terms.append("(uri = ? OR (uri >= ? AND uri < ?))")
      arguments += [within.description, within.description + "/", within.description + "0"] as [any DatabaseValueConvertible]
    }
    if let validAt {
      terms.append("retracted_at IS NULL AND (valid_from IS NULL OR valid_from <= ?) AND (valid_to IS NULL OR valid_to > ?)")
      arguments += [validAt, validAt] as [any DatabaseValueConvertible]
    }
    return terms.joined(separator: " AND ")
  }
}
