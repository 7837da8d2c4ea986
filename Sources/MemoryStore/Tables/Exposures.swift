package import MemoryModel
import SQLite

extension MemoryStore {
  /// Logs what was injected into a session: exposure, which is not use.
  package func insertExposures(of ids: [Int64], session: String, at moment: Timestamp) throws {
    for id in ids {
      try connection.execute(
        "INSERT INTO exposures (node_id, session, at) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET at = excluded.at",
        [id, session, moment])
    }
  }

  package func exposedNodes(inSession session: String) throws -> Set<Int64> {
    Set(try connection.query("SELECT node_id FROM exposures WHERE session = ?", [session]) { $0.integer(0) })
  }

  package func deleteExposures(before moment: Timestamp) throws {
    try connection.execute("DELETE FROM exposures WHERE at < ?", [moment])
  }
}
