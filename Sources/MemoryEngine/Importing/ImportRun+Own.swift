import MemoryModel
import MemoryStore

/// A record of our own export that is ready to be written.
struct PreparedOwn {
  var record: ExportedRecord
  var passages: [Passage] = []
}

/// Our own export: what stood in one store stands in this one, with its times, history and use.
///
/// Where another text stands at an address the newer one holds, and the other is kept as a revision.
extension ImportRun {
  /// Nil for what stands here already.
  func prepare(_ record: ExportedRecord) throws -> PreparedOwn? {
    switch record {
    case .memory(let node, let mergedFrom, let revisions, let isNamed):
      return try prepare(node, mergedFrom: mergedFrom, revisions: revisions, isNamed: isNamed)
    case .session(var session, let extractedAt, let observations):
      guard isWanted(session.lastActiveAt) else { return nil }
      if let project { session.project = project }
      return PreparedOwn(record: .session(session, extractedAt: extractedAt, observations: observations.map(redacted)))
    case .observations(let session, let observations):
      return PreparedOwn(record: .observations(session: session, observations.map(redacted)))
    default: return PreparedOwn(record: record)
    }
  }

  private func prepare(_ record: MemoryNode, mergedFrom: [String], revisions: [Revision], isNamed: Bool) throws -> PreparedOwn? {
    guard isWanted(record.createdAt) else { return nil }
    var node = record
    // It was redacted when it was written; somebody may have edited the file since.
    node.content = storable(redacted(node.content))
    node.abstract = redacted(node.abstract)
    node.overview = redacted(node.overview)
    node.tags = node.tags.map(redacted)
    if let project { node.project = project }
    if node.content != record.content { node.contentHash = Fingerprint.content(node.content) }
    guard node.content.utf8.count <= MemoryEngine.maximumContentLength, node.uri.category == node.category,
      node.uri.segments.count > node.category.directory.segments.count
    else {
      skip("a memory that cannot stand at its address")
      return nil
    }
    let revisions = revisions.map { revision in
      var revision = revision
      revision.content = redacted(revision.content)
      revision.abstract = redacted(revision.abstract)
      revision.overview = redacted(revision.overview)
      return revision
    }
    if let standing = try store.node(at: node.uri), standing.isSame(as: node),
      try store.revisions(of: standing).count >= revisions.count
    {
      report.unchanged += 1
      return nil
    }
    let passages =
      node.retraction == nil
      ? MemoryDraft.passages(
        abstract: node.abstract, overview: node.overview, content: node.content, names: node.tags + (isNamed ? [node.uri.name] : [])
      )
      : []
    return PreparedOwn(record: .memory(node, mergedFrom: mergedFrom, revisions: revisions, isNamed: isNamed), passages: passages)
  }

  private func redacted(_ text: String) -> String {
    let redacted = Redactor.redact(text)
    report.redactions += redacted.redactions
    return redacted.text
  }

  private func redacted(_ observation: Observation) -> Observation {
    var observation = observation
    observation.text = redacted(observation.text)
    observation.subject = observation.subject.map(redacted)
    return observation
  }

  // MARK: Inside a write

  func write(_ own: PreparedOwn) throws {
    switch own.record {
    case .memory(let node, let mergedFrom, let revisions, _):
      try write(node, passages: own.passages, mergedFrom: mergedFrom, revisions: revisions)
    case .link(let link):
      guard let from = try store.nodeID(at: link.from), let to = try store.nodeID(at: link.to) else {
        return skip("a link to a memory that was left out")
      }
      note(try store.insert(link, from: from, to: to), "links")
    case .session(let session, let extractedAt, let observations):
      let isNew = try store.session(session.id) == nil
      if isNew {
        try store.upsert(session)
        if let extractedAt { try store.markExtracted(session: session.id, at: extractedAt) }
      }
      note(isNew, "sessions")
      try write(observations, of: session.id)
    case .observations(let session, let observations): try write(observations, of: session)
    case .learned(let session, let fingerprints):
      for fingerprint in fingerprints {
        note(try store.markLearned(session: session, fingerprint: fingerprint), "extraction marks")
      }
    case .exposure(let session, let uri, let moment):
      guard let id = try store.nodeID(at: uri) else { return skip("a mark of a memory that was left out") }
      note(try store.insertExposure(of: id, session: session, at: moment), "injections")
    case .retraction(let fingerprint, let category, let project, let moment, let reason):
      note(
        try store.insertRetraction(
          fingerprint: fingerprint, category: category, project: project, at: moment, reason: reason.map(redacted)), "retractions")
    case .imported(let source, let key, let hash, let uri):
      guard try store.importMark(source: source, key: key) == nil else { return note(false, "") }
      try store.insert(ImportMark(source: source, key: key, hash: hash, nodeID: try uri.flatMap { try store.nodeID(at: $0) }))
      note(true, "import marks")
    case .project(let root, let name): note(try store.insertProject(root: root, name: name), "projects")
    case .modelCall(let call): note(try store.insert(call), "model calls")
    }
  }

