package import MemoryModel
import SQLite

extension MemoryStore {
  /// Logs what was injected into a session: exposure, which is not use.
  package func insertExposures(of ids: [Int64], session: String, at moment: Timestamp) throws {
    for id in ids {
      try connection.execute(
        "INSERT INTO exposures (node_id, session, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", [id, session, moment])
    }
  }

  package func deleteExposures(before moment: Timestamp) throws {
    try connection.execute("DELETE FROM exposures WHERE at < ?", [moment])
  }
}
