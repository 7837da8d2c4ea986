internal import CSQLite

/// A compiled statement. It belongs to its connection, which keeps it for the next use of the same SQL.
final class Statement {
  let sql: String
  let handle: OpaquePointer
  private let database: OpaquePointer

  init(_ sql: String, database: OpaquePointer) throws(DatabaseError) {
    var handle: OpaquePointer?
    // PREPARE_PERSISTENT: the statement is cached, so SQLite should not take it from the look-aside memory.
    let result = sqlite3_prepare_v3(database, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &handle, nil)
    guard result == SQLITE_OK, let handle else { throw DatabaseError(database, result, sql: sql) }
    self.sql = sql
    self.handle = handle
    self.database = database
  }

  deinit { sqlite3_finalize(handle) }

  func bind(_ arguments: [any DatabaseValueConvertible]) throws(DatabaseError) {
    let expected = Int(sqlite3_bind_parameter_count(handle))
    precondition(arguments.count == expected, "`\(sql)` takes \(expected) arguments, \(arguments.count) were given")
    for (index, argument) in arguments.enumerated() {
      let result = bind(argument.databaseValue, at: Int32(index + 1))
      guard result == SQLITE_OK else { throw DatabaseError(database, result, sql: sql) }
    }
  }

  func bind(_ value: DatabaseValue, at index: Int32) -> Int32 {
    // SQLite copies the bytes during the call.
    let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    switch value {
    case .null: return sqlite3_bind_null(handle, index)
    case .integer(let number): return sqlite3_bind_int64(handle, index, number)
    case .real(let number): return sqlite3_bind_double(handle, index, number)
    case .text(var text):
      return text.withUTF8 { bytes in
        bytes.withMemoryRebound(to: CChar.self) { characters in
          sqlite3_bind_text64(
            handle, index, characters.baseAddress ?? emptyText, UInt64(characters.count), transient, UInt8(SQLITE_UTF8))
        }
      }
    case .blob(let bytes):
      return bytes.withUnsafeBytes { buffer in
        buffer.isEmpty
          ? sqlite3_bind_zeroblob(handle, index, 0)
          : sqlite3_bind_blob64(handle, index, buffer.baseAddress, UInt64(buffer.count), transient)
      }
    }
  }

  /// True while there is a row to read.
  func step() throws(DatabaseError) -> Bool {
    switch sqlite3_step(handle) {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    case let result: throw DatabaseError(database, result, sql: sql)
    }
  }

  func reset() {
    sqlite3_reset(handle)
    sqlite3_clear_bindings(handle)
  }

  var row: Row { Row(handle: handle) }
}

// A zero-length Swift string has no address to give, and SQLite would bind a null pointer as NULL. The proof that sharing is safe: it
// points at an immutable literal of static lifetime.
private nonisolated(unsafe) let emptyText: UnsafePointer<CChar> = {
  let pointer = UnsafeMutablePointer<CChar>.allocate(capacity: 1)
  pointer.initialize(to: 0)
  return UnsafePointer(pointer)
}()
