import SQLite

extension MemoryStore {
  package func deleteObservations(ofSession id: String) throws {
    try connection.execute("DELETE FROM observations WHERE session = ?", [id])
    try connection.execute("UPDATE sessions SET observation_count = 0 WHERE id = ?", [id])
  }

  /// Makes the file smaller by pages that hold nothing any more, as long as they are more than an eighth of it: what is left is for what comes next.
  /// A file that was made by an earlier version than this keeps them all for that (https://www.sqlite.org/pragma.html#pragma_incremental_vacuum).
  ///
  /// - Returns: how many were given back; 0 when there are no more.
  package func giveBackFreePages(limit: Int) throws -> Int {
    func pages(_ pragma: String) throws -> Int { Int(try connection.first("PRAGMA \(pragma)") { $0.integer(0) } ?? 0) }
    let free = try pages("freelist_count")
    let spare = max(256, try pages("page_count") / 8)
    guard free > spare else { return 0 }
    try connection.execute("PRAGMA incremental_vacuum(\(min(limit, free - spare)))")
    return free - (try pages("freelist_count"))
  }

  /// Takes erased words out of the search index's old segments and out of the log.
  package func compactAfterErasing() throws {
    try connection.execute("INSERT INTO passages_fts (passages_fts) VALUES ('optimize')")
    // Waits for readers, but not for ever: what a reader keeps open goes with the next checkpoint.
    try connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
  }
}
