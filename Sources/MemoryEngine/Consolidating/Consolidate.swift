import MemoryModel
import MemoryStore

extension MemoryEngine {
  /// Brings memories together that say the same, of those that accumulated: within a category and a project, by the thresholds by which new
  /// ones are compared, and by a model where these do not tell and there is one. What may be rewritten takes the others' words in; of what
  /// happened the first account stands, and another one goes only if it adds nothing. What contradicts is left alone.
  ///
  /// Each group is written in a transaction of its own. `undoConsolidation` brings all of a run back.
  package func consolidate(_ request: ConsolidateRequest) throws -> ConsolidateOutcome {
    var outcome = ConsolidateOutcome()
    var run: Int64?
    for scope in try scopes(of: request) {
      for category in Category.allCases where category != .sessions {
        var duplicates = StandingDuplicates(engine: self, asks: !request.isTrial)
        for group in try duplicates.groups(of: category, in: scope) {
          if !request.isTrial { try write(group, run: &run) }
          outcome.groups.append(
            ConsolidateOutcome.Group(
              kept: group.kept, abstract: group.content == group.kept.content ? nil : group.abstract, taken: group.taken))
        }
        outcome.unclear += duplicates.unclear
      }
    }
    return outcome
  }

  private func scopes(of request: ConsolidateRequest) throws -> [NodeFilter.ProjectFilter] {
    if let project = request.project { return [.only(project)] }
    let projects = try store.projects().map { NodeFilter.ProjectFilter.only($0.name) }
    return [.unscoped] + projects
  }

  private func write(_ group: StandingDuplicates.Group, run: inout Int64?) throws {
    let known = run
    run = try store.write {
      let run = try known ?? store.insertConsolidation(at: now)
      // What was changed while others were compared stays as it is.
      guard try ([group.kept] + group.taken).allSatisfy({ try store.node(at: $0.uri) == $0 }) else { return run }
      for node in [group.kept] + group.taken { try store.keep(node.id, beforeConsolidation: run, into: group.kept.id) }
      if group.content != group.kept.content { try rewrite(group) }
      for node in group.taken { try close(node, for: group.kept) }
      try store.sealConsolidation(run)
      return run
    }
  }

  private func rewrite(_ group: StandingDuplicates.Group) throws {
    var kept = group.kept
    try store.insertRevision(of: kept, cause: .merged, at: now, session: nil)
    let heading = try store.heading(ofNode: kept.id)
    let isNamed = Self.isNamed(kept, indexedWith: heading)
    kept.content = group.content
    kept.abstract = group.abstract
    kept.overview = TierWriter.overview(of: group.content)
    kept.tags = group.taken.reduce(kept.tags) { tags, node in tags + node.tags.filter { !tags.contains($0) } }
    kept.provenance.maker = group.maker ?? kept.provenance.maker
    kept.contentHash = Fingerprint.content(group.content)
    kept.updatedAt = now
    try store.update(kept)
    for node in group.taken { if let session = node.provenance.session { try store.appendMergedFrom(session, to: kept.id) } }
    try store.removePassages(ofNode: kept.id)
    try store.insertPassages(
      MemoryDraft.passages(
        abstract: kept.abstract, overview: kept.overview, content: kept.content, names: kept.tags + (isNamed ? [kept.uri.name] : [])
      ),
      ofNode: kept.id)
  }

  private func close(_ node: MemoryNode, for kept: MemoryNode) throws {
    var closed = node
    try store.insertRevision(of: node, cause: .superseded, at: now, session: nil)
    closed.validity.to = min(node.validity.to ?? now, now)
    closed.supersededBy = kept.uri
    closed.updatedAt = now
    try store.update(closed)
    try store.link(kept.id, to: node.id, kind: .supersedes, weight: 1, at: now)
  }

  /// Takes the last consolidation back that was not taken back: every memory stands as it did, with its revisions, its links and its times. What
  /// was changed since is left as it is.
  package func undoConsolidation() throws -> ConsolidateUndoOutcome {
    try store.write {
      var outcome = ConsolidateUndoOutcome()
      guard let last = try store.lastConsolidation() else { return outcome }
      outcome.at = last.at
      for entry in try store.consolidated(in: last.run) {
        guard let changed = try store.node(id: entry.node) else { continue }
        guard entry.isUntouched else {
          outcome.left.append(changed.uri)
          continue
        }
        try store.putBack(entry, fromConsolidation: last.run)
        outcome.restored.append(changed.uri)
        guard let node = try store.node(id: entry.node), node.content != changed.content else { continue }
        try store.removePassages(ofNode: node.id)
        let isNamed = Self.isNamed(node, indexedWith: entry.heading)
        try store.insertPassages(
          MemoryDraft.passages(
            abstract: node.abstract, overview: node.overview, content: node.content,
            names: node.tags + (isNamed ? [node.uri.name] : [])),
          ofNode: node.id)
      }
      try store.deleteConsolidation(last.run)
      return outcome
    }
  }
}
