package import MemoryModel
import MemoryStore

/// One thing that a user owns.
package enum ExportedRecord: Sendable {
  case memory(MemoryNode, mergedFrom: [String], revisions: [Revision])
  case link(Link)
  case session(Session, observations: [Observation])
  /// What was retracted and is not to be learned again: the fingerprint of its words.
  case retraction(fingerprint: String, category: String?, project: String?, at: Timestamp, reason: String?)
}

extension MemoryEngine {
  /// Everything that the store holds for its user, as of one moment: memories with what they said before, links, sessions with what
  /// happened in them, retractions. Not the queue, nor what can be made again from the rest.
  package func forEachExported(_ body: (ExportedRecord) throws -> Void) throws {
    try? flushUse()
    try store.read {
      try store.forEachMemory { node, mergedFrom in
        try body(.memory(node, mergedFrom: mergedFrom, revisions: store.revisions(of: node)))
      }
      try store.forEachLink { try body(.link($0)) }
      for session in try store.sessions(project: .any, before: nil, limit: .max) {
        try body(.session(session, observations: store.observations(ofSession: session.id, limit: .max)))
      }
      try store.forEachRetraction { try body(.retraction(fingerprint: $0, category: $1, project: $2, at: $3, reason: $4)) }
    }
  }
}
