internal import CSQLite

/// An error that SQLite reported, with the statement that was running.
///
/// `code` is a primary result code (https://www.sqlite.org/rescode.html): compare it with the constants of `DatabaseError.Code`.
package struct DatabaseError: Error, Sendable, CustomStringConvertible {
  package struct Code: RawRepresentable, Hashable, Sendable {
    package let rawValue: Int32
    package init(rawValue: Int32) { self.rawValue = rawValue }

    package static let error = Code(rawValue: 1)
    package static let busy = Code(rawValue: 5)
    package static let locked = Code(rawValue: 6)
    package static let readOnly = Code(rawValue: 8)
    package static let interrupt = Code(rawValue: 9)
    package static let ioError = Code(rawValue: 10)
    package static let corrupt = Code(rawValue: 11)
    package static let full = Code(rawValue: 13)
    package static let cannotOpen = Code(rawValue: 14)
    package static let constraint = Code(rawValue: 19)
    package static let notADatabase = Code(rawValue: 26)
  }

  package let code: Code
  package let extendedCode: Int32
  /// SQLite's own words.
  package let message: String
  /// The statement, without its arguments: those may be private.
  package let sql: String?

  init(extendedCode: Int32, message: String, sql: String? = nil) {
    code = Code(rawValue: extendedCode & 0xFF)
    self.extendedCode = extendedCode
    self.message = message
    self.sql = sql
  }

  init(_ handle: OpaquePointer?, _ result: Int32, sql: String? = nil) {
    let extended = handle.map { sqlite3_extended_errcode($0) } ?? result
    let message = handle.map { String(cString: sqlite3_errmsg($0)) } ?? String(cString: sqlite3_errstr(result))
    self.init(extendedCode: extended & 0xFF == result & 0xFF ? extended : result, message: message, sql: sql)
  }

  package var description: String {
    "SQLite error \(extendedCode): \(message)" + (sql.map { " – while running `\($0.prefix(200))`" } ?? "")
  }
}
