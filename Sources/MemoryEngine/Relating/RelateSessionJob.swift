import JSONValues
import LanguageModels
import MemoryModel
import MemoryStore
import Transcripts

/// Asks a model what a session changes in the relational profile; the rules have added what they understood when the session was extracted.
///
/// The model sees the profile and the words that the user typed, nothing that a tool, a page or the agent said, and what it answers is believed as far
/// as those words bear it out (`RelationalRevision`).
enum RelateSessionJob: JobHandler {
  static let kind = "relate-session"
  /// Typed words below which a session says nothing of how somebody works.
  private static let fewestWords = 20

  /// Whether somebody typed enough in it to tell how they work.
  static func isWorthAsking(_ turns: [TranscriptTurn]) -> Bool {
    var words = 0
    for turn in turns {
      words += TypedProse.sentences(in: turn.userText).reduce(0) { $0 + $1.wordCount }
      if words >= fewestWords { return true }
    }
    return false
  }

  static func run(_ job: Job, in engine: MemoryEngine) throws {
    let store = engine.store
    guard let session = try store.session(job.subject) else {
      try store.write { try store.complete(job) }
      return
    }
    let rested = session.lastActiveAt.advanced(by: DistilSessionJob.rest)
    if session.status != .ended, rested > engine.now { throw WorkWaits(until: rested, reason: "the session goes on") }
    let turns = SessionTurns.redacted(try SessionTurns.read(session, store: store))
    let read = try store.meta(mark(session)).flatMap(Int.init) ?? 0
    let part = SessionPart(turns, after: read)
    let next = part?.numbers.upperBound ?? turns.count
    guard let part, let typed = TypedWords(part, atLeast: fewestWords) else {
      try store.write { try end(job, session, read: next, of: turns.count, engine) }
      return
    }
    let writer = RelationalWriter(engine: engine)
    var standing = try store.node(at: MemoryEngine.relationalProfile)
    let before = standing
    let profile = try store.write { try writer.presentProfile(&standing) }
    switch try revised(profile, typed, Grounding(part), session, engine) {
    case .waits(let until, let reason): throw WorkWaits(until: until, reason: reason)
    case .unanswered: try store.write { try end(job, session, read: next, of: turns.count, engine) }
    case .revised(let revised, let maker):
      try store.write {
        // Somebody wrote into it while the model thought: what they wrote stands, and the session is read again.
        guard try store.node(at: MemoryEngine.relationalProfile)?.contentHash == before?.contentHash else {
          return try store.enqueue(kind: kind, subject: session.id, due: engine.now, at: engine.now)
        }
        try writer.write(revised, over: standing, session: session.id, confidence: confidence, maker: maker)
        try end(job, session, read: next, of: turns.count, engine)
      }
    }
  }

  /// Inside a write. What is left of a session that is longer than one question is asked about next.
  private static func end(_ job: Job, _ session: Session, read: Int, of count: Int, _ engine: MemoryEngine) throws {
    try engine.store.setMeta(mark(session), String(read))
    try engine.store.complete(job)
    if read < count { try engine.store.enqueue(kind: kind, subject: session.id, due: engine.now, at: engine.now) }
  }

  private enum Outcome {
    case revised(RelationalProfile, maker: String)
    case waits(until: Timestamp, reason: String)
    case unanswered
  }

  /// Asked again where a line or the whole is too long: nothing is cut.
  private static func revised(
    _ profile: RelationalProfile, _ typed: TypedWords, _ grounding: Grounding, _ session: Session, _ engine: MemoryEngine
  ) throws -> Outcome {
    var question = typed.question(about: profile)
    var best: Outcome = .unanswered
    for _ in 0..<mostQuestions {
      switch engine.models?.ask(.relational, question, session: session.id) ?? .unanswered(reason: "no model") {
      case .waits(let until, let reason):
        if case .revised = best { return best }
        return .waits(until: until, reason: reason)
      case .unanswered: return best
      case .answered(let answer, let maker):
        let revision = RelationalRevision(answer, of: profile, grounding, session: session.id)
        best = .revised(try withoutForgotten(revision.profile, besides: profile, engine), maker: maker)
        guard !revision.complaints.isEmpty else { return best }
        question =
          typed.question(about: profile) + "\n\nYou answered this before, and it cannot stand: "
          + revision.complaints.joined(separator: " ") + " Answer again, whole."
      }
    }
    return best
  }

  private static func withoutForgotten(_ revised: RelationalProfile, besides standing: RelationalProfile, _ engine: MemoryEngine)
    throws
    -> RelationalProfile
  {
    var profile = revised
    let forgotten = try revised.lines.filter { line in
      guard !standing.lines.contains(where: { $0.text == line.text }) else { return false }
      return try RelationalWriter(engine: engine).isForgotten(Fingerprint.words(line.text))
    }
    profile.lines.removeAll(where: forgotten.contains)
    return profile
  }

  private static let mostQuestions = 3
  /// A model's reading of the user's own words.
  private static let confidence = 0.7

  private static func mark(_ session: Session) -> String { "relational.\(session.id)" }
}

/// What the user typed in a part of a session, without what they pasted and quoted.
private struct TypedWords {
  let text: String

  init?(_ part: SessionPart, atLeast count: Int) {
    var words = 0
    let turns = part.turns.compactMap { turn -> String? in
      let sentences = TypedProse.sentences(in: turn.userText)
      guard !sentences.isEmpty else { return nil }
      words += sentences.reduce(0) { $0 + $1.wordCount }
      let stopped = turn.wasInterrupted ? " (they stopped the agent in this turn)" : ""
      return "[\(turn.startedAt.date.iso8601)]\(stopped) " + sentences.map(\.text).joined(separator: " ")
    }
    guard words >= count else { return nil }
    text = turns.joined(separator: "\n")
  }

  func question(about profile: RelationalProfile) -> String {
    let fence = Fence()
    let lines = profile.lines.enumerated().map { "\($0.offset + 1). (\($0.element.section)) \($0.element.text)" }
    return """
      \(fence.rule)

      The notes as they stand:
      \(lines.isEmpty ? "There are none yet." : fence.around(lines.joined(separator: "\n"), as: "notes"))

      What the user typed in this session:
      \(fence.around(text, as: "typed"))

      What changes in the notes?
      """
  }
}
