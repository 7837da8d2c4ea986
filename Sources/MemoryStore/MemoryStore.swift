package import MemoryModel
package import SQLite

/// The one SQLite file, and every SQL string of the product. For one thread at a time; any number of processes.
///
/// Each table has its extension in `Tables/`. Methods that write several rows expect to run inside `write`.
package final class MemoryStore {
  package let home: StoreHome
  package let connection: Connection
  /// What questions have told about the words of the index.
  package var searchStatistics = PassageSearchStatistics()

  /// Opens the store in `home`, making the folder and the file when they are missing and bringing the schema up to date.
  ///
  /// - Parameter busyTimeout: how long a write waits for other processes.
  /// - Throws: `StoreError`; a foreign or newer file is not touched.
  package init(home: StoreHome, busyTimeout: Duration = .seconds(20)) throws {
    self.home = home
    connection = try OpenedFiles.opening(home.database) { header in
      try Self.open(home, header: header, busyTimeout: busyTimeout)
    }
  }

  private static func open(_ home: StoreHome, header: FileHeader, busyTimeout: Duration) throws -> Connection {
    switch header {
    case .foreignDatabase: throw StoreError.foreign(path: home.database, owner: ForeignSchema.owner(of: home.database))
    case .notADatabase: throw StoreError.foreign(path: home.database, owner: .notADatabase)
    case .missingOrEmpty:
      try home.create()
      try home.createDatabaseFile()
    case .ours: break
    }
    do {
      let connection = try Connection(path: home.database, mode: .readWrite, busyTimeout: busyTimeout)
      if case .missingOrEmpty = header { try Schema.claim(connection) }
      try Schema.configure(connection)
      try Schema.bringUpToDate(connection, home: home)
      return connection
    } catch let error as DatabaseError {
      throw StoreError(error, path: home.database)
    }
  }

  /// Everything that `body` writes is there afterwards, or nothing of it. Errors of the database come out as `StoreError`.
  @discardableResult
  package func write<Result>(_ body: () throws -> Result) throws -> Result { try translated { try connection.write(body) } }

  /// `body` sees one unchanging state of the file.
  package func read<Result>(_ body: () throws -> Result) throws -> Result { try translated { try connection.read(body) } }

  /// As `Connection.onStatement`.
  package func onStatement(_ heard: ((_ sql: String, _ took: Duration) -> Void)?) { connection.onStatement(heard) }

  private func translated<Result>(_ body: () throws -> Result) throws -> Result {
    do { return try body() } catch let error as DatabaseError { throw StoreError(error, path: home.database) }
  }
}

extension Row {
  func timestamp(_ column: Int32) -> Timestamp { Timestamp(milliseconds: integer(column)) }
  func optionalTimestamp(_ column: Int32) -> Timestamp? { optionalInteger(column).map(Timestamp.init(milliseconds:)) }
}

extension Timestamp: DatabaseValueConvertible {
  package var databaseValue: DatabaseValue { .integer(milliseconds) }
}
