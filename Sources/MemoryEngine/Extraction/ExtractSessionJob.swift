import MemoryModel
import MemoryStore
import Transcripts

/// Turns a session into memories: its turns become passages that `find` finds, a summary, a few categorised memories, and the concepts that it
/// named.
///
/// It may run after every turn and again after a crash: a turn that stands already is left alone, and what was considered once is not
/// considered again.
enum ExtractSessionJob: JobHandler {
  static let kind = "extract-session"
  /// Turns written in one transaction: hooks wait for the write lock meanwhile.
  private static let turnsAtOnce = 20

  static func run(_ job: Job, in engine: MemoryEngine) throws {
    guard let session = try engine.store.session(job.subject) else {
      try engine.store.write { try engine.store.complete(job) }
      return
    }
    let writer = SessionWriter(engine: engine, session: session)
    let turns = SessionTurns.redacted(try SessionTurns.read(session, store: engine.store))
    let numbered = Array(turns.enumerated())
    for start in stride(from: 0, to: numbered.count, by: turnsAtOnce) {
      let batch = numbered[start..<min(start + turnsAtOnce, numbered.count)]
      let pages = try batch.compactMap { index, turn in try writer.page(of: turn, number: index + 1) }
      if !pages.isEmpty { try engine.store.write { for page in pages { try writer.write(page) } } }
    }
    let summary = try SessionSummarizer.summary(of: turns).flatMap { try writer.page(of: $0, turns: turns) }
    let concepts = SessionConcepts.named(in: try writer.standing(numbered))
    // A model reads it later: as a job of its own, because it takes long, costs something and may have to wait for tomorrow.
    let isForModel = engine.distils(session)
    let distiller = try SessionDistiller(engine: engine, session: session, turns: turns)
    let due = isForModel ? distiller.due(at: engine.now) : nil
    if !isForModel { try distiller.learnByRules() }
    let statements = RelationalWriter.statements(in: turns, of: session)
    try engine.store.write {
      if let summary { try writer.write(summary) }
      try writer.write(concepts)
      try RelationalWriter(engine: engine).take(statements, of: session)
      if let due {
        try engine.store.enqueue(kind: DistilSessionJob.kind, subject: session.id, due: due, at: engine.now)
        if RelateSessionJob.isWorthAsking(turns) {
          try engine.store.enqueue(kind: RelateSessionJob.kind, subject: session.id, due: due, at: engine.now)
        }
      }
      try engine.store.markExtracted(session: session.id, at: engine.now)
      try engine.store.complete(job)
    }
  }
}
