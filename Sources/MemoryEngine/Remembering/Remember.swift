import MemoryModel
import MemoryStore

extension MemoryEngine {
  /// Remembers: redacts, finds out whether it is known, and writes all of it in one transaction.
  ///
  /// - Throws: `EngineError.invalid` for content that is empty, too long, holds a NUL or is private from end to end, and for a place that does not
  ///   fit the category; `EngineError.notFound` when `supersedes` names nothing.
  package func remember(_ request: RememberRequest) throws -> RememberOutcome {
    var draft = try MemoryDraft(Self.recognizingIntention(request), at: now)
    return try store.write {
      if draft.project == nil, let asker = request.asker, !draft.holdsEverywhere {
        draft.place(in: try claimProject(named: asker.project, session: asker.session, workingDirectory: asker.workingDirectory))
      }
      let closed = try closeIntentions(saidDoneIn: draft.content, project: draft.project)
      var outcome = try remember(draft)
      outcome.closed += closed
      return outcome
    }
  }

  /// Inside a write.
  func remember(_ draft: MemoryDraft) throws -> RememberOutcome {
    if let old = try superseded(by: draft) { return try supersede([old], with: draft) }
    if let same = try sameMemory(as: draft) {
      return RememberOutcome(uri: same.uri, action: .unchanged, redactions: draft.redactions)
    }
    try store.deleteRetraction(fingerprint: draft.fingerprint, category: draft.category)
    if draft.category.isMergeable, let uri = draft.uri, let standing = try store.node(at: uri), standing.kind == .leaf,
      standing.retraction == nil
    {
      return try merge(draft, into: standing)
    }
    let candidates = draft.category.isMergeable ? try mergeCandidates(for: draft) : []
    let outdated = try outdated(by: draft, among: candidates)
    if let successor = outdated.successor { return try create(draft, endedBy: successor) }
    if !outdated.closed.isEmpty { return try supersede(outdated.closed, with: draft) }
    guard draft.category.isMergeable else { return try create(draft) }
    let others = candidates.filter { !outdated.kept.contains($0.id) }
    if draft.uri == nil, let alike = mostAlike(draft, among: others) { return try merge(draft, into: alike) }
    if let reason = try reasonToHold(draft) { return try hold(draft, at: freeURI(for: draft), because: reason) }
    return try create(draft)
  }

  // MARK: What is known already

  private func superseded(by draft: MemoryDraft) throws -> MemoryNode? {
    guard let uri = draft.supersedes else { return nil }
    guard let node = try store.node(at: uri), node.kind == .leaf, node.retraction == nil else {
      throw EngineError.notFound(
        uri: uri.description, hint: "`supersedes` must name a memory that is there; leave it out to remember a new one.")
    }
    return node
  }

  private func sameMemory(as draft: MemoryDraft) throws -> MemoryNode? {
    try store.nodes(withContentHash: draft.contentHash).first { node in
      node.retraction == nil && node.project == draft.project
        && node.validity.contains(max(draft.moment, draft.validFrom ?? draft.moment))
        && (!draft.isCategoryGiven || node.category == draft.category) && (draft.uri == nil || draft.uri == node.uri)
        && trimmed(node.content) == trimmed(draft.content)
    }
  }

  /// Valid memories of the same category in the same scope.
  private func mergeCandidates(for draft: MemoryDraft) throws -> [MemoryNode] {
    var filter = NodeFilter()
    filter.categories = [draft.category]
    filter.project = draft.project.map(NodeFilter.ProjectFilter.only) ?? .unscoped
    filter.validAt = draft.moment
    filter.limit = 500
    return try store.nodes(filter)
  }

  private func mostAlike(_ draft: MemoryDraft, among candidates: [MemoryNode]) -> MemoryNode? {
    let words = Likeness.contentWords(of: draft.content)
    let isDenial = Self.denies(draft.content)
    return candidates.filter { Self.denies($0.content) == isDenial }.map {
      (node: $0, words: Likeness.contentWords(of: $0.content))
    }
    .filter { MergeRules.areAlike($0.words, words) }
    .max { Likeness.overlap($0.words, words) < Likeness.overlap($1.words, words) }?.node
  }

  /// "Never deploy without a review" and "deploy documentation without a review" share their words and do not say the same.
  private static func denies(_ text: String) -> Bool {
    Likeness.words(of: text).contains { ["never", "not", "dont", "nie", "nicht", "nunca", "jamais"].contains($0) }
  }

  // MARK: What is done