  private func note(_ isNew: Bool, _ kind: String) {
    if isNew { count(kind) } else { report.unchanged += 1 }
  }

  private func write(_ node: MemoryNode, passages: [Passage], mergedFrom: [String], revisions: [Revision]) throws {
    guard let standing = try store.node(at: node.uri) else {
      var node = node
      try store.insert(&node)
      try store.insertPassages(passages, ofNode: node.id)
      if !mergedFrom.isEmpty { try store.setMergedFrom(mergedFrom, of: node.id) }
      for revision in revisions { try store.insert(revision, ofNode: node.id) }
      return count("memories")
    }
    guard standing.kind == .leaf else { return skip("a directory stands at the address of a memory") }
    guard !standing.isSame(as: node) else {
      if try add(revisions, to: standing.id, after: store.revisions(of: standing)) {
        report.merged += 1
      } else {
        report.unchanged += 1
      }
      return
    }
    try merge(node, passages: passages, mergedFrom: mergedFrom, revisions: revisions, into: standing)
  }

  /// Adds the revisions that are not there, the oldest first; one whose number is taken gets the next free one. Whether there were any.
  private func add(_ revisions: [Revision], to id: Int64, after history: [Revision]) throws -> Bool {
    var last = history.map(\.number).max() ?? 0
    var isAny = false
    for var revision in revisions.sorted(by: { $0.number < $1.number })
    where !history.contains(where: { $0.content == revision.content && $0.replacedAt == revision.replacedAt }) {
      if try !store.insert(revision, ofNode: id) {
        revision.number = last + 1
        try store.insert(revision, ofNode: id)
      }
      last = max(last, revision.number)
      isAny = true
    }
    return isAny
  }

  /// Another text, or another state of the same one, at the address of the record: the newer holds, and what either said stays.
  private func merge(
    _ node: MemoryNode, passages: [Passage], mergedFrom: [String], revisions: [Revision], into standing: MemoryNode
  ) throws {
    var hasChanged = try add(revisions, to: standing.id, after: store.revisions(of: standing))
    let isNewer = node.updatedAt > standing.updatedAt
    var older = isNewer ? standing : node
    older.id = standing.id
    // Done again, the older text is in the history already.
    if node.content != standing.content, try !store.revisions(of: standing).contains(where: { $0.content == older.content }) {
      try store.insertRevision(of: older, cause: .edited, at: max(node.updatedAt, standing.updatedAt), session: nil)
      hasChanged = true
    }
    if isNewer {
      try replace(standing, with: node, passages: passages, mergedFrom: mergedFrom)
      hasChanged = true
    }
    if hasChanged { report.merged += 1 } else { report.unchanged += 1 }
  }

  private func replace(_ standing: MemoryNode, with record: MemoryNode, passages: [Passage], mergedFrom: [String]) throws {
    var node = record
    node.id = standing.id
    node.createdAt = min(node.createdAt, standing.createdAt)
    try store.update(node)
    try store.setCreation(of: node.id, at: node.createdAt)
    try store.setUse(
      of: node.id, relevance: max(node.relevance, standing.relevance),
      lastAccess: [node.lastAccess, standing.lastAccess].compactMap(\.self).max(),
      accessCount: max(node.accessCount, standing.accessCount))
    if !mergedFrom.isEmpty { try store.setMergedFrom(mergedFrom, of: node.id) }
    try store.removePassages(ofNode: node.id)
    try store.insertPassages(passages, ofNode: node.id)
  }

  /// Those that are not there yet, in their order.
  private func write(_ observations: [Observation], of session: String) throws {
    guard !observations.isEmpty else { return }
    var there = Set<Observation>()
    if try store.observationCount(ofSession: session) > 0 {
      try store.forEachObservations(ofSession: session, atOnce: 1000) { there.formUnion($0.map(\.withoutID)) }
    }
    for observation in observations {
      let isNew = there.insert(observation.withoutID).inserted
      if isNew { try store.insert(observation) }
      note(isNew, "observations")
    }
  }

  // MARK: Trials

  func tryOut(_ own: PreparedOwn) throws {
    switch own.record {
    case .memory(let node, _, _, _):
      if try store.exists(node.uri) { report.merged += 1 } else { count("memories", once: node.uri.description) }
    case .session(let session, _, let observations):
      if try store.session(session.id) == nil {
        count("sessions", once: "session/" + session.id)
        for _ in observations { count("observations") }
      } else {
        report.unchanged += 1
      }
    case .link(let link):
      if let id = try store.nodeID(at: link.from), try store.links(ofNode: id).contains(link) {
        report.unchanged += 1
      } else {
        count("links")
      }
    // The small print of a store: what of it is new is told by doing it.
    default: break
    }
  }
}

extension MemoryNode {
  /// But for its number in the store.
  fileprivate func isSame(as other: MemoryNode) -> Bool {
    var node = self
    node.id = other.id
    return node == other
  }
}

extension Observation {
  fileprivate var withoutID: Observation {
    var observation = self
    observation.id = 0
    return observation
  }
}
