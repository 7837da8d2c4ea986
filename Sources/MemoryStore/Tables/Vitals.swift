package import MemoryModel
import SQLite

/// How a store is doing, beyond its counts.
package struct StoreVitals: Sendable {
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
}

extension MemoryStore {
  /// - Parameters:
  ///   - halfLifeDays: with `floor`, as in `decay`: relevance is shown as it is at `moment`, not as the last maintenance left it.
  ///   - createdSince: from when on the days are counted.
  package func vitals(at moment: Timestamp, halfLifeDays: Double, floor: Double, createdSince: Timestamp) throws -> StoreVitals {
    func count(_ sql: String, _ arguments: [any DatabaseValueConvertible] = []) throws -> Int {
      Int(try connection.first(sql, arguments) { $0.integer(0) } ?? 0)
    }
    var relevance = Array(repeating: 0, count: 10)
    try connection.forEach(
      """
      SELECT min(9, cast(10 * CASE WHEN pinned_at IS NOT NULL OR category IN ('profile', 'preferences') THEN 1.0
        ELSE max(?, pow(0.5, max(0, ? - coalesce(last_access, created_at)) / (? * 86400000.0))) END AS INTEGER)) AS step, count(*)
      FROM mem_nodes WHERE node_type = 'leaf' AND retracted_at IS NULL GROUP BY step
      """, [floor, moment, halfLifeDays]
    ) { row in
      let step = Int(row.integer(0))
      if relevance.indices.contains(step) { relevance[step] = Int(row.integer(1)) }
      return true
    }
    let origins = try connection.query(
      """
      SELECT origin, count(*) FROM mem_nodes WHERE node_type = 'leaf' AND retracted_at IS NULL AND category != 'sessions'
      GROUP BY origin ORDER BY count(*) DESC
      """
    ) { ($0.text(0), Int($0.integer(1))) }
    let created = try connection.query(
      """
      SELECT created_at / 86400000 * 86400000 AS day, count(*) FROM mem_nodes
      WHERE node_type = 'leaf' AND category != 'sessions' AND created_at >= ? GROUP BY day ORDER BY day
      """, [createdSince]
    ) { (day: $0.timestamp(0), count: Int($0.integer(1))) }
    return StoreVitals(
      relevance: relevance, origins: origins.compactMap { name, count in Provenance.Origin(rawValue: name).map { ($0, count) } },
      created: created,
      pinned: try count("SELECT count(*) FROM mem_nodes WHERE pinned_at IS NOT NULL AND retracted_at IS NULL"),
      superseded: try count("SELECT count(*) FROM mem_nodes WHERE superseded_by IS NOT NULL AND retracted_at IS NULL"),
      links: try count("SELECT count(*) FROM links"),
      freeBytes: Int64(try count("PRAGMA freelist_count")) * Int64(try count("PRAGMA page_size")))
  }

  /// Changes whenever memories, sessions or the queue do; use counts do not count. For a connection that only looks.
  ///
  /// The first look after a commit of any process costs a few index look-ups, every other one a pragma.
  package func changeMark() throws -> String {
    let numbers = try connection.first(
      """
      SELECT (SELECT max(id) FROM mem_nodes), (SELECT max(id) FROM revisions), (SELECT max(id) FROM observations),
        (SELECT max(last_active_at) FROM sessions), (SELECT count(*) || '.' || total(generation + attempts) FROM jobs),
        (SELECT max(id) FROM ledger), (SELECT count(*) || '.' || max(retracted_at) FROM retractions),
        (SELECT value FROM meta WHERE key = 'corrections')
      """
    ) { row in (0..<8).map { row.optionalText(Int32($0)) ?? "" }.joined(separator: "-") }
    return numbers ?? ""
  }

  /// Grows with each commit of another connection (https://www.sqlite.org/pragma.html#pragma_data_version).
  package func dataVersion() throws -> Int64 {
    try connection.first("PRAGMA data_version") { $0.integer(0) } ?? 0
  }

  /// Notes a person's change that leaves no other trace than in its row.
  package func noteCorrection() throws {
    try setMeta("corrections", String((try meta("corrections").flatMap(Int64.init) ?? 0) + 1))
  }
}
