import LanguageModels
import MemoryModel
import MemoryStore
import Transcripts

/// Asks a model what of a session is worth remembering. Rules do it where the model fails or its budget is spent.
///
/// A part of the session is one question; its answer is written down before anything is made of it, so that a worker that is killed
/// asks once. Each memory is then a transaction, and what was considered once is not considered again.
enum DistilSessionJob: JobHandler {
  static let kind = "distil-session"
  /// A session that says nothing for so long is over, or will go on about something else.
  static let rest: Duration = .seconds(15 * 60)
  /// A session that ended longer ago is history, of which an import brings hundreds: rules read it, and nobody's budget is spent for days.
  static let daysOfHistory = 7.0

  static func run(_ job: Job, in engine: MemoryEngine) throws {
    guard let session = try engine.store.session(job.subject) else {
      try engine.store.write { try engine.store.complete(job) }
      return
    }
    let turns = SessionTurns.redacted(try SessionTurns.read(session, store: engine.store))
    var distiller = try SessionDistiller(engine: engine, session: session, turns: turns)
    try distiller.rememberWaiting()
    if let due = distiller.due(at: engine.now), due > engine.now {
      throw WorkWaits(until: due, reason: "the session goes on")
    }
    while let part = distiller.nextPart {
      switch engine.models?.ask(.extraction, part.question, session: session.id) ?? .unanswered(reason: "no model") {
      case .answered(let value, let maker): try distiller.take(value, of: part, maker: maker)
      case .waits(let until, let reason):
        try distiller.learnByRules()
        throw WorkWaits(until: until, reason: reason)
      case .unanswered:
        try distiller.learnByRules()
        try distiller.skipToEnd()
      }
    }
    try engine.store.write {
      try engine.store.markExtracted(session: session.id, at: engine.now)
      try engine.store.complete(job)
    }
  }
}

extension MemoryEngine {
  /// Whether a model is to read this session: one is there, and the session is no history.
  func distils(_ session: Session) -> Bool {
    now.days(since: session.endedAt ?? session.lastActiveAt) <= DistilSessionJob.daysOfHistory
      && models?.isThere(for: .extraction) == true
  }
}
