import SQLite

extension MemoryStore {
  /// Notes that these words of a session were considered. False when they had been before.
  package func markLearned(session: String, fingerprint: String) throws -> Bool {
    try connection.execute(
      "INSERT INTO learned (session, fingerprint) VALUES (?, ?) ON CONFLICT DO NOTHING", [session, fingerprint])
    return connection.changes > 0
  }
}
