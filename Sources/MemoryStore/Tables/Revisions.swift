package import MemoryModel
import SQLite

extension MemoryStore {
  /// Keeps what `node` says now, before it is changed.
  package func insertRevision(of node: MemoryNode, cause: Revision.Cause, at moment: Timestamp, session: String?) throws {
    try connection.execute(
      """
      INSERT INTO revisions (node_id, number, cause, l0_abstract, l1_overview, l2_content, valid_from, valid_to, replaced_at, session)
      SELECT ?, coalesce(max(number), 0) + 1, ?, ?, ?, ?, ?, ?, ?, ? FROM revisions WHERE node_id = ?
      """,
      [
        node.id, cause.rawValue, node.abstract, StoredOverview.column(node.overview, content: node.content), node.content,
        node.validity.from, node.validity.to, moment, session,
        node.id,
      ])
  }

  /// Newest first.
  package func revisions(of node: MemoryNode) throws -> [Revision] {
    try connection.query(
      """
      SELECT number, cause, l0_abstract, l1_overview, l2_content, valid_from, valid_to, replaced_at, session FROM revisions
      WHERE node_id = ? ORDER BY number DESC
      """, [node.id]
    ) { row in
      Revision(
        number: Int(row.integer(0)), uri: node.uri, cause: Revision.Cause(rawValue: row.text(1)) ?? .edited, abstract: row.text(2),
        overview: StoredOverview.read(row.text(3), content: row.text(4)), content: row.text(4),
        validity: Validity(from: row.optionalTimestamp(5), to: row.optionalTimestamp(6)), replacedAt: row.timestamp(7),
        session: row.optionalText(8))
    }
  }

  /// Of a memory that was erased, where another one's revision repeats it.
  package func deleteRevision(_ number: Int, ofNode id: Int64) throws {
    try connection.execute("DELETE FROM revisions WHERE node_id = ? AND number = ?", [id, number])
  }
}
