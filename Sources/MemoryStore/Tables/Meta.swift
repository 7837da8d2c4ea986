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
    try connection.execute(
      """
      UPDATE mem_nodes SET relevance = max(?, pow(0.5, max(0, ? - coalesce(last_access, created_at)) / (? * 86400000.0)))
      WHERE node_type = 'leaf' AND pinned_at IS NULL AND category NOT IN ('profile', 'preferences')
      """, [floor, moment, halfLifeDays])
    try connection.execute(
      "UPDATE mem_nodes SET relevance = 1.0 WHERE relevance < 1.0 AND (pinned_at IS NOT NULL OR category IN ('profile', 'preferences'))"
    )
  }
}
