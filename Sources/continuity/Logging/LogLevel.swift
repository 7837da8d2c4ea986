/// How much is written down of what the program does. Each level holds what the ones before it do.
enum LogLevel: String, CaseIterable, Comparable, Sendable {
  case off
  /// Requests that failed.
  case error
  /// Every request: which, how long.
  case info
  /// And what its time went to, statement by statement.
  case debug
  /// And all that on stderr as well, for a person who looks at one request.
  case trace

  static func < (left: LogLevel, right: LogLevel) -> Bool { left.rank < right.rank }

  private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
