import SeededRandom
import Testing
import TrustResults

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Each history with a fault at one point after the other. `CONTINUITY_TRUST=whole` tries every point; otherwise a few dozen of each are drawn from the seed.
@Suite("Faults at every point") struct CrashTests {
  static let seed: UInt64 = 20_261_121
  static let isWhole = getenv("CONTINUITY_TRUST").map { String(cString: $0) } == "whole"
  /// Points of a history and a fault that are tried when not all are.
  private static let sample = 14

  @Test("what was acknowledged is there, nothing is half there, and the work goes on to its end", arguments: Histories.all)
  func faults(_ history: CrashCase) throws {
    var run = try CrashRun(history)
    var random = SeededGenerator(seed: history.name.utf8.reduce(Self.seed) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 })
    for fault in FaultyDisk.Fault.allCases {
      for point in Self.points(through: run.pointCount, &random) { run.run(fault, at: point, seed: random.next()) }
    }
    let counts = run.counts
    print(
      "trust: \(history.name): \(run.pointCount) steps, \(counts.points) points, \(counts.faults) faults, "
        + "\(counts.acknowledged) acknowledged, \(counts.lost) lost, \(counts.sectorsLost) sectors lost")
    TrustResults.record(
      "crash \(history.name)",
      ["points": counts.points, "faults injected": counts.faults, "acknowledged": counts.acknowledged, "lost": counts.lost])
    #expect(run.faults == [], "\(run.faults.count) of \(counts.points) points")
    #expect(counts.faults > 0, "no fault has struck")
  }

  @Test("A first page that reached the disk in part, or not at all, is a new store, and no other program's file")
  func firstPage() throws {
    var run = try CrashRun(Histories.newStore)
    for point in 1...16 {
      for seed in 0..<12 { run.run(seed % 3 == 0 ? .kill : .power, at: point, seed: UInt64(seed)) }
    }
    #expect(run.faults == [], "\(run.faults.count) of \(run.counts.points) points")
    #expect(run.counts.sectorsLost > 0)
  }

  private static func points(through count: Int, _ random: inout SeededGenerator) -> [Int] {
    guard !isWhole, count > sample else { return Array(1...max(1, count)) }
    var points: Set<Int> = [1, count]
    while points.count < sample { points.insert(Int.random(in: 1...count, using: &random)) }
    return points.sorted()
  }
}
