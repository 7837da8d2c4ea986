package import MemoryModel
import MemoryStore

/// One thing that a user owns.
package enum ExportedRecord: Sendable {
  /// The name by which a directory's project is known.
  case project(root: String, name: String)
  /// `isNamed`: somebody chose the name in its address, which is looked for like its words; else it was made from the title.
  case memory(MemoryNode, mergedFrom: [String], revisions: [Revision], isNamed: Bool)
  case link(Link)
  case session(Session, extractedAt: Timestamp?, observations: [Observation])
  /// What else happened in the session before: a long one comes in pieces.
  case observations(session: String, [Observation])
  /// The fingerprints of what was taken from a session already.
  case learned(session: String, fingerprints: [String])
  /// A memory that a session was told at its start.
  case exposure(session: String, uri: MemoryURI, at: Timestamp)
  /// What was retracted and is not to be learned again: the fingerprint of its words.
  case retraction(fingerprint: String, category: String?, project: String?, at: Timestamp, reason: String?)
  /// A record of another product that was brought in, and what it became.
  case imported(source: String, key: String, hash: String, uri: MemoryURI?)
  case modelCall(ModelCall)
}

extension MemoryEngine {
  /// Observations of a session, and fingerprints, that one record holds at most.
  private static let piece = 500

  /// Everything that the store holds for its user, as of one moment and in an order that only the content decides. Not the queue, nor what can
  /// be made again from the rest (passages, vectors, the search index).
  package func forEachExported(_ body: (ExportedRecord) throws -> Void) throws {
    try? flushUse()
    try store.read {
      try store.forEachProject { try body(.project(root: $0, name: $1)) }
      try store.forEachMemory { node, mergedFrom, heading in
        try body(
          .memory(
            node, mergedFrom: mergedFrom, revisions: store.revisions(of: node), isNamed: Self.isNamed(node, indexedWith: heading)))
      }
      try store.forEachLink { try body(.link($0)) }
      try store.forEachSession { session, extractedAt in
        var isFirst = true
        try store.forEachObservations(ofSession: session.id, atOnce: Self.piece) { observations in
          try body(
            isFirst
              ? .session(session, extractedAt: extractedAt, observations: observations)
              : .observations(session: session.id, observations))
          isFirst = false
        }
        if isFirst { try body(.session(session, extractedAt: extractedAt, observations: [])) }
      }
      try forEachLearned(body)
      try store.forEachExposure { try body(.exposure(session: $0, uri: $1, at: $2)) }
      try store.forEachRetraction { try body(.retraction(fingerprint: $0, category: $1, project: $2, at: $3, reason: $4)) }
      try store.forEachImportMark { try body(.imported(source: $0, key: $1, hash: $2, uri: $3)) }
      try store.forEachModelCall { try body(.modelCall($0)) }
    }
  }

  /// Whether the name in the address was indexed with the memory.
  static func isNamed(_ node: MemoryNode, indexedWith heading: String?) -> Bool {
    guard let heading, heading.hasSuffix(node.uri.name) else { return false }
    let unnamed = MemoryDraft.heading(abstract: node.abstract, names: node.tags, content: node.content)
    return heading != unnamed
      && heading == MemoryDraft.heading(abstract: node.abstract, names: node.tags + [node.uri.name], content: node.content)
  }

  private func forEachLearned(_ body: (ExportedRecord) throws -> Void) throws {
    var (session, fingerprints) = ("", [String]())
    func end() throws {
      if !fingerprints.isEmpty { try body(.learned(session: session, fingerprints: fingerprints)) }
      fingerprints = []
    }
    try store.forEachLearned { next, fingerprint in
      if next != session || fingerprints.count == Self.piece { try end() }
      session = next
      fingerprints.append(fingerprint)
    }
    try end()
  }
}
