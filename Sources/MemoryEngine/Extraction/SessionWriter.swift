import MemoryModel
import MemoryStore
import Transcripts

/// Writes what was made of a session below `mem://sessions/<id>`. What computes runs before the write lock is taken; what writes may be repeated.
struct SessionWriter {
  let engine: MemoryEngine
  let session: Session

  private var store: MemoryStore { engine.store }
  private var directory: MemoryURI { Self.directory(ofSession: session.id) }

  private static func directory(ofSession id: String) -> MemoryURI { Category.sessions.directory.appending(Slug.session(id)) }

  private func turnURI(_ number: Int) -> MemoryURI { Self.turnURI(number, ofSession: session.id) }

  static func turnURI(_ number: Int, ofSession id: String) -> MemoryURI {
    let digits = String(number)
    return directory(ofSession: id).appending("turns").appending(String(repeating: "0", count: max(0, 4 - digits.count)) + digits)
  }

  /// A memory that may come of the session, and the turn that it comes from.
  typealias Suggestion = (draft: MemoryDraft, turn: MemoryURI?)

  // MARK: Before the write lock

  /// What stands at one address of the session, ready to be written.
  struct Page {
    var uri: MemoryURI
    var content: String
    var hash: String
    var abstract: String
    var overview: String
    var passages: [Passage]
    var at: Timestamp
  }

  /// A turn: what the user said and what the assistant answered, found by its words. It grows while the turn goes on. Nil when it stands already.
  func page(of turn: TranscriptTurn, number: Int) throws -> Page? {
    let content = Self.content(of: turn)
    return try page(at: turnURI(number), content: content, at: turn.startedAt) {
      (TierWriter.abstract(of: turn.userText.isEmpty ? content : turn.userText, title: nil), TierWriter.overview(of: content))
    }
  }

  func page(of summary: SessionSummary, turns: [TranscriptTurn]) throws -> Page? {
    try page(at: directory.appending("summary"), content: summary.overview, at: turns.first?.startedAt ?? session.startedAt) {
      (summary.abstract, summary.overview)
    }
  }

  /// Most turns of a session stand already when its next one ends: they cost a look at their hash.
  private func page(at uri: MemoryURI, content: String, at moment: Timestamp, tiers: () -> (abstract: String, overview: String))
    throws -> Page?
  {
    let content = Excerpt.words(content, limit: MemoryEngine.maximumContentLength - 256)
    let hash = Fingerprint.content(content)
    guard try store.node(at: uri)?.contentHash != hash else { return nil }
    let (abstract, overview) = tiers()
    return Page(
      uri: uri, content: content, hash: hash, abstract: abstract, overview: overview,
      passages: MemoryDraft.passages(abstract: abstract, overview: overview, content: content), at: moment)
  }

  /// The turns without those that somebody forgot.
  func standing(_ turns: [(offset: Int, element: TranscriptTurn)]) throws -> [TranscriptTurn] {
    try turns.filter { index, turn in
      if let node = try store.node(at: turnURI(index + 1)) { return node.retraction == nil }
      return try !store.isRetracted(fingerprint: Fingerprint.words(Self.content(of: turn)), category: .sessions)
    }.map { $0.element }
  }

  /// What the rules suggest, made ready to be remembered.
  func suggestions(_ candidates: [Candidate]) -> [Suggestion] {
    candidates.compactMap { candidate in
      var request = RememberRequest(content: candidate.content)
      request.title = candidate.title
      request.category = candidate.category
      request.session = session.id
      request.origin = .extracted
      request.confidence = candidate.confidence
      guard var draft = try? MemoryDraft(request, at: engine.now) else { return nil }
      draft.place(in: session.project)
      draft.said(at: candidate.at)
      return (draft, candidate.turnNumber.map(turnURI))
    }
  }

