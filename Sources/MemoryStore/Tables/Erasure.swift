import SQLite

extension MemoryStore {
  /// From here on this connection overwrites what it deletes with zeros (https://www.sqlite.org/pragma.html#pragma_secure_delete).
  package func eraseDeletedText() throws {
    try connection.execute("PRAGMA secure_delete = ON")
  }

  package func deleteObservations(ofSession id: String) throws {
    try connection.execute("DELETE FROM observations WHERE session = ?", [id])
    try connection.execute("UPDATE sessions SET observation_count = 0 WHERE id = ?", [id])
  }

  /// Takes erased words out of the search index's old segments and out of the log.
  package func compactAfterErasing() throws {
    try connection.execute("INSERT INTO passages_fts (passages_fts) VALUES ('optimize')")
    // Waits for readers, but not for ever: what a reader keeps open goes with the next checkpoint.
    try connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
  }
}
