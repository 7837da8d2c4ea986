import MemoryModel
import MemoryStore

/// Once a day: relevance as it is now; what is past its retention period, has faded, or is more than is kept goes, and the room that
/// it took.
enum MaintenanceJob: JobHandler {
  static let kind = "maintenance"
  static let lastRun = "maintenance.last"
  private static let rowsAtOnce = 2000
  /// After eight half-lives a session ties two concepts by less than 0.002.
  private static let halfLivesOfConcepts = 8.0
  /// Of all sessions together, some 10 MB.
  private static let mostMentions = 200_000
  /// Memories whose relevance is written in one transaction: hooks wait for the write lock meanwhile, some 10 ms.
  private static let memoriesAtOnce = 500
  /// Pages of the file that are given back in one transaction: 4 MB.
  private static let pagesAtOnce = 1024

  static func run(_ job: Job, in engine: MemoryEngine) throws {
    let moment = engine.now
    let horizon = moment.advanced(by: .seconds(-86_400 * engine.settings.retentionDays))
    var observation: Int64? = 0
    while let id = observation {
      // Looked for outside of the write: hooks wait for its lock, and there may be a hundred thousand.
      let past = try engine.store.toolObservations(before: horizon, after: id, limit: rowsAtOnce)
      if !past.isEmpty { try engine.store.write { try engine.store.deleteObservations(past) } }
      observation = past.count < rowsAtOnce ? nil : past.last
    }
    var last: Int64? = 0
    while let id = last {
      last = try engine.store.write {
        try engine.store.decay(
          at: moment, halfLifeDays: engine.settings.halfLifeDays, floor: engine.settings.relevanceFloor, after: id,
          limit: memoriesAtOnce)
      }
    }
    try engine.store.write { try engine.store.deleteExposures(before: horizon) }
    let faded = moment.advanced(by: .seconds(-Int64(min(1e10, 86_400 * halfLivesOfConcepts * engine.settings.halfLifeDays))))
    try engine.store.write { try engine.store.deleteConcepts(before: faded, keeping: mostMentions) }
    try forgetOldestTurns(engine, before: horizon)
    engine.store.removeAbandonedCopies()
    while try engine.store.write({ try engine.store.giveBackFreePages(limit: pagesAtOnce) }) > 0 {}
    try engine.store.write {
      try engine.store.setMeta(lastRun, String(moment.milliseconds))
      try engine.store.complete(job)
    }
  }
}

extension MaintenanceJob {
  /// Turns that go in one transaction, each with its passages: some 10 ms.
  private static let turnsAtOnce = 50

  /// So that a store has an end, however many years it is used: the words of the sessions that were active longest ago go when there are more than are kept.
  private static func forgetOldestTurns(_ engine: MemoryEngine, before horizon: Timestamp) throws {
    let store = engine.store
    var surplus = try store.turnCount() - engine.settings.maximumTurns
    guard surplus > 0 else { return }
    while surplus > 0, let session = try store.oldestSessionWithTurns(before: horizon) {
      var gone = turnsAtOnce
      while gone == turnsAtOnce {
        gone = try store.write { try store.deleteTurns(ofSession: session, limit: turnsAtOnce) }
        surplus -= gone
      }
    }
    // What is gone stands in the lists of vectors until they are swept.
    for embedder in try store.embedders() where try !store.vectorGraves(of: embedder.number).isEmpty {
      try store.write {
        try store.enqueue(kind: VectorIndexJob.kind, subject: String(embedder.number), due: engine.now, at: engine.now)
      }
    }
  }
}

extension MemoryEngine {
  /// Inside a write.
  func enqueueMaintenanceWhenDue() throws {
    let last = try store.meta(MaintenanceJob.lastRun).flatMap(Int64.init) ?? 0
    guard now.milliseconds - last >= Timestamp.millisecondsPerDay else { return }
    try store.enqueue(kind: MaintenanceJob.kind, subject: "daily", due: now, at: now)
  }
}