  /// What a model suggests, with its own tiers.
  func suggestion(_ candidate: DistilledCandidate, at moment: Timestamp) -> Suggestion? {
    var request = RememberRequest(content: candidate.content)
    request.title = candidate.name.isEmpty ? nil : candidate.name
    request.category = candidate.category
    request.session = session.id
    request.origin = .extracted
    request.confidence = candidate.confidence
    request.maker = candidate.maker
    request.abstract = candidate.abstract
    request.overview = candidate.overview
    guard var draft = try? MemoryDraft(request, at: moment) else { return nil }
    draft.place(in: session.project)
    draft.said(at: candidate.at)
    return (draft, turnURI(candidate.turnNumber))
  }

  /// What a suggestion is to what is known; nil when it was considered before.
  /// - Parameter asks: whether a model may be asked, on the session's budget.
  func sameness(of suggestion: Suggestion, asks: Bool) throws -> Sameness? {
    let draft = suggestion.draft
    guard try !store.isLearned(session: session.id, fingerprint: draft.fingerprint) else { return nil }
    guard try !store.isRetracted(fingerprint: draft.fingerprint, category: draft.category), try outgrown(by: draft) == nil else {
      return .new
    }
    return try NearDuplicates(engine: engine).sameness(of: draft, session: asks ? session.id : nil)
  }

  /// What rules found, each in a transaction of its own because comparing takes time.
  func learn(_ suggestions: [Suggestion]) throws {
    for suggestion in suggestions {
      guard let sameness = try sameness(of: suggestion, asks: false) else { continue }
      try store.write { try learn(suggestion, being: sameness) }
    }
  }

  // MARK: Inside a write

  func write(_ page: Page) throws {
    if var standing = try store.node(at: page.uri) {
      // A person who retracted a turn does not want it back.
      guard standing.retraction == nil else { return }
      standing.content = page.content
      standing.abstract = page.abstract
      standing.overview = page.overview
      standing.contentHash = page.hash
      standing.project = session.project
      standing.updatedAt = standing.changed(at: engine.now)
      try store.update(standing)
      try store.removePassages(ofNode: standing.id)
      try store.insertPassages(page.passages, ofNode: standing.id)
      return
    }
    guard try !store.isRetracted(fingerprint: Fingerprint.words(page.content), category: .sessions) else { return }
    var node = MemoryNode(
      uri: page.uri, category: .sessions, abstract: page.abstract, overview: page.overview, content: page.content,
      project: session.project, provenance: Provenance(origin: .extracted, session: session.id), contentHash: page.hash,
      createdAt: page.at, updatedAt: page.at)
    try store.insert(&node)
    try store.insertPassages(page.passages, ofNode: node.id)
  }

  /// Instead of what was noted of this session before.
  func write(_ concepts: [SessionConcepts.Named]) throws {
    try store.replaceConcepts(
      ofSession: session.id, with: concepts.map { ($0.concept, $0.at, $0.turns, $0.mentions) })
  }

  /// Remembers what is suggested, unless it was considered before, was retracted, or is known in other words.
  func learn(_ suggestion: Suggestion, being sameness: Sameness) throws {
    var draft = suggestion.draft
    guard try store.markLearned(session: session.id, fingerprint: draft.fingerprint),
      try !engine.shown(to: session.id).holds(draft, isTyped: false)
    else { return }
    draft.supersedes = try outgrown(by: draft)
    guard try draft.supersedes != nil || isNews(draft) else { return }
    let earlier = try learnedNodes()
    guard let uri = try remember(draft, being: sameness), let node = try store.node(at: uri) else { return }
    if let turnURI = suggestion.turn, let turn = try store.node(at: turnURI) {
      try store.link(node.id, to: turn.id, kind: .derivedFrom, weight: 1, at: engine.now)
    }
    for other in earlier where other.id != node.id {
      try store.link(other.id, to: node.id, kind: .sameSession, weight: 0.5, at: engine.now)
    }
  }

