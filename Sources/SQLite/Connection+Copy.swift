internal import CSQLite

extension Connection {
  /// Makes this database's content that of `source`, in one transaction: other processes that have it open see the old content or the new.
  ///
  /// SQLite's online backup (https://www.sqlite.org/backup.html). Waits for locks as statements do.
  package func replaceContent(with source: Connection) throws(DatabaseError) {
    guard let backup = sqlite3_backup_init(handle, "main", source.handle, "main") else {
      throw DatabaseError(handle, sqlite3_errcode(handle))
    }
    let step = sqlite3_backup_step(backup, -1)
    let finish = sqlite3_backup_finish(backup)
    guard step == SQLITE_DONE else { throw DatabaseError(handle, step) }
    guard finish == SQLITE_OK else { throw DatabaseError(handle, finish) }
  }
}
