import MemoryModel
import MemoryStore

extension MemoryEngine {
  /// Retracts a memory: it is no longer found or injected, its text stays for `history`, and its fingerprint keeps the next extraction from learning
  /// it again. With `purge` the text, its revisions and its passages are erased; only the fingerprint stays.
  ///
  /// A purge reaches into the copies that stand in the store's own folder, and into them first: whoever is interrupted finds the memory where it
  /// was and asks again. What was purged before, and is in a copy alone, goes as well.
  ///
  /// A session (`mem://sessions/<id>`) is forgotten whole, with what the hooks recorded of it. Other directories are refused: one call must not
  /// take away what its caller did not see.
  package func forget(_ request: ForgetRequest) throws -> ForgetOutcome {
    guard request.purge else { return try withdraw(request) }
    // What is refused is refused before anything is touched; what is not here may be in a copy.
    do { _ = try nodesToErase(request.uri) } catch EngineError.notFound {}
    let copies = ForgetInCopies(request.uri, self)
    var outcome: ForgetOutcome
    do {
      outcome = try erase(request.uri, reason: request.reason)
    } catch EngineError.notFound where !copies.erased.isEmpty {
      outcome = ForgetOutcome(action: .erased, forgotten: [])
    }
    outcome.erasedCopies = copies.erased
    outcome.remainingCopies = copies.remaining
    return outcome
  }

  private func withdraw(_ request: ForgetRequest) throws -> ForgetOutcome {
    let reason = request.reason.map { Redactor.redact($0).text }
    return try store.write {
      let nodes = try nodesToForget(request.uri)
      if let successor = request.supersededBy, try store.node(at: successor)?.kind != .leaf {
        throw EngineError.notFound(uri: successor.description, hint: "`superseded_by` must name a memory that is there.")
      }
      let standing = nodes.filter { $0.retraction == nil }
      if standing.isEmpty { return ForgetOutcome(action: .alreadyRetracted, forgotten: nodes.map { ($0.uri, $0.abstract) }) }
      for node in standing {
        try block(node, reason: reason)
        try retract(node, reason: reason, supersededBy: request.supersededBy)
      }
      try forgetConcepts(of: nodes)
      try RelationalWriter(engine: self).withdraw(nodes, purging: false)
      return ForgetOutcome(action: .retracted, forgotten: standing.map { ($0.uri, $0.abstract) })
    }
  }

  /// In this file alone.
  @discardableResult
  func erase(_ uri: MemoryURI, reason: String? = nil) throws -> ForgetOutcome {
    let reason = reason.map { Redactor.redact($0).text }
    let outcome = try store.write {
      let nodes = try nodesToErase(uri)
      if isSession(uri) { try eraseObservations(ofSession: uri.name) }
      for node in nodes {
        try block(node, reason: reason)
        try store.delete(nodeID: node.id)
      }
      try forgetConcepts(of: nodes)
      try RelationalWriter(engine: self).withdraw(nodes, purging: true)
      try eraseDeletedVectors()
      return ForgetOutcome(action: .erased, forgotten: nodes.map { ($0.uri, "") })
    }
    try store.compactAfterErasing()
    return outcome
  }

  /// Keeps it from being learned again, and from being found.
  private func block(_ node: MemoryNode, reason: String?) throws {
    try store.insertRetraction(
      fingerprint: Fingerprint.words(node.content), category: node.category, project: node.project, reason: reason, at: now)
    try store.removePassages(ofNode: node.id)
  }

  /// What a forgotten page of a session named may have been named there alone: the session is read again without it.
  private func forgetConcepts(of nodes: [MemoryNode]) throws {
    for session in Set(nodes.filter { $0.category == .sessions }.compactMap(\.provenance.session)).sorted()
    where try store.deleteConcepts(ofSession: session) {
      try store.enqueue(kind: ExtractSessionJob.kind, subject: session, due: now, at: now)
    }
  }

  private func retract(_ node: MemoryNode, reason: String?, supersededBy successor: MemoryURI?) throws {
    try store.insertRevision(of: node, cause: .retracted, at: now, session: nil)
    var retracted = node
    retracted.retraction = Retraction(at: now, reason: reason)
    retracted.supersededBy = successor ?? node.supersededBy
    retracted.updatedAt = node.changed(at: now)
    try store.update(retracted)
  }

  /// A session may have been recorded and not read yet: then there is no memory of it, and all the same something to erase.
  private func nodesToErase(_ uri: MemoryURI) throws -> [MemoryNode] {
    if isSession(uri), try store.node(at: uri) == nil, try store.session(uri.name) != nil { return [] }
    return try nodesToForget(uri)
  }

  private func nodesToForget(_ uri: MemoryURI) throws -> [MemoryNode] {
    if let node = try store.node(at: uri), node.kind == .leaf { return [node] }
    guard try store.node(at: uri) != nil else { throw notFound(uri) }
    guard isSession(uri) else {
      throw EngineError.invalid(
        parameter: "uri", reason: "\(uri) is a directory: forget its memories one by one by their URIs (`tree` lists them)")
    }
    var filter = NodeFilter()
    filter.within = uri
    filter.limit = .max
    return try store.nodes(filter)
  }

  private func isSession(_ uri: MemoryURI) -> Bool { uri.parent == Category.sessions.directory }
}
