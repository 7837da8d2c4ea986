package import MemoryModel
import MemoryStore

extension MemoryEngine {
  /// Valid memories that contradict each other and stand side by side: in a project and in general, imported, or said by a source that counts less
  /// than the other's, which closes nothing by itself.
  ///
  /// Found by the rules of `Contradiction`. Not all pairs are compared: only those that share two rare words or two neighbouring ones, so that the
  /// time grows with the memories and not with their square.
  package func conflicts(_ request: ConflictsRequest = ConflictsRequest()) throws -> ConflictsOutcome {
    var found: [Conflict] = []
    var count = 0
    let duration = try ContinuousClock().measure {
      let (nodes, dismissed) = try store.read {
        var filter = NodeFilter()
        filter.categories = Category.allCases.filter { $0 != .sessions }
        filter.project = request.scope.filter
        filter.validAt = now
        filter.limit = ConflictsRequest.mostMemories
        return (try store.nodes(filter), Set(try store.links(ofKind: .bothHold).map { Pair($0.from, $0.to) }))
      }
      count = nodes.count
      var search = ConflictSearch(nodes)
      for conflict in search.conflicts() where !dismissed.contains(Pair(conflict.earlier.id, conflict.later.id)) {
        if request.includesSpecific || !conflict.isSpecific { found.append(conflict) }
      }
    }
    found.sort { $0.order < $1.order }
    return ConflictsOutcome(
      conflicts: Array(found.prefix(request.limit)), total: found.count, memories: count, duration: duration)
  }

  /// Decides one: closes the validity of the other where the kept one begins, links them and keeps a revision, so that `restore` takes it back;
  /// or notes that both hold.
  ///
  /// - Throws: `EngineError.notFound` for an address that names no memory, `EngineError.invalid` for one that is not valid any more.
  package func resolve(_ request: ResolveRequest) throws -> ResolveOutcome {
    try store.write {
      let (first, second) = (try standing(request.uri, "uri"), try standing(request.other, "other"))
      guard first.id != second.id else {
        throw EngineError.invalid(parameter: "other", reason: "it is the same memory as `uri`: name the one that it contradicts")
      }
      switch request.decision {
      case .dismiss:
        try store.link(min(first.id, second.id), to: max(first.id, second.id), kind: .bothHold, weight: 0.1, at: now)
        return ResolveOutcome(action: .dismissed, kept: [first.uri, second.uri], closed: nil, validTo: nil)
      case .keep(let uri):
        guard uri == first.uri || uri == second.uri else {
          throw EngineError.invalid(parameter: "keep", reason: "it has to be one of the two: \(first.uri) or \(second.uri)")
        }
        let (kept, loser) = uri == first.uri ? (first, second) : (second, first)
        let end = try close(loser, infavourOf: kept)
        return ResolveOutcome(action: .resolved, kept: [kept.uri], closed: loser.uri, validTo: end)
      }
    }
  }

  /// Decides the contradiction that this memory is part of, as the rules suggest.
  ///
  /// - Throws: `EngineError.invalid` when there is none, or more than one.
  package func resolveAsSuggested(_ uri: MemoryURI, in scope: Scope) throws -> ResolveOutcome {
    var request = ConflictsRequest()
    request.scope = scope
    request.includesSpecific = false
    request.limit = .max
    let concerned = try conflicts(request).conflicts.filter { $0.earlier.uri == uri || $0.later.uri == uri }
    guard let conflict = concerned.first, concerned.count == 1 else {
      throw EngineError.invalid(
        parameter: "resolve",
        reason: concerned.isEmpty
          ? "\(uri) contradicts nothing that holds beside it"
          : "\(uri) contradicts \(concerned.count) memories: say with `keep` which one holds")
    }
    return try resolve(
      ResolveRequest(uri: conflict.earlier.uri, other: conflict.later.uri, decision: .keep(conflict.kept.uri)))
  }

  /// Takes a decision back: what was closed holds again.
  package func undoDecision(_ uri: MemoryURI) throws -> ResolveOutcome {
    let restored = try restore(RestoreRequest(uri: uri)).restored
    return ResolveOutcome(action: .undone, kept: restored.map(\.uri), closed: nil, validTo: nil)
  }

  /// Inside a write. What began after the one that is kept never held.
  private func close(_ loser: MemoryNode, infavourOf kept: MemoryNode) throws -> Timestamp {
    try store.insertRevision(of: loser, cause: .superseded, at: now, session: nil)
    var closed = loser
    let end = max(kept.beginning, loser.beginning)
    closed.validity.to = min(loser.validity.to ?? end, end)
    closed.supersededBy = kept.uri
    closed.updatedAt = now
    try store.update(closed)
    try store.link(kept.id, to: loser.id, kind: .supersedes, weight: 1, at: now)
    try store.noteCorrection()
    return closed.validity.to ?? end
  }

  private func standing(_ uri: MemoryURI, _ parameter: String) throws -> MemoryNode {
    guard let node = try store.node(at: uri) else { throw notFound(uri) }
    guard node.kind == .leaf, node.category != .sessions else {
      throw EngineError.invalid(parameter: parameter, reason: "\(uri) is no memory that could be true or not")
    }
    guard node.retraction == nil, node.validity.contains(now) else {
      throw EngineError.invalid(
        parameter: parameter, reason: "\(uri) does not hold any more, so there is nothing to decide; `memory/history` shows it")
    }
    return node
  }
}

extension MemoryNode {
  /// When it began to be true, as far as is known.
  var beginning: Timestamp { validity.from ?? createdAt }
}

extension Conflict {
  /// What is to be decided comes first, and of that the newest.
  fileprivate var order: (Int, Int, Int64, Int64, Int64) {
    (isSpecific ? 1 : 0, isPartial ? 1 : 0, -later.beginning.milliseconds, later.id, earlier.id)
  }
}

/// Two nodes, whichever was named first.
private struct Pair: Hashable {
  let low: Int64
  let high: Int64

  init(_ one: Int64, _ other: Int64) {
    low = min(one, other)
    high = max(one, other)
  }
}
