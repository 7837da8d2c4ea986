/// Brings a database to the newest schema, one numbered step after the other.
///
/// The number of the last step stands in `PRAGMA user_version`. Each step runs in one transaction together with its number, so that a
/// crash leaves the old schema or the new one. Two processes may migrate at once: the second waits and finds the work done.
package struct Migrator: Sendable {
  package struct Migration: Sendable {
    package let version: Int64
    package let migrate: @Sendable (Connection) throws -> Void

    package init(version: Int64, migrate: @escaping @Sendable (Connection) throws -> Void) {
      self.version = version
      self.migrate = migrate
    }
  }

  private let migrations: [Migration]

  /// - Parameter migrations: in the order of their versions, which count from 1 without a gap.
  package init(_ migrations: [Migration]) {
    precondition(migrations.enumerated().allSatisfy { $0.element.version == $0.offset + 1 }, "versions count from 1 without a gap")
    self.migrations = migrations
  }

  package var newestVersion: Int64 { migrations.last?.version ?? 0 }

  /// A new database gets all steps in one transaction.
  ///
  /// - Parameter beforeEach: called outside of any transaction before a step on a database that holds data already: the place for a backup.
  package func migrate(_ connection: Connection, beforeEach: (_ from: Int64) throws -> Void) throws {
    while try version(of: connection) < newestVersion {
      let before = try version(of: connection)
      if before > 0 { try beforeEach(before) }
      try connection.write {
        // Asked again under the write lock: another process may have done this step meanwhile.
        let present = try version(of: connection)
        guard present == before else { return }
        // A new database gets its whole schema at once: nobody sees, and has to back up, an old one in between.
        for migration in before == 0 ? migrations[...] : migrations[Int(present)...Int(present)] {
          try migration.migrate(connection)
          try connection.execute("PRAGMA user_version = \(migration.version)")
        }
      }
    }
  }

  package func version(of connection: Connection) throws -> Int64 {
    try connection.first("PRAGMA user_version") { $0.integer(0) } ?? 0
  }
}
