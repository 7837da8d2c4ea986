package import MemoryModel
import SQLite

/// A memory that a consolidation changed.
package struct ConsolidatedNode: Hashable, Sendable {
  package var node: Int64
  /// What took it in; itself for one that took others in.
  package var kept: Int64
  /// Nobody changed it since.
  package var isUntouched: Bool
  /// Its first searchable piece, as it was.
  package var heading: String?
}

extension MemoryStore {
  package func insertConsolidation(at moment: Timestamp) throws -> Int64 {
    try connection.execute("INSERT INTO consolidations (at) VALUES (?)", [moment])
    return connection.lastInsertedRowID
  }

  /// The last run that was not taken back, and when it was.
  package func lastConsolidation() throws -> (run: Int64, at: Timestamp)? {
    try connection.first("SELECT id, at FROM consolidations ORDER BY id DESC LIMIT 1") { ($0.integer(0), $0.timestamp(1)) }
  }

  /// Keeps a memory as it stands, before a run changes it; once for a run.
  package func keep(_ id: Int64, beforeConsolidation run: Int64, into kept: Int64) throws {
    try connection.execute(
      """
      INSERT INTO consolidated
      SELECT ?, id, ?, l0_abstract, l1_overview, l2_content, tags, merged_from, source_session, origin, confidence, made_by, valid_from,
        valid_to, superseded_by, content_hash, updated_at,
        (SELECT text FROM passages WHERE node_id = mem_nodes.id AND tier = 0 AND ordinal = 0),
        (SELECT coalesce(max(number), 0) FROM revisions WHERE node_id = mem_nodes.id), updated_at
      FROM mem_nodes WHERE id = ?
      ON CONFLICT (run, node_id) DO UPDATE SET kept_id = excluded.kept_id
      """, [run, kept, id])
  }

  /// Notes how the memories of a run stand after it.
  package func sealConsolidation(_ run: Int64) throws {
    try connection.execute(
      "UPDATE consolidated SET changed_at = (SELECT updated_at FROM mem_nodes WHERE id = node_id) WHERE run = ?", [run])
  }

  package func consolidated(in run: Int64) throws -> [ConsolidatedNode] {
    try connection.query(
      """
      SELECT node_id, kept_id, consolidated.changed_at = mem_nodes.updated_at AND retracted_at IS NULL, heading FROM consolidated
      JOIN mem_nodes ON mem_nodes.id = node_id WHERE run = ? ORDER BY node_id
      """, [run]
    ) { row in
      ConsolidatedNode(node: row.integer(0), kept: row.integer(1), isUntouched: row.bool(2), heading: row.optionalText(3))
    }
  }

  /// Puts a memory back as it stood before the run, with the revisions and links that it had. Its passages are the caller's.
  package func putBack(_ entry: ConsolidatedNode, fromConsolidation run: Int64) throws {
    try connection.execute(
      """
      UPDATE mem_nodes SET (l0_abstract, l1_overview, l2_content, tags, merged_from, source_session, origin, confidence, made_by, valid_from,
        valid_to, superseded_by, content_hash, updated_at) =
        (SELECT l0_abstract, l1_overview, l2_content, tags, merged_from, source_session, origin, confidence, made_by, valid_from, valid_to,
          superseded_by, content_hash, updated_at FROM consolidated WHERE run = ?1 AND node_id = ?2)
      WHERE id = ?2
      """, [run, entry.node])
    try connection.execute(
      """
      DELETE FROM revisions
      WHERE node_id = ?2 AND number > (SELECT revisions FROM consolidated WHERE run = ?1 AND node_id = ?2)
      """, [run, entry.node])
    if entry.kept != entry.node {
      try connection.execute(
        "DELETE FROM links WHERE from_id = ? AND to_id = ? AND kind = ?", [entry.kept, entry.node, Link.Kind.supersedes.rawValue])
    }
  }

  package func deleteConsolidation(_ run: Int64) throws {
    try connection.execute("DELETE FROM consolidations WHERE id = ?", [run])
  }
}
