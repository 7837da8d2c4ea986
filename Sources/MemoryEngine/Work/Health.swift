package import MemoryModel
import MemoryStore

/// How the memory is doing, for a person who looks after it.
package struct HealthOutcome: Sendable {
  /// What hooks of one event took lately, in the process itself.
  package struct Latency: Sendable {
    package var event: String
    package var count: Int
    package var median: Duration
    package var ninetyFifth: Duration
    package var longest: Duration
    package var lastAt: Timestamp
  }

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
  package var hooks: [Latency]
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
      superseded: vitals.superseded, links: vitals.links, freeBytes: vitals.freeBytes, hooks: Self.latencies(timings),
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

  static func latencies(_ timings: [HookTiming]) -> [HealthOutcome.Latency] {
    let events = Dictionary(grouping: timings, by: \.event)
    return events.keys.sorted().compactMap { event in
      let members = events[event] ?? []
      let sorted = members.map(\.duration).sorted()
      guard let longest = sorted.last, let last = members.map(\.at).max() else { return nil }
      return HealthOutcome.Latency(
        event: event, count: sorted.count, median: sorted[sorted.count / 2], ninetyFifth: sorted[(sorted.count * 95) / 100],
        longest: longest, lastAt: last)
    }
  }
}
