package import MemoryModel
import SQLite

extension MemoryStore {
  /// Adds an edge, or strengthens the one that is there: the weights add up to at most 1.
  package func link(_ from: Int64, to: Int64, kind: Link.Kind, weight: Double, at moment: Timestamp) throws {
    guard from != to else { return }
    try connection.execute(
      """
      INSERT INTO links (from_id, to_id, kind, weight, created_at) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (from_id, to_id, kind) DO UPDATE SET weight = min(1.0, weight + excluded.weight)
      """, [from, to, kind.rawValue, weight, moment])
  }

  /// Edges in both directions, the strongest first.
  package func links(ofNode id: Int64) throws -> [Link] {
    try connection.query(
      """
      SELECT a.uri, b.uri, kind, weight, links.created_at FROM links
      JOIN mem_nodes AS a ON a.id = from_id JOIN mem_nodes AS b ON b.id = to_id
      WHERE from_id = ? OR to_id = ? ORDER BY weight DESC, a.uri, b.uri LIMIT 200
      """, [id, id]
    ) { row in
      Link(
        from: readURI(row.text(0)), to: readURI(row.text(1)), kind: Link.Kind(rawValue: row.text(2)) ?? .coMention,
        weight: row.double(3), createdAt: row.timestamp(4))
    }
  }

  /// Edges that touch one of these nodes, the strongest first.
  package func links(touching ids: [Int64], limit: Int) throws -> [NodeLink] {
    try readLinks("from_id IN (SELECT value FROM json_each(?)) OR to_id IN (SELECT value FROM json_each(?))", ids, limit: limit)
  }

  /// Edges whose both ends are among these nodes, the strongest first.
  package func links(among ids: [Int64], limit: Int) throws -> [NodeLink] {
    try readLinks("from_id IN (SELECT value FROM json_each(?)) AND to_id IN (SELECT value FROM json_each(?))", ids, limit: limit)
  }

  package func links(ofKind kind: Link.Kind) throws -> [NodeLink] {
    try connection.query("SELECT from_id, to_id, weight FROM links WHERE kind = ?", [kind.rawValue]) { row in
      NodeLink(from: row.integer(0), to: row.integer(1), kind: kind, weight: row.double(2))
    }
  }

  private func readLinks(_ condition: String, _ ids: [Int64], limit: Int) throws -> [NodeLink] {
    let list = "[\(ids.map(String.init).joined(separator: ","))]"
    return try connection.query(
      "SELECT from_id, to_id, kind, weight FROM links WHERE \(condition) ORDER BY weight DESC, from_id, to_id LIMIT ?",
      [list, list, limit]
    ) { row in
      NodeLink(
        from: row.integer(0), to: row.integer(1), kind: Link.Kind(rawValue: row.text(2)) ?? .coMention, weight: row.double(3))
    }
  }
}

/// An edge by the ids of its ends.
package struct NodeLink: Hashable, Sendable {
  package var from: Int64
  package var to: Int64
  package var kind: Link.Kind
  package var weight: Double
}
