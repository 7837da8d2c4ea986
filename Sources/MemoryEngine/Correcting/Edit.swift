package import MemoryModel
import MemoryStore

extension MemoryEngine {
  /// Corrects a memory in place, of any category: what a person says about their own memory is not an agent's rewriting of history. What it said
  /// before is a revision. A session's turns are records of what was said; they can be forgotten, not edited.
  ///
  /// - Throws: `EngineError.invalid` for content that is refused by `remember` too, for a turn, and for a memory that changed meanwhile.
  package func edit(_ request: EditRequest) throws -> EditOutcome {
    try store.write {
      let standing = try correctable(request.uri)
      if let since = request.unchangedSince, standing.updatedAt > since {
        throw EngineError.invalid(
          parameter: "unchanged_since",
          reason: "the memory was changed at \(standing.updatedAt.iso8601), after what was edited; read it again")
      }
      var edited = standing
      var redactions = 0
      if let content = request.content {
        var wanted = RememberRequest(content: content)
        wanted.uri = standing.uri
        let draft = try MemoryDraft(wanted, at: now)
        redactions = draft.redactions
        if draft.contentHash != standing.contentHash {
          edited.content = draft.content
          edited.abstract = draft.abstract
          edited.overview = draft.overview
          edited.contentHash = draft.contentHash
        }
      }
      if let abstract = request.abstract.map({ trimmed(Redactor.redact($0).text) }), !abstract.isEmpty {
        edited.abstract = abstract
      }
      if let tags = request.tags { edited.tags = tags.map { Redactor.redact($0).text } }
      guard edited != standing else {
        return EditOutcome(node: standing, action: .unchanged, revision: nil, redactions: redactions)
      }
      try store.insertRevision(of: standing, cause: .edited, at: now, session: nil)
      edited.updatedAt = standing.changed(at: now)
      try replace(with: edited)
      return EditOutcome(
        node: edited, action: .edited, revision: try store.revisions(of: edited).first?.number, redactions: redactions)
    }
  }

  /// A person's mark: it is never left out for its age, and comes first among equals.
  package func pin(_ uri: MemoryURI, pinned: Bool) throws -> MemoryNode {
    try store.write {
      var node = try correctable(uri, allowsSessions: true)
      guard (node.pinnedAt != nil) != pinned else { return node }
      node.pinnedAt = pinned ? now : nil
      try store.update(node)
      try store.noteCorrection()
      return node
    }
  }

  /// The memory at `uri`, if a correction of it makes sense.
  private func correctable(_ uri: MemoryURI, allowsSessions: Bool = false) throws -> MemoryNode {
    guard let node = try store.node(at: uri) else { throw notFound(uri) }
    guard node.kind == .leaf else {
      throw EngineError.invalid(parameter: "uri", reason: "\(uri) is a directory; name one memory (`tree` lists them)")
    }
    guard node.retraction == nil else {
      throw EngineError.invalid(parameter: "uri", reason: "\(uri) was forgotten; `memory/restore` brings it back first")
    }
    guard allowsSessions || node.category != .sessions else {
      throw EngineError.invalid(
        parameter: "uri", reason: "\(uri) is what was said in a session, and stays as it was said; it can be forgotten")
    }
    return node
  }

  /// Writes a node and what search knows of it. Inside a write.
  func replace(with node: MemoryNode) throws {
    try store.update(node)
    try store.removePassages(ofNode: node.id)
    try store.insertPassages(
      MemoryDraft.passages(abstract: node.abstract, overview: node.overview, content: node.content, names: node.tags),
      ofNode: node.id)
  }
}

extension MemoryNode {
  /// When a change at `moment` is said to have been made: after the last one, whatever the clock says. Two changes within a millisecond, and one that
  /// waited for another, could not be told apart by `unchanged_since` otherwise.
  func changed(at moment: Timestamp) -> Timestamp { max(moment, updatedAt.advanced(by: .milliseconds(1))) }
}
