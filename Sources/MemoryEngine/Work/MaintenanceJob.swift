import MemoryModel
import MemoryStore

/// Once a day: relevance as it is now; what is past its retention period, or has faded, goes, and the room that it took.
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
    while try engine.store.write({ try engine.store.deleteToolObservations(before: horizon, limit: rowsAtOnce) }) == rowsAtOnce {}
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
    engine.store.removeAbandonedCopies()
    while try engine.store.write({ try engine.store.giveBackFreePages(limit: pagesAtOnce) }) > 0 {}
    try engine.store.write {
      try engine.store.setMeta(lastRun, String(moment.milliseconds))
      try engine.store.complete(job)
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
