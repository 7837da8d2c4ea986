import SQLite

extension MemoryStore {
  package func isLearned(session: String, fingerprint: String) throws -> Bool {
    try connection.first("SELECT 1 FROM learned WHERE session = ? AND fingerprint = ?", [session, fingerprint]) { _ in true }
      ?? false
  }

  /// Notes that these words of a session were considered. False when they had been before.
  package func markLearned(session: String, fingerprint: String) throws -> Bool {
    try connection.execute(
      "INSERT INTO learned (session, fingerprint) VALUES (?, ?) ON CONFLICT DO NOTHING", [session, fingerprint])
    return connection.changes > 0
  }
}
