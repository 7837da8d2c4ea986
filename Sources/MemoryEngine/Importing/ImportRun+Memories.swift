import MemoryModel
import MemoryStore

/// A memory that is ready to be written.
struct PreparedMemory {
  var key: String
  /// Of what the record says, after redaction.
  var hash: String
  var node: MemoryNode
  var passages: [Passage]
  var mergedFrom: [String]
}

extension ImportRun {
  /// Redacts, and makes tiers and passages unless the record is known and says the same.
  func prepare(_ memory: ImportedMemory) throws -> PreparedMemory? {
    guard isWanted(memory.createdAt) else { return nil }
    let redacted = Redactor.redact(storable(memory.content))
    guard !redacted.isWhollyPrivate else {
      skip("private from end to end")
      return nil
    }
    guard !trimmed(redacted.text).isEmpty else {
      skip("empty")
      return nil
    }
    // Cut after redaction: half of a secret would not be known as one.
    let content = Excerpt.words(redacted.text, limit: MemoryEngine.maximumContentLength - 256)
    let title = memory.title.map { clean($0) }.flatMap { $0.isEmpty ? nil : $0 }
    var tags: [String] = []
    for tag in memory.tags.map({ clean($0) }) where !tag.isEmpty && !tags.contains(tag) { tags.append(tag) }
    let given = [memory.abstract, memory.overview].map { $0.map { clean($0) } ?? "" }
    var parts = [content, title ?? ""] + given
    parts += [tags.joined(separator: "\n"), memory.category?.rawValue ?? ""]
    parts += [memory.retraction.map { "\($0.at.milliseconds) \($0.reason ?? "")" } ?? "", memory.supersededBy?.description ?? ""]
    parts += [memory.validity.from, memory.validity.to].map { $0.map { String($0.milliseconds) } ?? "" }
    let hash = Fingerprint.content(parts.joined(separator: "\u{1}"))
    if try store.importMark(source: source, key: memory.key)?.hash == hash {
      report.unchanged += 1
      return nil
    }
    report.redactions += redacted.redactions

    let category = memory.category ?? memory.uri?.category ?? CategoryClassifier.category(of: content)
    let abstract =
      given[0].isEmpty
      ? TierWriter.abstract(of: content, title: title) : TextCut.fit(oneLine(given[0]), tokens: TierWriter.abstractLimit)
    let overview = given[1].isEmpty ? TierWriter.overview(of: content) : given[1]
    let moment = memory.createdAt ?? engine.now
    var validity = memory.validity
    if validity.from == nil, category == .events { validity.from = memory.createdAt }
    let uri = place(of: memory, category: category, title: title, abstract: abstract, date: (validity.from ?? moment).date)
    let node = MemoryNode(
      uri: uri, category: category, abstract: abstract, overview: overview, content: content, tags: tags,
      // Who the user is holds everywhere, unless the source says otherwise.
      project: category == .profile && memory.category == nil ? nil : project ?? memory.project,
      provenance: Provenance(origin: .imported, session: memory.session, confidence: min(1, max(0, memory.confidence))),
      validity: validity, retraction: memory.retraction.map { Retraction(at: $0.at, reason: $0.reason.map { clean($0) }) },
      supersededBy: memory.supersededBy, pinnedAt: memory.pinnedAt, contentHash: Fingerprint.content(content),
      relevance: min(1, max(engine.settings.relevanceFloor, memory.relevance)), lastAccess: memory.lastAccess,
      accessCount: max(0, memory.accessCount), createdAt: moment, updatedAt: max(moment, memory.updatedAt ?? moment))
    let passages =
      node.retraction == nil
      ? MemoryDraft.passages(
        abstract: abstract, overview: overview, content: content,
        names: tags + (memory.uri == nil || category == .sessions ? [] : [uri.name])) : []
    return PreparedMemory(key: memory.key, hash: hash, node: node, passages: passages, mergedFrom: memory.mergedFrom)
  }

  /// Text as SQLite and every reader of ours can hold it: a NUL ends a text for many of them.
  func storable(_ text: String) -> String { text.utf8.contains(0) ? text.replacing("\0", with: "\u{FFFD}") : text }

  func clean(_ text: String) -> String {
    let redacted = Redactor.redact(storable(text))
    report.redactions += redacted.redactions
    return trimmed(redacted.text)
  }

  func oneLine(_ text: String) -> String { text.split(whereSeparator: \.isWhitespace).joined(separator: " ") }

  private func place(
    of memory: ImportedMemory, category: MemoryModel.Category, title: String?, abstract: String, date: CalendarDate
  ) -> MemoryURI {
    if let uri = memory.uri, uri.category == category, uri.segments.count > category.directory.segments.count { return uri }
    if category == .sessions {
      return category.directory.appending(Slug.session(memory.session ?? source)).appending(Slug.make(title ?? abstract))
    }
    return MemoryDraft.suggestedURI(title: title, abstract: abstract, category: category, date: date)
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
    try store.insertPassages(memory.passages, ofNode: node.id)
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
