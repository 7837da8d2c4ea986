import MemoryModel
import MemoryStore
import Transcripts

/// Writes what was made of a session below `mem://sessions/<id>`. Every method runs inside a write and may be repeated.
struct SessionWriter {
  let engine: MemoryEngine
  let session: Session

  private var store: MemoryStore { engine.store }
  private var directory: MemoryURI { Category.sessions.directory.appending(Slug.session(session.id)) }

  private func turnURI(_ number: Int) -> MemoryURI {
    let digits = String(number)
    return directory.appending("turns").appending(String(repeating: "0", count: max(0, 4 - digits.count)) + digits)
  }

  /// A turn: what the user said and what the assistant answered, found by its words. It grows while the turn goes on.
  func write(_ turn: TranscriptTurn, number: Int) throws {
    let content = Self.content(of: turn)
    try put(
      turnURI(number), title: nil, content: content,
      abstract: TierWriter.abstract(of: turn.userText.isEmpty ? content : turn.userText, title: nil),
      overview: TierWriter.overview(of: content), at: turn.startedAt)
  }

  func write(_ summary: SessionSummary, of turns: [TranscriptTurn]) throws {
    try put(
      directory.appending("summary"), title: summary.title, content: summary.overview, abstract: summary.abstract,
      overview: summary.overview,
      at: turns.first?.startedAt ?? session.startedAt)
  }

  private func put(_ uri: MemoryURI, title: String?, content: String, abstract: String, overview: String, at moment: Timestamp)
    throws
  {
    let content = Excerpt.words(content, limit: MemoryEngine.maximumContentLength - 256)
    let hash = Fingerprint.content(content)
    if var standing = try store.node(at: uri) {
      // A person who retracted a turn does not want it back.
      guard standing.contentHash != hash, standing.retraction == nil else { return }
      standing.content = content
      standing.abstract = abstract
      standing.overview = overview
      standing.contentHash = hash
      standing.project = session.project
      standing.updatedAt = engine.now
      try store.update(standing)
      try store.removePassages(ofNode: standing.id)
      try store.insertPassages(MemoryDraft.passages(abstract: abstract, overview: overview, content: content), ofNode: standing.id)
      return
    }
    guard try !store.isRetracted(fingerprint: Fingerprint.words(content), category: .sessions) else { return }
    var node = MemoryNode(
      uri: uri, category: .sessions, abstract: abstract, overview: overview, content: content, project: session.project,
      provenance: Provenance(origin: .extracted, session: session.id), contentHash: hash, createdAt: moment, updatedAt: engine.now)
    try store.insert(&node)
    try store.insertPassages(MemoryDraft.passages(abstract: abstract, overview: overview, content: content), ofNode: node.id)
  }

  /// Remembers candidates, unless they were considered before, were retracted, or are known in other words.
  func learn(_ candidates: [Candidate]) throws {
    var learned: [MemoryNode] = []
    for candidate in candidates {
      var request = RememberRequest(content: candidate.content)
      request.title = candidate.title
      request.category = candidate.category
      request.session = session.id
      request.origin = .extracted
      request.confidence = candidate.confidence
      guard var draft = try? MemoryDraft(request, at: engine.now) else { continue }
      draft.place(in: session.project)
      if draft.category == .events { draft.happened(at: candidate.at) }
      guard try store.markLearned(session: session.id, fingerprint: draft.fingerprint), try isNews(draft) else { continue }
      let outcome = try engine.remember(draft)
      if let node = try store.node(at: outcome.uri) {
        learned.append(node)
        if let number = candidate.turnNumber, let turn = try store.node(at: turnURI(number)) {
          try store.link(node.id, to: turn.id, kind: .derivedFrom, weight: 1, at: engine.now)
        }
      }
    }
    for (index, node) in learned.enumerated() {
      for other in learned[(index + 1)...] {
        try store.link(node.id, to: other.id, kind: .sameSession, weight: 0.5, at: engine.now)
      }
    }
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
