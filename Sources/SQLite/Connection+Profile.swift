internal import CSQLite

/// Hears of each statement that ran.
final class StatementListener {
  private let heard: (_ sql: String, _ took: Duration) -> Void
  /// When each of those that are running began. SQLite's own clock counts milliseconds.
  private var beginnings: [OpaquePointer: ContinuousClock.Instant] = [:]

  init(_ heard: @escaping (_ sql: String, _ took: Duration) -> Void) { self.heard = heard }

  static let events = UInt32(SQLITE_TRACE_STMT | SQLITE_TRACE_PROFILE)

  static let callback:
    @convention(c) (UInt32, UnsafeMutableRawPointer?, UnsafeMutableRawPointer?, UnsafeMutableRawPointer?) -> Int32 = {
      event, listener, statement, _ in
      guard let listener, let statement else { return 0 }
      Unmanaged<StatementListener>.fromOpaque(listener).takeUnretainedValue().note(event, OpaquePointer(statement))
      return 0
    }

  private func note(_ event: UInt32, _ statement: OpaquePointer) {
    if event == UInt32(SQLITE_TRACE_STMT) {
      // A trigger of a running statement is told as its beginning once more.
      if beginnings[statement] == nil { beginnings[statement] = .now }
    } else if let began = beginnings.removeValue(forKey: statement), let sql = sqlite3_sql(statement) {
      heard(String(cString: sql), .now - began)
    }
  }
}

extension Connection {
  /// Calls `heard` with every statement that has run to its end or was reset: its SQL without the values bound to it, and how long it took. Nil ends it. It
  /// costs about a microsecond a statement.
  package func onStatement(_ heard: ((_ sql: String, _ took: Duration) -> Void)?) {
    let listener = heard.map(StatementListener.init)
    statementListener = listener
    sqlite3_trace_v2(
      handle, listener == nil ? 0 : StatementListener.events, listener == nil ? nil : StatementListener.callback,
      listener.map { Unmanaged.passUnretained($0).toOpaque() })
  }
}
