import SQLite

/// The shape of the file.
///
/// A released migration is never edited: `Tests/MemoryStoreTests` keeps a file of every released schema and upgrades it.
enum Schema {
  /// Marks an empty file as ours before anything else is in it. In rollback mode, so that the mark stands in the main file and is seen
  /// by a reader that looks at its header alone.
  static func claim(_ connection: Connection) throws {
    let isEmpty = try connection.write {
      let isEmpty = try connection.first("SELECT count(*) = 0 FROM sqlite_schema") { $0.bool(0) } ?? true
      if isEmpty { try connection.execute("PRAGMA application_id = \(FileHeader.applicationID)") }
      return isEmpty
    }
    guard isEmpty else { return }
    // So that pages which hold nothing any more can be given back a few at a time. Set before the mark it would write a page that carries none, and a
    // crash between the two would leave a file that we take for another program's. Without it the file keeps its pages, no more.
    try? connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
    try? connection.execute("VACUUM")
  }

  private static func isClaimed(_ connection: Connection) throws -> Bool {
    try connection.first("PRAGMA application_id", []) { $0.integer(0) } == Int64(FileHeader.applicationID)
  }

  /// The settings of this connection; none of them is kept in the file.
  static func configure(_ connection: Connection) throws {
    // NORMAL: a commit is safe from a crash of the program and is never torn by a crash of the machine, which may only lose the last few.
    try connection.execute("PRAGMA synchronous = NORMAL")
    try connection.execute("PRAGMA foreign_keys = ON")
    // What is deleted is overwritten with zeros (https://www.sqlite.org/pragma.html#pragma_secure_delete), from the first deletion on and not only
    // when something is purged: an edit leaves a memory's former words on a page that nobody would find again. Debian's library does so anyway.
    try connection.execute("PRAGMA secure_delete = ON")
  }

  static func bringUpToDate(_ connection: Connection, home: StoreHome) throws {
    let version = try migrator.version(of: connection)
    if version == migrator.newestVersion { return }
    guard version < migrator.newestVersion else {
      throw StoreError.newer(path: home.database, version: version, newest: migrator.newestVersion)
    }
    // A process that was killed in its claim left a first page that carries our mark, and a journal that took it back when this one opened the file.
    if version == 0, try !isClaimed(connection) {
      try claim(connection)
    }
    try useWriteAheadLog(connection)
    try migrator.migrate(connection) { from in try Backup.beforeMigration(of: connection, from: from, home: home) }
  }

  /// Kept in the file once it is set. Setting it needs the file for itself for a moment, and SQLite does not wait for that as it does for
  /// other locks: several processes may be making the store at once.
  private static func useWriteAheadLog(_ connection: Connection) throws {
    var attempts = 0
    while true {
      do {
        return try connection.execute("PRAGMA journal_mode = WAL")
      } catch {
        attempts += 1
        guard error.code == .busy, attempts < 2000 else { throw error }
        try? connection.execute("BEGIN IMMEDIATE")
        try? connection.execute("COMMIT")
      }
    }
  }

  static let migrator = Migrator([
    Migrator.Migration(version: 1, migrate: InitialSchema.create),
    Migrator.Migration(version: 2, migrate: VectorSchema.migrate),
    Migrator.Migration(version: 3, migrate: WordIndexRebuild.migrate),
    Migrator.Migration(version: 4, migrate: ImportsSchema.create),
    Migrator.Migration(version: 5, migrate: SyncSchema.migrate),
    Migrator.Migration(version: 6, migrate: SyncMarkSchema.migrate),
    Migrator.Migration(version: 7, migrate: ConceptSchema.create),
    Migrator.Migration(version: 8, migrate: DistillationSchema.migrate),
  ])
}
