package import MemoryModel
import SQLite

extension MemoryStore {
  package func insertRetraction(fingerprint: String, category: Category, project: String?, reason: String?, at moment: Timestamp)
    throws
  {
    try connection.execute(
      """
      INSERT INTO retractions (fingerprint, category, project, retracted_at, reason) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET retracted_at = excluded.retracted_at, reason = excluded.reason
      """, [fingerprint, category.rawValue, project, moment, reason])
  }

  package var hasRetractions: Bool {
    get throws { try connection.first("SELECT 1 FROM retractions LIMIT 1") { _ in true } ?? false }
  }

  package func isRetracted(fingerprint: String, category: Category) throws -> Bool {
    try connection.first(
      "SELECT 1 FROM retractions WHERE fingerprint = ? AND category = ?", [fingerprint, category.rawValue]
    ) { _ in true } ?? false
  }

  /// A person or an agent that remembers it on purpose takes the block away.
  package func deleteRetraction(fingerprint: String, category: Category) throws {
    try connection.execute("DELETE FROM retractions WHERE fingerprint = ? AND category = ?", [fingerprint, category.rawValue])
  }
}
