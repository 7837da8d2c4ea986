import SQLite

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Copies of the whole file, made while others read and write it.
enum Backup {
  /// `backups/continuity-schema-<from>.db`. One for each schema is enough: it is what the older program can read.
  static func beforeMigration(of connection: Connection, from version: Int64, home: StoreHome) throws {
    mkdir(home.backups, 0o700)
    let path = "\(home.backups)/continuity-schema-\(version).db"
    guard access(path, F_OK) != 0 else { return }
    let partial = "\(path).\(getpid()).partial"
    unlink(partial)
    // A copy of the bytes would miss what is still in the log; VACUUM INTO writes one consistent file.
    try connection.execute("VACUUM INTO ?", [partial])
    chmod(partial, 0o600)
    guard rename(partial, path) == 0 else { throw StoreError.cannotCreate(path: path, errno: errno) }
  }
}
