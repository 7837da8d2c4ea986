import MemoryModel
import MemoryStore

/// A memory that is ready to be written.
struct PreparedMemory {
  var key: String
  /// Of what the record says, after redaction.
  var hash: String
  var node: MemoryNode
  var passages: [Passage]
  /// The words of each as the search index takes them.
  var indexed: [String]
  var mergedFrom: [String]
}

extension ImportRun {
  /// Redacts, and makes tiers and passages unless the record is known and says the same.
  ///
  /// - Parameter draft: what was made of it already.
  func prepare(_ memory: ImportedMemory, _ draft: DraftsAhead.Draft?) throws -> PreparedMemory? {
    guard isWanted(memory.createdAt) else { return nil }
    let text = draft?.text ?? drafting.text(of: memory)
    if let refusal = text.refusal {
      skip(refusal.rawValue)
      return nil
    }
    report.redactions += text.redactionsBeside
    if try store.importMark(source: source, key: memory.key)?.hash == text.hash {
      report.unchanged += 1
      return nil
    }
    report.redactions += text.redactions
    return draft?.memory ?? drafting.memory(of: memory, text)
  }

  var drafting: ImportDrafting {
    ImportDrafting(source: source, project: project, relevanceFloor: engine.settings.relevanceFloor, now: engine.now)
  }

  func storable(_ text: String) -> String { ImportDrafting.storable(text) }

  func clean(_ text: String) -> String {
    let redacted = Redactor.redact(storable(text))
    report.redactions += redacted.redactions
    return trimmed(redacted.text)
  }

  // MARK: Inside a write

  func write(_ memory: PreparedMemory) throws {
    if let mark = try store.importMark(source: source, key: memory.key) { return try update(memory, mark) }
    var node = memory.node
    if try wasForgotten(node) {
      skip("it was forgotten here")
      return try mark(memory, nil)
    }
    if let same = try sameMemory(as: node) {
      report.merged += 1
      return try mark(memory, same.id)
    }
    if let session = node.provenance.session { try ensureSession(session, project: node.project, at: node.createdAt) }
    node.uri = try freeURI(for: node.uri, key: memory.key)
    try store.insert(&node)
    try store.insertPassages(memory.passages, indexed: memory.indexed, ofNode: node.id)
    if !memory.mergedFrom.isEmpty { try store.setMergedFrom(memory.mergedFrom, of: node.id) }
    if let retraction = node.retraction {
      try store.insertRetraction(
        fingerprint: Fingerprint.words(node.content), category: node.category, project: node.project, reason: retraction.reason,
        at: retraction.at)
    }
    count("memories")
    try mark(memory, node.id)
  }

  /// A record that was brought in before and says something else now.
  private func update(_ memory: PreparedMemory, _ mark: ImportMark) throws {
    // A run may hold one record twice.
    guard mark.hash != memory.hash, let id = mark.nodeID, let standing = try store.node(id: id) else {
      report.unchanged += 1
      return mark.hash == memory.hash ? () : try self.mark(memory, nil)
    }
    // What was forgotten here stays forgotten, and what another record became is not rewritten by this one.
    guard standing.retraction == nil, standing.provenance.origin == .imported else {
      report.unchanged += 1
      return try self.mark(memory, id)
    }
    try store.insertRevision(of: standing, cause: .edited, at: engine.now, session: nil)
    var node = memory.node
    node.id = id
    node.uri = standing.uri
    node.createdAt = standing.createdAt
    try store.update(node)
    try store.removePassages(ofNode: id)
    try store.insertPassages(memory.passages, ofNode: id)
    report.merged += 1
    try self.mark(memory, id)
  }

  private func mark(_ memory: PreparedMemory, _ id: Int64?) throws {
    try store.insert(ImportMark(source: source, key: memory.key, hash: memory.hash, nodeID: id))
  }

  /// Whether the words were retracted in this store.
  private func wasForgotten(_ node: MemoryNode) throws -> Bool {
    guard node.retraction == nil, try store.hasRetractions else { return false }
    return try store.isRetracted(fingerprint: Fingerprint.words(node.content), category: node.category)
  }

  /// What stands here in the very same words; turns and summaries of sessions each have their own place.
  private func sameMemory(as node: MemoryNode) throws -> MemoryNode? {
    guard node.category != .sessions, node.retraction == nil else { return nil }
    return try store.nodes(withContentHash: node.contentHash).first {
      $0.retraction == nil && $0.project == node.project && $0.category == node.category
        && trimmed($0.content) == trimmed(node.content)
    }
  }

  /// The place, or one with a mark of the record behind its name: the same in every store.
  func freeURI(for wanted: MemoryURI, key: String) throws -> MemoryURI {
    guard try store.exists(wanted), let parent = wanted.parent else { return wanted }
    let name = wanted.name.utf8.count <= 100 ? wanted.name : Slug.make(wanted.name)
    var attempt = 0
    while true {
      let mark = String(Slug.fingerprint("\(source)\u{1}\(key)\u{1}\(attempt)"), radix: 36).suffix(8)
      let candidate = parent.appending("\(name)-\(mark)")
      if try !store.exists(candidate) { return candidate }
      attempt += 1
    }
  }

  // MARK: Trials

  func tryOut(_ memory: PreparedMemory) throws {
    if try store.importMark(source: source, key: memory.key) != nil || sameMemory(as: memory.node) != nil {
      report.merged += 1
    } else if try wasForgotten(memory.node) {
      skip("it was forgotten here")
    } else if !tried.insert(memory.key).inserted {
      report.unchanged += 1
    } else if memory.node.category != .sessions,
      !tried.insert("\(memory.node.contentHash) \(memory.node.category) \(memory.node.project ?? "")").inserted
    {
      report.merged += 1
    } else {
      if let session = memory.node.provenance.session, isUsable(session) { try trySession(session) }
      count("memories")
    }
  }
}
