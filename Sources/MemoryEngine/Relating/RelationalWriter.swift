import MemoryModel
import MemoryStore
import Transcripts

/// Keeps `mem://user/profile/communication`: from what stands there and what a session said.
struct RelationalWriter {
  let engine: MemoryEngine

  private var store: MemoryStore { engine.store }

  /// Something that a session said, with the turn in which it did.
  struct Statement: Hashable {
    var section: RelationalProfile.Section
    var text: String
    var source: RelationalProfile.Source
  }

  // MARK: Before the write lock

  /// What the user typed, by rules; the turns are numbered from `first`.
  static func statements(in turns: [TranscriptTurn], of session: Session, first: Int = 1) -> [Statement] {
    turns.enumerated().flatMap { position, turn in
      let source = RelationalProfile.Source(
        day: turn.startedAt.date, place: SessionWriter.turnURI(first + position, ofSession: session.id))
      return RelationalPhrases.findings(in: turn.userText).map {
        Statement(
          section: $0.section, text: RelativeDates.absolute(in: $0.text, on: turn.startedAt.date), source: source)
      }
    }
  }

  // MARK: Inside a write

  /// Takes in what is new, each statement of a session once, however often the session is read.
  func take(_ statements: [Statement], of session: Session) throws {
    var standing = try store.node(at: MemoryEngine.relationalProfile)
    var profile = try presentProfile(&standing)
    let before = profile
    for statement in statements {
      let fingerprint = Fingerprint.words(statement.text)
      guard try store.markLearned(session: session.id, fingerprint: Self.mark + fingerprint), try !isForgotten(fingerprint) else {
        continue
      }
      profile.take(statement.text, in: statement.section, from: statement.source)
    }
    guard profile != before else { return }
    try write(profile, over: standing, session: session.id, confidence: Self.confidence)
  }

  /// What stands now. A profile that was forgotten begins anew, and none of its lines comes back by itself.
  func presentProfile(_ standing: inout MemoryNode?) throws -> RelationalProfile {
    guard let node = standing else { return RelationalProfile() }
    guard node.retraction != nil || !node.validity.contains(engine.now) else { return RelationalProfile(parsing: node.content) }
    if let retraction = node.retraction {
      for line in RelationalProfile(parsing: node.content).lines {
        try store.insertRetraction(
          fingerprint: Fingerprint.words(line.text), category: .profile, project: nil, reason: retraction.reason, at: retraction.at)
      }
    }
    standing?.retraction = nil
    standing?.supersededBy = nil
    standing?.validity = Validity()
    return RelationalProfile()
  }

  /// - Parameter standing: the node as it is to be from now on, but for its text.
  func write(
    _ profile: RelationalProfile, over standing: MemoryNode?, session: String, confidence: Double, maker: String? = nil
  ) throws {
    let content = profile.content
    guard content.utf8.count <= MemoryEngine.maximumContentLength else { return }
    let provenance = Provenance(origin: .extracted, session: session, confidence: confidence, maker: maker)
    guard var node = standing else {
      var node = MemoryNode(
        uri: MemoryEngine.relationalProfile, category: .profile, abstract: profile.abstract, overview: profile.overview,
        content: content, project: nil, provenance: provenance, contentHash: Fingerprint.content(content), createdAt: engine.now,
        updatedAt: engine.now)
      try store.insert(&node)
      try index(node)
      return try store.appendMergedFrom(session, to: node.id)
    }
    let isRevived = try store.node(id: node.id)?.retraction != node.retraction
    guard content != node.content || isRevived else { return }
    // A line that was only said once more is no other text; its count says so.
    if profile.overviewWithoutCounts != RelationalProfile(parsing: node.content).overviewWithoutCounts {
      try store.insertRevision(of: node, cause: .merged, at: engine.now, session: session)
    }
    node.content = content
    node.abstract = profile.abstract
    node.overview = profile.overview
    node.contentHash = Fingerprint.content(content)
    node.provenance = provenance
    node.updatedAt = engine.now
    try store.update(node)
    try index(node)
    try store.appendMergedFrom(session, to: node.id)
  }

  /// The lines are looked for, not where they come from.
  private func index(_ node: MemoryNode) throws {
    try store.removePassages(ofNode: node.id)
    try store.insertPassages(
      MemoryDraft.passages(abstract: "", overview: node.overview, content: node.overview), ofNode: node.id)
  }

  /// The memory of the same words was forgotten: its line goes too, and with a purge from what the profile said before.
  func withdraw(_ nodes: [MemoryNode], purging: Bool) throws {
    guard let node = try store.node(at: MemoryEngine.relationalProfile), node.retraction == nil else { return }
    let fingerprints = Set(nodes.filter { $0.id != node.id && $0.category.isMergeable }.map { Fingerprint.words($0.content) })
    guard !fingerprints.isEmpty else { return }
    var profile = RelationalProfile(parsing: node.content)
    if profile.withdraw(fingerprints: fingerprints) {
      try store.insertRevision(of: node, cause: .retracted, at: engine.now, session: nil)
      var node = node
      node.content = profile.content
      node.abstract = profile.abstract
      node.overview = profile.overview
      node.contentHash = Fingerprint.content(node.content)
      node.updatedAt = engine.now
      try store.update(node)
      try index(node)
    }
    guard purging else { return }
    for revision in try store.revisions(of: node) {
      var said = RelationalProfile(parsing: revision.content)
      if said.withdraw(fingerprints: fingerprints) { try store.deleteRevision(revision.number, ofNode: node.id) }
    }
  }

  func isForgotten(_ fingerprint: String) throws -> Bool {
    try store.isRetracted(fingerprint: fingerprint, category: .profile)
      || store.isRetracted(fingerprint: fingerprint, category: .preferences)
  }

  /// Tells the mark of a line from that of a memory in the same words.
  private static let mark = "relational "
  /// The user said it, and a rule understood it.
  private static let confidence = 0.85
}

extension RelationalProfile {
  fileprivate var overviewWithoutCounts: [String] { [notes] + lines.map { "\($0.section.rawValue) \($0.text)" } }
}
