package import MemoryModel
import MemoryStore

/// How the memory is doing, for a person who looks after it.
package struct HealthOutcome: Sendable {
  /// Valid memories by relevance, in ten steps from 0 to 1.
  package var relevance: [Int]
  package var origins: [(origin: Provenance.Origin, count: Int)]
  /// Memories that came in on each day (UTC), the oldest first; sessions' turns are not counted.
  package var created: [(day: Timestamp, count: Int)]
  package var pinned: Int
  package var superseded: Int
  package var links: Int
  /// Bytes of the file that hold nothing any more.
  package var freeBytes: Int64
  package var hooks: [HookLatency]
  /// Of the last hooks, the oldest first, to draw.
  package var recentHooks: [HookTiming]
  package var logBytes: Int64
}

extension MemoryEngine {
  private static let daysOfGrowth: Int64 = 90
  private static let drawnHooks = 120

  package func health() throws -> HealthOutcome {
    let vitals = try store.read {
      try store.vitals(
        at: now, halfLifeDays: settings.halfLifeDays, floor: settings.relevanceFloor,
        createdSince: now.advanced(by: .seconds(-86_400 * Self.daysOfGrowth)))
    }
    let timings = HookTiming.recent(home: store.home)
    return HealthOutcome(
      relevance: vitals.relevance, origins: vitals.origins, created: vitals.created, pinned: vitals.pinned,
      superseded: vitals.superseded, links: vitals.links, freeBytes: vitals.freeBytes, hooks: HookLatency.of(timings),
      recentHooks: Array(timings.suffix(Self.drawnHooks)),
      logBytes: store.home.logBytes)
  }

  /// For whoever watches: it changes whenever memories, sessions or the queue do. Nil while no other connection wrote anything since `version`.
  package func changeMark(since version: inout Int64) throws -> String? {
    let present = try store.dataVersion()
    guard present != version else { return nil }
    version = present
    return try store.read { try store.changeMark() }
  }
}
