import MemoryModel
import MemoryStore

/// A turn that is ready to be written.
struct PreparedTurn {
  var key: String
  var hash: String
  var session: String
  var number: Int?
  var at: Timestamp
  var project: String?
  var words: String
  var answer: String
  var content: String
  var abstract: String
  var overview: String
  var passages: [Passage]
}

extension ImportRun {
  // MARK: Sessions

  func prepare(_ session: ImportedSession) throws -> ImportedSession? {
    guard isWanted(session.endedAt ?? session.startedAt) else { return nil }
    guard isUsable(session.id) else {
      skip("a session without a usable id")
      return nil
    }
    guard try state(of: session.id) == nil else {
      report.unchanged += 1
      return nil
    }
    var session = session
    session.workingDirectory = session.workingDirectory.map { clean($0) }
    return session
  }

  func isUsable(_ session: String) -> Bool { (try? engine.check(session: session)) != nil }

  /// Nil for a session that is not known.
  func state(of id: String) throws -> SessionState? {
    if let known = knownSessions[id] { return known }
    guard try store.session(id) != nil else { return nil }
    let state: SessionState = try store.isSessionImported(id) ? .imported : .recorded
    knownSessions[id] = state
    return state
  }

  /// Inside a write.
  func write(_ session: ImportedSession) throws {
    // One batch may name a session twice.
    guard try state(of: session.id) == nil else {
      report.unchanged += 1
      return
    }
    let started = session.startedAt ?? session.endedAt ?? engine.now
    try store.upsert(
      Session(
        id: session.id, client: session.client, project: project ?? session.project, workingDirectory: session.workingDirectory,
        status: .ended, startedAt: started, lastActiveAt: max(started, session.endedAt ?? started),
        endedAt: max(started, session.endedAt ?? started)))
    try store.markSessionImported(session.id, from: source)
    knownSessions[session.id] = .imported
    count("sessions")
  }

  /// A session that is only known by what happened in it; one that came in with this source reaches as far as that. Inside a write.
  func ensureSession(_ id: String, project: String?, at moment: Timestamp) throws {
    switch try state(of: id) {
    case nil:
      guard isUsable(id) else { return }
      var session = ImportedSession(id: id)
      session.project = project
      session.startedAt = moment
      try write(session)
    case .imported: try store.extendSession(id, to: moment)
    case .recorded: break
    }
  }

  // MARK: Turns

  func prepare(_ turn: ImportedTurn) throws -> PreparedTurn? {
    guard isWanted(turn.at) else { return nil }
    guard isUsable(turn.session) else {
      skip("a session without a usable id")
      return nil
    }
    let typed = Redactor.redact(UserText.typed(in: storable(turn.words)))
    guard !typed.isWhollyPrivate else {
      skip("private from end to end")
      return nil
    }
    let words = Excerpt.words(trimmed(typed.text), limit: MemoryEngine.maximumWords)
    let said = Redactor.redact(UserText.withoutInjections(storable(turn.answer)))
    let answer = Excerpt.words(
      trimmed(Redactor.removingEchoes(of: typed.privateTexts, in: said.text)), limit: MemoryEngine.maximumWords)
    guard !words.isEmpty || !answer.isEmpty else {
      skip("nothing that the user typed")
      return nil
    }
    let hash = Fingerprint.content(words + "\u{1}" + answer)
    if try store.importMark(source: source, key: turn.key) != nil {
      report.unchanged += 1
      return nil
    }
    guard try state(of: turn.session) != .recorded else {
      skip("its session was recorded by Continuity itself")
      return nil
    }
    report.redactions += typed.redactions + said.redactions
    let content = [words.isEmpty ? "" : "User: \(words)", answer.isEmpty ? "" : "Assistant: \(answer)"].filter { !$0.isEmpty }
      .joined(
        separator: "\n\n")
    let abstract = TierWriter.abstract(of: words.isEmpty ? answer : words)
    let overview = TierWriter.overview(of: content)
    return PreparedTurn(
      key: turn.key, hash: hash, session: turn.session, number: turn.number, at: turn.at ?? engine.now, project: turn.project,
      words: words, answer: answer, content: content, abstract: abstract, overview: overview,
      passages: MemoryDraft.passages(abstract: abstract, overview: overview, content: content))
  }

  /// Inside a write.
  func write(_ turn: PreparedTurn) throws {
    guard try store.importMark(source: source, key: turn.key) == nil else {
      report.unchanged += 1
      return
    }
    try ensureSession(turn.session, project: turn.project, at: turn.at)
    for (kind, text) in [(Observation.Kind.prompt, turn.words), (.reply, turn.answer)] where !text.isEmpty {
      try store.insert(Observation(session: turn.session, at: turn.at, kind: kind, text: text))
    }
    let directory = Category.sessions.directory.appending(Slug.session(turn.session)).appending("turns")
    var node = MemoryNode(
      uri: try freeURI(for: directory.appending(try turnName(turn)), key: turn.key), category: .sessions, abstract: turn.abstract,
      overview: turn.overview, content: turn.content, project: project ?? turn.project,
      provenance: Provenance(origin: .imported, session: turn.session), contentHash: Fingerprint.content(turn.content),
      createdAt: turn.at, updatedAt: turn.at)
    try store.insert(&node)
    try store.insertPassages(turn.passages, ofNode: node.id)
    try store.insert(ImportMark(source: source, key: turn.key, hash: turn.hash, nodeID: node.id))
    count("turns")
  }

  private func turnName(_ turn: PreparedTurn) throws -> String {
    let number = turn.number ?? (lastTurns[turn.session] ?? 0) + 1
    lastTurns[turn.session] = max(lastTurns[turn.session] ?? 0, number)
    let digits = String(max(0, number))
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  // MARK: Tool calls

  func prepare(_ call: ImportedToolCall) throws -> Observation? {
    guard isWanted(call.at) else { return nil }
    guard isUsable(call.session) else {
      skip("a session without a usable id")
      return nil
    }
    guard try store.importMark(source: source, key: call.key) == nil else {
      report.unchanged += 1
      return nil
    }
    guard try state(of: call.session) != .recorded else {
      skip("its session was recorded by Continuity itself")
      return nil
    }
    let summary = ToolSummary(tool: call.tool, input: call.input, response: call.response)
    return Observation(
      session: call.session, at: call.at ?? engine.now, kind: .tool, tool: call.tool, subject: summary.subject,
      succeeded: !call.failed,
      text: storable(summary.excerpt))
  }

  /// Inside a write.
  func write(_ observation: Observation, key: String) throws {
    guard try store.importMark(source: source, key: key) == nil else {
      report.unchanged += 1
      return
    }
    try ensureSession(observation.session, project: nil, at: observation.at)
    try store.insert(observation)
    try store.insert(ImportMark(source: source, key: key, hash: "", nodeID: nil))
    count("tool calls")
  }

  // MARK: Links

  /// Inside a write.
  func write(_ link: ImportedLink) throws {
    guard let from = try store.importMark(source: source, key: link.from)?.nodeID,
      let to = try store.importMark(source: source, key: link.to)?.nodeID
    else { return skip("a link to a memory that was left out") }
    guard from != to, let start = try store.node(id: from), let end = try store.node(id: to) else {
      return skip("a link of a memory to itself")
    }
    let edge = Link(
      from: start.uri, to: end.uri, kind: link.kind, weight: min(1, max(0, link.weight)),
      createdAt: link.createdAt ?? start.createdAt)
    if try store.insert(edge, from: from, to: to) { count("links") } else { report.unchanged += 1 }
  }
}
