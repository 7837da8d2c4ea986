import SQLite

/// Whether what is derived from the passages says what they say.
extension MemoryStore {
  /// Passages that the search index does not have, and entries of it whose passage is gone. Reads no text.
  package func wordIndexDrift() throws -> (missing: Int, extra: Int) {
    // FTS5 keeps a row of sizes for each of its own (https://www.sqlite.org/fts5.html, "The %_docsize table").
    func count(_ sql: String) throws -> Int { Int(try connection.first(sql) { $0.integer(0) } ?? 0) }
    return (
      try count("SELECT count(*) FROM passages WHERE id NOT IN (SELECT id FROM passages_fts_docsize)"),
      try count("SELECT count(*) FROM passages_fts_docsize WHERE id NOT IN (SELECT id FROM passages)")
    )
  }

  /// Analyses every passage anew, and counts them. Inside a write; takes as long as the store is large.
  package func rebuildWordIndex() throws {
    try WordIndexRebuild.migrate(connection)
    try recountPassages()
  }

  /// Whether a project's count of passages is not what stands there: what makes a word rare is measured by it.
  package func isPassageCountOff() throws -> Bool { try scopeCounts() != storedScopeCounts() }

  private func recountPassages() throws {
    try connection.execute("DELETE FROM passage_counts")
    for (word, count) in try scopeCounts() {
      try connection.execute("INSERT INTO passage_counts (scope_word, passages) VALUES (?, ?)", [word, count])
    }
  }

  private func scopeCounts() throws -> [String: Int] {
    let counts = try connection.query("SELECT scope, count(*) FROM passages GROUP BY scope") {
      (SearchText.scopeWord($0.optionalText(0)), Int($0.integer(1)))
    }
    return Dictionary(counts, uniquingKeysWith: +)
  }

  private func storedScopeCounts() throws -> [String: Int] {
    let counts = try connection.query("SELECT scope_word, passages FROM passage_counts WHERE passages <> 0") {
      ($0.text(0), Int($0.integer(1)))
    }
    return Dictionary(counts, uniquingKeysWith: +)
  }

  /// How many vectors up to the index's mark stand in none of its lists, so that no search finds them; nil when the embedder has no
  /// index.
  package func vectorsMissingFromLists(of state: VectorState) throws -> Int? {
    guard let index = state.index else { return nil }
    func count(_ sql: String, _ arguments: [any DatabaseValueConvertible]) throws -> Int {
      Int(try connection.first(sql, arguments) { $0.integer(0) } ?? 0)
    }
    let covered = try count(
      "SELECT count(*) FROM vectors INDEXED BY vectors_embedder WHERE embedder = ? AND id <= ?", [state.embedder, state.covered])
    guard try withVectorIndex(index, { _, _ in true }) == true else { return covered }
    // Lists may hold what is gone, until they are rewritten; never less than what stands.
    let listed = try count("SELECT coalesce(sum(entries), 0) FROM vector_lists WHERE vector_index = ?", [index])
    return max(0, covered - listed)
  }
}
