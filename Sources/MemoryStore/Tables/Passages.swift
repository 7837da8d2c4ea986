package import MemoryModel
import SQLite

/// A searchable piece of a memory.
package struct Passage: Hashable, Sendable {
  package var tier: Tier
  package var ordinal: Int
  package var text: String

  package init(tier: Tier, ordinal: Int, text: String) {
    self.tier = tier
    self.ordinal = ordinal
    self.text = text
  }
}

extension Tier {
  var number: Int64 {
    switch self {
    case .l0: 0
    case .l1: 1
    case .l2: 2
    }
  }
}

extension MemoryStore {
  /// - Parameter indexed: `SearchText.indexed` of each for the node's project, where somebody made that before the write lock was taken.
  package func insertPassages(_ passages: [Passage], indexed: [String]? = nil, ofNode id: Int64) throws {
    let scope = try connection.first("SELECT project FROM mem_nodes WHERE id = ?", [id]) { $0.optionalText(0) } ?? nil
    for (place, passage) in passages.enumerated() {
      try connection.execute(
        "INSERT INTO passages (node_id, tier, ordinal, scope, text) VALUES (?, ?, ?, ?, ?)",
        [id, passage.tier.number, passage.ordinal, scope, passage.text])
      try connection.execute(
        "INSERT INTO passages_fts (rowid, words) VALUES (?, ?)",
        [connection.lastInsertedRowID, indexed?[place] ?? SearchText.indexed(passage.text, scope: scope)])
    }
    try count(passages.count, inScope: scope)
  }

  /// Takes a node's passages out of the table and out of the search index.
  package func removePassages(ofNode id: Int64) throws {
    let passages = try connection.query("SELECT id, scope, text FROM passages WHERE node_id = ?", [id]) {
      ($0.integer(0), $0.optionalText(1), $0.text(2))
    }
    for (passage, scope, text) in passages {
      // A contentless index forgets a row only when it is told the very words that it was given.
      try connection.execute(
        "INSERT INTO passages_fts (passages_fts, rowid, words) VALUES ('delete', ?, ?)",
        [passage, SearchText.indexed(text, scope: scope)])
    }
    try connection.execute("DELETE FROM passages WHERE node_id = ?", [id])
    for (_, scope, _) in passages { try count(-1, inScope: scope) }
  }

  private func count(_ difference: Int, inScope scope: String?) throws {
    guard difference != 0 else { return }
    try connection.execute(
      """
      INSERT INTO passage_counts (scope_word, passages) VALUES (?, ?)
      ON CONFLICT (scope_word) DO UPDATE SET passages = passages + excluded.passages
      """, [SearchText.scopeWord(scope), difference])
  }
}
