internal import CSQLite

/// One connection to a database file, for one thread at a time.
///
///     let connection = try Connection(path: "notes.db", mode: .readWrite)
///     try connection.write {
///       try connection.execute("INSERT INTO note (text) VALUES (?)", ["hello"])
///     }
///     let texts = try connection.query("SELECT text FROM note") { $0.text(0) }
///
/// Why not GRDB, whose names these are: it imports full Foundation, costs 3 ms in a process that lives for 3 ms, and is not supported
/// on Linux by its maintainer.
package final class Connection {
  package enum Mode: Sendable {
    case readWrite
    /// Never writes to the file or beside it, not even a log to recover.
    case readOnly
  }

  package let path: String
  let handle: OpaquePointer
  private var statements = StatementCache()
  private var transactionDepth = 0
  private let patience: BusyPatience
  /// Held for as long as SQLite may call it.
  var statementListener: StatementListener?

  /// Opens the file; in `.readWrite` it is created when it is missing. Nothing is read from it yet.
  ///
  /// - Parameter busyTimeout: how long a statement waits for another process's lock before it throws `DatabaseError.Code.busy`.
  package init(path: String, mode: Mode, busyTimeout: Duration = .seconds(20)) throws(DatabaseError) {
    // NOMUTEX: the connection is confined to one thread by its owner, so SQLite need not lock.
    let flags =
      switch mode {
      case .readWrite: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX
      case .readOnly: SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI
      }
    var handle: OpaquePointer?
    let result = sqlite3_open_v2(path, &handle, flags, nil)
    guard result == SQLITE_OK, let handle else {
      let error = DatabaseError(handle, result)
      sqlite3_close_v2(handle)
      throw error
    }
    self.path = path
    self.handle = handle
    patience = BusyPatience(limit: busyTimeout)
    sqlite3_extended_result_codes(handle, 1)
    sqlite3_busy_handler(handle, BusyPatience.handler, Unmanaged.passUnretained(patience).toOpaque())
  }

  deinit {
    statements.removeAll()
    sqlite3_close_v2(handle)
  }

  // MARK: Statements

  /// Runs one statement to its end.
  package func execute(_ sql: String, _ arguments: [any DatabaseValueConvertible] = []) throws(DatabaseError) {
    let statement = try prepared(sql)
    defer { statement.reset() }
    try statement.bind(arguments)
    while try statement.step() {}
  }

  /// Runs several statements without arguments, separated by semicolons.
  package func executeScript(_ sql: String) throws(DatabaseError) {
    let result = sqlite3_exec(handle, sql, nil, nil, nil)
    guard result == SQLITE_OK else { throw DatabaseError(handle, result, sql: sql) }
  }

  /// All rows of a query, each as `transform` reads it.
  package func query<Element>(
    _ sql: String, _ arguments: [any DatabaseValueConvertible] = [], _ transform: (Row) throws -> Element
  ) throws -> [Element] {
    let statement = try prepared(sql)
    defer { statement.reset() }
    try statement.bind(arguments)
    var elements: [Element] = []
    while try statement.step() { elements.append(try transform(statement.row)) }
    return elements
  }

  /// The first row of a query, or nil.
  package func first<Element>(
    _ sql: String, _ arguments: [any DatabaseValueConvertible] = [], _ transform: (Row) throws -> Element
  ) throws -> Element? {
    let statement = try prepared(sql)
    defer { statement.reset() }
    try statement.bind(arguments)
    return try statement.step() ? try transform(statement.row) : nil
  }

  /// Rows one at a time, for results that should not stand in memory at once; `body` returns false to stop.
  package func forEach(
    _ sql: String, _ arguments: [any DatabaseValueConvertible] = [], _ body: (Row) throws -> Bool
  ) throws {
    let statement = try Statement(sql, database: handle)
    try statement.bind(arguments)
    while try statement.step() { guard try body(statement.row) else { return } }
  }

  package var lastInsertedRowID: Int64 { sqlite3_last_insert_rowid(handle) }

  /// Rows that the last statement inserted, changed or deleted.
  package var changes: Int { Int(sqlite3_changes(handle)) }

  // MARK: Transactions

  /// Runs `body` in one transaction that may write: all of it is there afterwards, or nothing.
  ///
  /// It takes the write lock at once (`BEGIN IMMEDIATE`), because a transaction that begins by reading and then finds another
  /// process writing cannot wait: it fails. Within a transaction it joins the one that is running.
  @discardableResult
  package func write<Result>(_ body: () throws -> Result) throws -> Result { try transaction("BEGIN IMMEDIATE", body) }

  /// Runs `body` on one unchanging view of the file.
  package func read<Result>(_ body: () throws -> Result) throws -> Result { try transaction("BEGIN", body) }

  package var isInTransaction: Bool { transactionDepth > 0 }

  private func transaction<Result>(_ begin: String, _ body: () throws -> Result) throws -> Result {
    if transactionDepth > 0 {
      transactionDepth += 1
      defer { transactionDepth -= 1 }
      return try body()
    }
    try execute(begin)
    transactionDepth = 1
    defer { transactionDepth = 0 }
    do {
      let result = try body()
      try execute("COMMIT")
      return result
    } catch {
      // SQLite may have rolled back by itself (disk full); then there is nothing left to do.
      if sqlite3_get_autocommit(handle) == 0 { try? execute("ROLLBACK") }
      throw error
    }
  }

  /// Lets another thread end the statement that is running here with `DatabaseError.Code.interrupt`.
  package var interrupter: Interrupter { Interrupter(handle: handle) }

  func prepared(_ sql: String) throws(DatabaseError) -> Statement {
    if let statement = statements[sql] { return statement }
    let statement = try Statement(sql, database: handle)
    statements.insert(statement, for: sql)
    return statement
  }
}

/// Ends a running statement from another thread. It must not outlive its connection.
package struct Interrupter: @unchecked Sendable {
  // Sendable: sqlite3_interrupt is the one call that SQLite documents as safe from any thread while the connection is open.
  let handle: OpaquePointer
  package func interrupt() { sqlite3_interrupt(handle) }
}
