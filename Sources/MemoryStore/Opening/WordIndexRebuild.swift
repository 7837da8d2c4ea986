import SQLite

/// Analyses every passage anew when `SearchText` has changed.
///
/// A contentless index forgets a row only when it is told the very words that it was given, so a word that is spelled in a new way has to be so in the
/// whole index or nowhere.
enum WordIndexRebuild {
  /// Rows that are held in memory at a time.
  private static let batch = 1000

  static func migrate(_ connection: Connection) throws {
    try connection.execute("INSERT INTO passages_fts (passages_fts) VALUES ('delete-all')")
    var last: Int64 = .min
    while true {
      let passages = try connection.query("SELECT id, scope, text FROM passages WHERE id > ? ORDER BY id LIMIT ?", [last, batch]) {
        (id: $0.integer(0), scope: $0.optionalText(1), text: $0.text(2))
      }
      guard let end = passages.last?.id else { return }
      for passage in passages {
        try connection.execute(
          "INSERT INTO passages_fts (rowid, words) VALUES (?, ?)",
          [passage.id, SearchText.indexed(passage.text, scope: passage.scope)])
      }
      last = end
    }
  }
}
