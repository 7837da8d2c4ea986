package import MemoryModel
import SQLite

extension MemoryStore {
  package func meta(_ key: String) throws -> String? {
    try connection.first("SELECT value FROM meta WHERE key = ?", [key]) { $0.text(0) }
  }

  package func setMeta(_ key: String, _ value: String) throws {
    try connection.execute(
      "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", [key, value])
  }

  /// Stores the relevance of every memory as it is at `moment`: `max(floor, 0.5^(days since last use / half-life))`, always from the time of the
  /// last use and never from the last result, so that running it twice changes nothing.
  package func decay(at moment: Timestamp, halfLifeDays: Double, floor: Double) throws {
    var last: Int64? = 0
    while let id = last { last = try decay(at: moment, halfLifeDays: halfLifeDays, floor: floor, after: id, limit: 10_000) }
  }

  /// The same for so many rows behind an id, so that nobody waits while all of a large store are written; what has not changed is not.
  ///
  /// - Returns: the id to go on behind; nil when there is no more.
  package func decay(at moment: Timestamp, halfLifeDays: Double, floor: Double, after: Int64, limit: Int) throws -> Int64? {
    let last = try connection.first(
      "SELECT max(id) FROM (SELECT id FROM mem_nodes WHERE id > ? ORDER BY id LIMIT ?)", [after, limit]
    ) { $0.optionalInteger(0) }
    guard let last = last ?? nil else { return nil }
    try connection.execute(
      """
      UPDATE mem_nodes SET relevance = aged.relevance FROM (
        SELECT id, CASE WHEN pinned_at IS NOT NULL OR category IN ('profile', 'preferences') THEN 1.0
          ELSE max(?, pow(0.5, max(0, ? - coalesce(last_access, created_at)) / (? * 86400000.0))) END AS relevance
        FROM mem_nodes WHERE id > ? AND id <= ? AND node_type = 'leaf') AS aged
      WHERE mem_nodes.id = aged.id AND mem_nodes.relevance != aged.relevance
      """, [floor, moment, halfLifeDays, after, last])
    return last
  }
}