  /// Where it stands now; nil where nothing came of it.
  private func remember(_ draft: MemoryDraft, being sameness: Sameness) throws -> MemoryURI? {
    var draft = draft
    switch sameness {
    case .new: break
    case .known(let node): if try stands(node) { return nil }
    case .refines(let node, let words): if try stands(node) { return try engine.merge(draft, into: node, saying: words).uri }
    case .contradicts(let node):
      if try stands(node) {
        if draft.beginning < node.beginning { return try engine.create(draft, endedBy: node).uri }
        draft.supersedes = node.uri
      }
    }
    return try engine.remember(draft).uri
  }

  /// Whether a memory is still what it was when a suggestion was compared with it.
  private func stands(_ node: MemoryNode) throws -> Bool {
    guard let present = try store.node(at: node.uri) else { return false }
    return present.contentHash == node.contentHash && present.retraction == nil && present.supersededBy == nil
  }

  /// What was taken from this session before.
  private func learnedNodes() throws -> [MemoryNode] {
    var filter = NodeFilter()
    filter.categories = Category.allCases.filter { $0 != .sessions }
    filter.session = session.id
    filter.order = .latestCreated
    filter.limit = 32
    return try store.nodes(filter).filter { $0.provenance.origin == .extracted }
  }

  /// What an earlier run took from this session when less of it had been said: the problem without its cure.
  private func outgrown(by draft: MemoryDraft) throws -> MemoryURI? {
    guard !draft.category.isMergeable else { return nil }
    var filter = NodeFilter()
    filter.categories = [draft.category]
    filter.session = session.id
    filter.validAt = engine.now
    let words = Likeness.contentWords(of: draft.content)
    return try store.nodes(filter).first { node in
      let earlier = Likeness.contentWords(of: node.content)
      return node.provenance.origin == .extracted && earlier.count >= 4 && earlier.isStrictSubset(of: words)
    }?.uri
  }

  private func isNews(_ draft: MemoryDraft) throws -> Bool {
    if try store.isRetracted(fingerprint: draft.fingerprint, category: draft.category) { return false }
    var filter = NodeFilter()
    filter.categories = [draft.category]
    filter.project = draft.project.map(NodeFilter.ProjectFilter.projectAndUnscoped) ?? .unscoped
    filter.limit = 500
    let words = Likeness.contentWords(of: draft.content)
    return try !store.nodes(filter).contains { node in
      // What is mergeable and true takes the new words in; what was retracted or taken back is not learned again in other words from an older
      // turn; what happened once is told once.
      guard node.retraction != nil || !draft.category.isMergeable || node.validity.to != nil else { return false }
      return MergeRules.areAlike(Likeness.contentWords(of: node.content), words)
        // What holds and is taken back in nearly the same words is news.
        && !(node.retraction == nil && node.validity.to == nil && Contradiction.closes(old: node.content, new: draft.content))
    }
  }

  static func content(of turn: TranscriptTurn) -> String {
    var parts: [String] = []
    if !turn.userText.isEmpty { parts.append("User: \(turn.userText)") }
    if !turn.assistantOpening.isEmpty, turn.assistantOpening != turn.assistantClosing {
      parts.append("Assistant: \(turn.assistantOpening)")
    }
    var subjects: [String] = []
    for tool in turn.tools {
      let line = tool.subject.map { "\(tool.name) \($0.split(separator: "\n").first ?? "")" } ?? tool.name
      if !subjects.contains(line) { subjects.append(line) }
    }
    if !subjects.isEmpty {
      let more = subjects.count > 12 ? "\n- and \(subjects.count - 12) more" : ""
      parts.append("Tools:\n" + subjects.prefix(12).map { "- \($0)" }.joined(separator: "\n") + more)
    }
    if !turn.assistantClosing.isEmpty { parts.append("Assistant: \(turn.assistantClosing)") }
    return parts.joined(separator: "\n\n")
  }
}
