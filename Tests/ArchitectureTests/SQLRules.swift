/// SQL stands in `MemoryStore` and in `Interchange`'s readers of foreign files; `SQLite` knows transactions and pragmas, and no table.
enum SQLRules {
  private static let transactionWords: Set<String> = ["PRAGMA", "BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "END"]

  static func violations(_ files: [SwiftFile]) -> [Violation] {
    files.filter { $0.path.hasPrefix("Sources/") && !["MemoryStore", "Interchange"].contains($0.target) }.flatMap { file in
      file.literals.filter { isSQL($0.text) && !(file.target == "SQLite" && knowsNoTable($0.text)) }.map {
        Violation(
          path: file.path, line: $0.line, problem: "SQL in a string: \($0.text.prefix(60))",
          remedy: "It belongs in the file of its table in MemoryStore/Tables.")
      }
    }
  }

  /// A statement, or a piece of one, in capitals or not.
  static func isSQL(_ text: String) -> Bool {
    let words = text.split { !($0.isLetter || $0.isNumber || $0 == "_" || $0 == "(" || $0 == "*" || $0 == "?") }.map(String.init)
    guard let first = words.first else { return false }
    let upper = words.map { $0.uppercased() }
    let second = upper.dropFirst().first ?? ""
    let isShouted = first == first.uppercased()
    switch upper[0] {
    case "SELECT": return upper.contains("FROM") || (isShouted && words.count > 1)
    case "INSERT", "REPLACE": return ["INTO", "OR"].contains(second)
    case "UPDATE": return upper.contains("SET")
    case "DELETE": return second == "FROM"
    case "CREATE": return ["TABLE", "INDEX", "UNIQUE", "VIRTUAL", "TRIGGER", "VIEW", "TEMP", "TEMPORARY"].contains(second)
    case "DROP", "ALTER": return ["TABLE", "INDEX", "TRIGGER", "VIEW"].contains(second)
    case "WITH": return isShouted && upper.contains("SELECT")
    case "PRAGMA", "ATTACH", "VACUUM", "REINDEX": return isShouted
    case "BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "ANALYZE": return isShouted && words.count <= 3
    default: break
    }
    // A piece that is put together: " WHERE id = ?", "ORDER BY rank", " AND node = ?2"
    if words.contains("WHERE") || text.contains("ORDER BY ") || text.contains("GROUP BY ") || text.contains("LIMIT ?") {
      return true
    }
    return (text.contains("= ?") || text.contains("IN (?")) && words.contains { ["AND", "OR", "SET", "VALUES", "ON"].contains($0) }
  }

  /// Transactions, pragmas, and questions whose table the caller names.
  private static func knowsNoTable(_ text: String) -> Bool {
    let words = text.split(whereSeparator: \.isWhitespace).map { $0.uppercased() }
    guard let first = words.first else { return true }
    if transactionWords.contains(first) { return true }
    guard first == "SELECT" else { return false }
    guard let from = words.firstIndex(of: "FROM"), from + 1 < words.count else { return true }
    return words[from + 1].hasPrefix("\\(") || words[from + 1].hasPrefix("SQLITE_") || words[from + 1].hasPrefix("PRAGMA_")
  }
}
