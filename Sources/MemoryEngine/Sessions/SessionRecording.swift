import JSONValues
import MemoryModel
import MemoryStore

extension MemoryEngine {
  /// The words of a prompt or an answer that are kept, in bytes; pastes beyond it are noted by their length.
  static let maximumWords = 16_384

  package func startSession(_ request: SessionStartRequest) throws -> SessionStartOutcome {
    guard records(in: request.workingDirectory) else { return SessionStartOutcome(project: nil, isNew: false) }
    try check(session: request.session)
    return try store.write {
      let known = try store.session(request.session)
      var session =
        try known
        ?? newSession(
          request.session, project: request.project, directory: request.workingDirectory, client: request.client)
      session.transcriptPath = request.transcriptPath ?? session.transcriptPath
      session.status = .active
      session.endedAt = nil
      session.lastActiveAt = now
      try store.upsert(session)
      return SessionStartOutcome(project: session.project, isNew: known == nil)
    }
  }

  package func recordPrompt(_ request: PromptRequest) throws -> PromptOutcome {
    guard records(in: request.workingDirectory) else { return PromptOutcome(recorded: false, captured: []) }
    try check(session: request.session)
    let redacted = Redactor.redact(UserText.typed(in: request.prompt))
    let text = trimmed(redacted.text)
    return try store.write {
      var session = try activeSession(
        request.session, directory: request.workingDirectory, client: request.client, transcript: request.transcriptPath)
      session.isTurnPrivate = redacted.privateSpans > 0
      try store.upsert(session)
      // Nothing typed (a task notification, a slash command) or nothing that may be kept.
      guard !text.isEmpty, !redacted.isWhollyPrivate else { return PromptOutcome(recorded: false, captured: []) }
      try store.insert(
        Observation(session: session.id, at: now, kind: .prompt, text: Excerpt.words(text, limit: Self.maximumWords)))
      _ = try closeIntentions(saidDoneIn: text, project: session.project)
      return PromptOutcome(recorded: true, captured: try capture(SignalDetector.signals(in: text), of: session))
    }
  }

  package func recordTool(_ request: ToolRequest) throws -> ToolOutcome {
    guard records(in: request.workingDirectory) else { return ToolOutcome(recorded: false, reason: "capture is off here") }
    guard !settings.skippedTools.contains(request.tool) else {
      return ToolOutcome(recorded: false, reason: "the configuration leaves out \(request.tool)")
    }
    try check(session: request.session)
    let summary = ToolSummary(tool: request.tool, input: request.input, response: request.response)
    return try store.write {
      let session = try activeSession(
        request.session, directory: request.workingDirectory, client: request.client, transcript: request.transcriptPath)
      try store.upsert(session)
      if session.isTurnPrivate { return ToolOutcome(recorded: false, reason: "the turn is private") }
      guard try store.observationCount(ofSession: session.id) < settings.maximumObservationsPerSession else {
        return ToolOutcome(
          recorded: false, reason: "the session's cap of \(settings.maximumObservationsPerSession) observations is reached")
      }
      try store.insert(
        Observation(
          session: session.id, at: now, kind: .tool, tool: request.tool, subject: summary.subject, succeeded: !request.failed,
          text: summary.excerpt))
      return ToolOutcome(recorded: true, reason: nil)
    }
  }

  package func recordBoundary(_ request: SessionBoundaryRequest) throws -> SessionBoundaryOutcome {
    guard records(in: request.workingDirectory) else { return SessionBoundaryOutcome(recorded: false, queued: 0) }
    try check(session: request.session)
    return try store.write {
      var session = try activeSession(
        request.session, directory: request.workingDirectory, client: request.client, transcript: request.transcriptPath)
      if case .end = request.boundary {
        session.status = .ended
        session.endedAt = now
      }
      try store.upsert(session)
      try record(request.boundary, in: session)
      if case .subagent = request.boundary { return SessionBoundaryOutcome(recorded: true, queued: 0) }
      try store.enqueue(kind: ExtractSessionJob.kind, subject: session.id, due: now, at: now)
      if case .end = request.boundary { try enqueueMaintenanceWhenDue() }
      return SessionBoundaryOutcome(recorded: true, queued: 1)
    }
  }

  private func record(_ boundary: SessionBoundaryRequest.Boundary, in session: Session) throws {
    var observation = Observation(session: session.id, at: now, kind: .reply, text: "")
    var words: String?
    switch boundary {
    case .turn(let lastWords): words = lastWords
    case .subagent(let type, let lastWords):
      observation.tool = type
      words = lastWords
    case .compaction(let trigger, let summary):
      observation.kind = .compaction
      observation.subject = trigger
      words = summary
    case .end: return
    }
    // The answer to a private question repeats it.
    guard !session.isTurnPrivate else { return }
    observation.text =
      words.map { Excerpt.words(trimmed(Redactor.redact(UserText.withoutInjections($0)).text), limit: Self.maximumWords) } ?? ""
    // A compaction is told twice: before it there is nothing to keep yet.
    if observation.text.isEmpty { return }
    try store.insert(observation)
  }

  private func capture(_ signals: [Signal], of session: Session) throws -> [RememberOutcome] {
    let shown = signals.isEmpty ? ShownMemories([]) : try shown(to: session.id)
    return try signals.compactMap { signal in
      var request = RememberRequest(content: RelativeDates.absolute(in: signal.text, on: now.date))
      request.category = signal.category
      request.session = session.id
      request.origin = .signal
      request.confidence = signal.confidence
      if signal.isIntention { request.tags = [Intention.tag] }
      var draft = try MemoryDraft(request, at: now)
      draft.place(in: session.project)
      guard try store.markLearned(session: session.id, fingerprint: draft.fingerprint), !shown.holds(draft, isTyped: true) else {
        return nil
      }
      return try remember(draft)
    }
  }

  // MARK: Sessions

  private func records(in directory: String?) -> Bool { settings.capturesSessions && !isExcluded(directory) }

  func check(session id: String) throws {
    guard !id.isEmpty, id.utf8.count <= 256, !id.utf8.contains(0) else {
      throw EngineError.invalid(parameter: "session_id", reason: "a session's id has 1 to 256 bytes and no NUL")
    }
  }

  /// The session as the store knows it, made when its start was missed: hooks may be installed in the middle of one.
  private func activeSession(_ id: String, directory: String?, client: String?, transcript: String?) throws -> Session {
    var session = try store.session(id) ?? newSession(id, project: nil, directory: directory, client: client)
    session.transcriptPath = transcript ?? session.transcriptPath
    session.lastActiveAt = now
    return session
  }

  private func newSession(_ id: String, project: String?, directory: String?, client: String?) throws -> Session {
    Session(
      id: id, client: client, project: try claimProject(named: project, session: nil, workingDirectory: directory),
      workingDirectory: directory, startedAt: now, lastActiveAt: now)
  }
}
