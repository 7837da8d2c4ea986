import MemoryModel
import MemoryStore

extension MemoryEngine {
  /// Retracts a memory: it is no longer found or injected, its text stays for `history`, and its fingerprint keeps the next extraction from learning
  /// it again. With `purge` the text, its revisions and its passages are erased; only the fingerprint stays.
  ///
  /// A session (`mem://sessions/<id>`) is forgotten whole, with what the hooks recorded of it. Other directories are refused: one call must not
  /// take away what its caller did not see.
  package func forget(_ request: ForgetRequest) throws -> ForgetOutcome {
    let reason = request.reason.map { Redactor.redact($0).text }
    let outcome = try store.write {
      let nodes = try nodesToForget(request.uri)
      if let successor = request.supersededBy, try store.node(at: successor)?.kind != .leaf {
        throw EngineError.notFound(uri: successor.description, hint: "`superseded_by` must name a memory that is there.")
      }
      let standing = nodes.filter { $0.retraction == nil }
      if standing.isEmpty, !request.purge {
        return ForgetOutcome(action: .alreadyRetracted, forgotten: nodes.map { ($0.uri, $0.abstract) })
      }
      if isSession(request.uri), request.purge { try eraseObservations(ofSession: request.uri.name) }
      if request.purge { try store.eraseDeletedText() }
      for node in request.purge ? nodes : standing {
        try store.insertRetraction(
          fingerprint: Fingerprint.words(node.content), category: node.category, project: node.project, reason: reason, at: now)
        try store.removePassages(ofNode: node.id)
        request.purge ? try store.delete(nodeID: node.id) : try retract(node, reason: reason, supersededBy: request.supersededBy)
      }
      try forgetConcepts(of: nodes)
      try RelationalWriter(engine: self).withdraw(nodes, purging: request.purge)
      if request.purge { try eraseDeletedVectors() }
      return ForgetOutcome(
        action: request.purge ? .erased : .retracted,
        forgotten: (request.purge ? nodes : standing).map { ($0.uri, request.purge ? "" : $0.abstract) })
    }
    guard request.purge else { return outcome }
    try store.compactAfterErasing()
    return ForgetOutcome(action: outcome.action, forgotten: outcome.forgotten, backups: store.copiesBeside)
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
