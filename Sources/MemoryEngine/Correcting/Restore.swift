import MemoryModel
import MemoryStore

extension MemoryEngine {
  /// Undo. What was forgotten stands again, and may be learned again; what was edited, merged or superseded says again what it said. Nothing is
  /// lost by it: what stood there becomes a revision itself. What was purged cannot come back.
  ///
  /// A session that was forgotten whole comes back whole.
  package func restore(_ request: RestoreRequest) throws -> RestoreOutcome {
    try store.write {
      guard let node = try store.node(at: request.uri) else { throw notFound(request.uri) }
      guard node.kind == .leaf else { return try restoreSession(request.uri) }
      if node.retraction != nil {
        let standing = try unretract(node)
        guard let number = request.revision, try revision(number, of: node).content != node.content else {
          return RestoreOutcome(action: .unretracted, restored: [standing])
        }
        return RestoreOutcome(action: .restored, restored: [try put(try revision(number, of: node), into: standing)])
      }
      let revisions = try store.revisions(of: node)
      guard let chosen = try request.revision.map({ try revision($0, of: node) }) ?? revisions.first else {
        return RestoreOutcome(action: .unchanged, restored: [node])
      }
      let isSame =
        chosen.content == node.content && chosen.abstract == node.abstract && chosen.validity == node.validity
        && node.supersededBy == nil
      return isSame
        ? RestoreOutcome(action: .unchanged, restored: [node])
        : RestoreOutcome(action: .restored, restored: [try put(chosen, into: node)])
    }
  }

  private func restoreSession(_ uri: MemoryURI) throws -> RestoreOutcome {
    guard uri.parent == Category.sessions.directory else {
      throw EngineError.invalid(parameter: "uri", reason: "\(uri) is a directory; name one memory, or a session")
    }
    var filter = NodeFilter()
    filter.within = uri
    filter.state = .retracted
    filter.limit = .max
    let restored = try store.nodes(filter).map(unretract)
    return RestoreOutcome(action: restored.isEmpty ? .unchanged : .unretracted, restored: restored)
  }

  private func revision(_ number: Int, of node: MemoryNode) throws -> Revision {
    guard let found = try store.revisions(of: node).first(where: { $0.number == number }) else {
      throw EngineError.invalid(parameter: "revision", reason: "\(node.uri) has no revision \(number); `memory/history` lists them")
    }
    return found
  }

  private func unretract(_ node: MemoryNode) throws -> MemoryNode {
    try store.deleteRetraction(fingerprint: Fingerprint.words(node.content), category: node.category)
    try store.insertRevision(of: node, cause: .restored, at: now, session: nil)
    var standing = node
    standing.retraction = nil
    // A successor that was named with the retraction went with it; one that closed the validity stays.
    if node.validity.to == nil { standing.supersededBy = nil }
    standing.updatedAt = node.changed(at: now)
    try replace(with: standing)
    return standing
  }

  private func put(_ revision: Revision, into node: MemoryNode) throws -> MemoryNode {
    try store.insertRevision(of: node, cause: .restored, at: now, session: nil)
    var restored = node
    restored.content = revision.content
    restored.abstract = revision.abstract
    restored.overview = revision.overview
    restored.validity = revision.validity
    if revision.validity.to == nil { restored.supersededBy = nil }
    restored.contentHash = Fingerprint.content(revision.content)
    restored.updatedAt = node.changed(at: now)
    try replace(with: restored)
    return restored
  }
}