  private func create(_ draft: MemoryDraft) throws -> RememberOutcome {
    var node = draft.node(at: try freeURI(for: draft))
    try store.insert(&node)
    try store.insertPassages(draft.passages, ofNode: node.id)
    return RememberOutcome(uri: node.uri, action: .created, redactions: draft.redactions)
  }

  /// It held from when it was said until the successor was.
  func create(_ draft: MemoryDraft, endedBy successor: MemoryNode) throws -> RememberOutcome {
    var node = draft.node(at: try freeURI(for: draft))
    node.validity.to = successor.beginning
    node.supersededBy = successor.uri
    try store.insert(&node)
    try store.insertPassages(draft.passages, ofNode: node.id)
    try store.link(successor.id, to: node.id, kind: .supersedes, weight: 1, at: draft.moment)
    return RememberOutcome(uri: node.uri, action: .created, redactions: draft.redactions)
  }

  /// - Parameter words: what both say together, where a model wrote it; nil: told by rules.
  func merge(_ draft: MemoryDraft, into standing: MemoryNode, saying words: JoinedWords? = nil) throws -> RememberOutcome {
    var draft = draft
    if let words {
      (draft.content, draft.abstract, draft.provenance.maker) = (words.content, words.abstract, words.maker)
      draft.overview = TierWriter.overview(of: words.content)
    }
    let content: String
    switch words != nil ? .replace : MergeRules.decide(old: standing.content, new: draft.content) {
    case .unchanged: return RememberOutcome(uri: standing.uri, action: .unchanged, redactions: draft.redactions)
    case .replace, .contradiction:
      // What an older session said is not put over it; the session keeps it.
      if words == nil, draft.saidAt < standing.beginning, draft.provenance.session != standing.provenance.session {
        return RememberOutcome(uri: standing.uri, action: .unchanged, redactions: draft.redactions)
      }
      content = draft.content
    case .append: content = standing.content + "\n\n" + draft.content
    }
    guard content.utf8.count <= Self.maximumContentLength else { return try create(draft) }
    try store.insertRevision(of: standing, cause: .merged, at: draft.moment, session: draft.provenance.session)
    let merged = draft.replacingContent(content, of: standing)
    try store.update(merged)
    try store.removePassages(ofNode: merged.id)
    let names = merged.tags + (draft.uri.map { [$0.name] } ?? [])
    try store.insertPassages(
      MemoryDraft.passages(abstract: merged.abstract, overview: merged.overview, content: content, names: names), ofNode: merged.id)
    if let session = draft.provenance.session { try store.appendMergedFrom(session, to: merged.id) }
    return RememberOutcome(uri: merged.uri, action: .merged, redactions: draft.redactions)
  }

  /// Closes the old memories' validity where the new one's begins, and links them.
  private func supersede(_ old: [MemoryNode], with draft: MemoryDraft) throws -> RememberOutcome {
    var draft = draft
    let beginning = draft.beginning
    draft.validFrom = beginning
    // The new memory takes a name of its own: the old one keeps its address and its history.
    if old.contains(where: { $0.uri == draft.uri }) { draft.uri = nil }
    var node = draft.node(at: try freeURI(for: draft))
    try store.insert(&node)
    try store.insertPassages(draft.passages, ofNode: node.id)
    for var closed in old {
      try store.insertRevision(of: closed, cause: .superseded, at: draft.moment, session: draft.provenance.session)
      closed.validity.to = min(closed.validity.to ?? beginning, beginning)
      closed.supersededBy = node.uri
      closed.updatedAt = closed.changed(at: draft.moment)
      try store.update(closed)
      try store.link(node.id, to: closed.id, kind: .supersedes, weight: 1, at: draft.moment)
    }
    return RememberOutcome(uri: node.uri, action: .superseded, closed: old.map(\.uri), redactions: draft.redactions)
  }

  /// The place that was asked for or one made from the title, with a number behind it where another memory stands there.
  func freeURI(for draft: MemoryDraft) throws -> MemoryURI {
    let wanted = draft.uri ?? draft.suggestedURI
    guard try store.exists(wanted), let parent = wanted.parent else { return wanted }
    for number in 2...20 {
      let candidate = parent.appending("\(wanted.name)-\(number)")
      if try !store.exists(candidate) { return candidate }
    }
    var attempt = 0
    while true {
      let mark = String(Slug.fingerprint("\(draft.content)\u{1}\(draft.moment.milliseconds)\u{1}\(attempt)"), radix: 36)
      let candidate = parent.appending("\(wanted.name)-\(mark)")
      if try !store.exists(candidate) { return candidate }
      attempt += 1
    }
  }
}
