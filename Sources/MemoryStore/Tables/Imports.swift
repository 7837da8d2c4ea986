import SQLite

/// What became of a record of another product.
package struct ImportMark: Hashable, Sendable {
  package var source: String
  /// The record's name in its source, such as `observations/812`.
  package var key: String
  /// Of what the record said when it was brought in.
  package var hash: String
  /// The memory that it became; nil when it became none, or that one was erased.
  package var nodeID: Int64?

  package init(source: String, key: String, hash: String, nodeID: Int64?) {
    self.source = source
    self.key = key
    self.hash = hash
    self.nodeID = nodeID
  }
}

extension MemoryStore {
  /// Nil for a record that was never brought in.
  package func importMark(source: String, key: String) throws -> ImportMark? {
    try connection.first("SELECT hash, node_id FROM imports WHERE source = ? AND key = ?", [source, key]) { row in
      ImportMark(source: source, key: key, hash: row.text(0), nodeID: row.optionalInteger(1))
    }
  }

  package func insert(_ mark: ImportMark) throws {
    try connection.execute(
      """
      INSERT INTO imports (source, key, hash, node_id) VALUES (?, ?, ?, ?)
      ON CONFLICT (source, key) DO UPDATE SET hash = excluded.hash, node_id = excluded.node_id
      """, [mark.source, mark.key, mark.hash, mark.nodeID])
  }

  /// Whether an import made this session, and no hook.
  package func isSessionImported(_ id: String) throws -> Bool { try importMark(source: Self.importedSessions, key: id) != nil }

  /// Notes that an import of `source` made this session.
  package func markSessionImported(_ id: String, from source: String) throws {
    try insert(ImportMark(source: Self.importedSessions, key: id, hash: source, nodeID: nil))
  }

  /// Stands for the source where the key is a session's id: sessions are the same in every product that saw them.
  private static let importedSessions = "session"

  /// While much is written, this connection lets the log grow to 64 MB between two checkpoints: each one waits for the disk twice, and at SQLite's
  /// own 4 MB that is half of the time of an import. It also keeps 64 MB of pages instead of 2: with 2, every page of the indexes that an
  /// import writes into is read, and its log frame looked up, again and again.
  package func writesMuch(_ isMuch: Bool) throws {
    try connection.execute("PRAGMA cache_size = \(isMuch ? -65_536 : -2000)")
    try connection.execute("PRAGMA wal_autocheckpoint = \(isMuch ? 16_000 : 1000)")
    if !isMuch { try connection.execute("PRAGMA wal_checkpoint(PASSIVE)") }
  }
}
