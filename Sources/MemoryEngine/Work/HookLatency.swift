package import MemoryModel

/// What hooks of one event took lately, in the process itself.
package struct HookLatency: Sendable {
  package var event: String
  package var count: Int
  package var median: Duration
  package var ninetyFifth: Duration
  package var longest: Duration
  package var lastAt: Timestamp
  /// How many took less than each of `bounds`, and no less than the one before; the last number is of those that took longer than all.
  package var histogram: [Int]

  /// Milliseconds: people feel tenths of a second, and a hook should be far from that.
  package static let bounds = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000]

  /// One for each event, by name.
  static func of(_ timings: [HookTiming]) -> [HookLatency] {
    let events = Dictionary(grouping: timings, by: \.event)
    return events.keys.sorted().compactMap { event in
      let members = events[event] ?? []
      let sorted = members.map(\.duration).sorted()
      guard let longest = sorted.last, let last = members.map(\.at).max() else { return nil }
      return HookLatency(
        event: event, count: sorted.count, median: sorted[sorted.count / 2], ninetyFifth: sorted[(sorted.count * 95) / 100],
        longest: longest, lastAt: last, histogram: histogram(sorted))
    }
  }

  private static func histogram(_ durations: [Duration]) -> [Int] {
    durations.reduce(into: Array(repeating: 0, count: bounds.count + 1)) { counts, duration in
      counts[bounds.firstIndex { duration < .milliseconds($0) } ?? bounds.count] += 1
    }
  }
}
