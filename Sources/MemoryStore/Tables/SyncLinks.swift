package import MemoryModel
import SQLite

/// A row of `sync_links`.
package struct SyncLinkRow: Hashable, Sendable {
  /// `SyncMark.reference` of the memories at its ends.
  package var from: String
  package var to: String
  package var kind: String
  /// Nil: it was taken away.
  package var weight: Double?
  package var createdAt: Timestamp?
  package var time: Timestamp
  package var installation: String

  package init(
    from: String, to: String, kind: String, weight: Double?, createdAt: Timestamp?, time: Timestamp, installation: String
  ) {
    self.from = from
    self.to = to
    self.kind = kind
    self.weight = weight
    self.createdAt = createdAt
    self.time = time
    self.installation = installation
  }
}

extension MemoryStore {
  /// Notes every edge that was added, strengthened or taken away here since the last time. Those whose memories do not travel are left alone.
  package func absorbLinks(at moment: Timestamp, installation: String) throws {
    let standing = """
      SELECT DISTINCT f.reference, t.reference, links.kind, links.weight, links.created_at FROM links
      JOIN mem_nodes AS a ON a.id = from_id JOIN sync_nodes AS f ON f.node_uri = a.uri
      JOIN mem_nodes AS b ON b.id = to_id JOIN sync_nodes AS t ON t.node_uri = b.uri
      """
    try connection.execute(
      """
      INSERT INTO sync_links
        (from_reference, to_reference, kind, weight, created_at, time, installation, is_placed, is_unpublished)
      SELECT *, ?, ?, 1, 1 FROM (\(standing) EXCEPT
        SELECT from_reference, to_reference, kind, weight, created_at FROM sync_links WHERE is_placed)
      WHERE true
      ON CONFLICT (from_reference, to_reference, kind) DO UPDATE SET weight = excluded.weight,
        created_at = excluded.created_at, time = max(excluded.time, time + 1), installation = excluded.installation, is_placed = 1,
        is_unpublished = 1
      """, [moment, installation])
    try connection.execute(
      """
      UPDATE sync_links SET weight = NULL, created_at = NULL, time = max(?, time + 1), installation = ?, is_unpublished = 1
      WHERE is_placed AND weight IS NOT NULL AND (from_reference, to_reference, kind) NOT IN (SELECT f.reference, t.reference, links.kind
        FROM links JOIN mem_nodes AS a ON a.id = from_id JOIN sync_nodes AS f ON f.node_uri = a.uri
        JOIN mem_nodes AS b ON b.id = to_id JOIN sync_nodes AS t ON t.node_uri = b.uri)
      """, [moment, installation])
  }

  /// Takes in what another installation says of an edge, when that is newer than what is known.
  package func join(_ link: SyncLinkRow) throws {
    try connection.execute(
      """
      INSERT INTO sync_links (from_reference, to_reference, kind, weight, created_at, time, installation)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (from_reference, to_reference, kind) DO UPDATE SET weight = excluded.weight,
        created_at = excluded.created_at, time = excluded.time, installation = excluded.installation, is_placed = 0, is_unpublished = 0
      WHERE (excluded.time, excluded.installation, coalesce(excluded.weight, -1.0), coalesce(excluded.created_at, -1))
        > (time, installation, coalesce(weight, -1.0), coalesce(created_at, -1))
      """,
      [
        link.from, link.to, link.kind, link.weight, link.createdAt, link.time, link.installation,
      ])
  }

  /// Writes into `links` what is known of the edges and does not stand there yet, where both ends do.
  package func placeLinks() throws {
    // One that was never placed here and is gone takes nothing with it; one that was is found by its ends.
    let ends = """
      JOIN sync_nodes AS f ON f.reference = from_reference AND f.node_uri IS NOT NULL JOIN mem_nodes AS a ON a.uri = f.node_uri
      JOIN sync_nodes AS t ON t.reference = to_reference AND t.node_uri IS NOT NULL JOIN mem_nodes AS b ON b.uri = t.node_uri
      """
    try connection.execute(
      """
      DELETE FROM links WHERE (from_id, to_id, kind) IN
        (SELECT a.id, b.id, sync_links.kind FROM sync_links \(ends) WHERE is_placed = 0)
      """)
    try connection.execute(
      """
      INSERT INTO links (from_id, to_id, kind, weight, created_at)
      SELECT DISTINCT a.id, b.id, sync_links.kind, weight, sync_links.created_at FROM sync_links \(ends)
      WHERE is_placed = 0 AND weight IS NOT NULL
      """)
    try connection.execute(
      """
      UPDATE sync_links SET is_placed = 1 WHERE is_placed = 0 AND (weight IS NULL
        OR EXISTS (SELECT 1 FROM sync_nodes WHERE reference = from_reference AND node_uri IS NOT NULL)
        AND EXISTS (SELECT 1 FROM sync_nodes WHERE reference = to_reference AND node_uri IS NOT NULL))
      """)
  }

  /// The edges of a memory went with it, and not because somebody took them away.
  package func displaceLinks(of reference: String) throws {
    try connection.execute(
      "UPDATE sync_links SET is_placed = 0 WHERE weight IS NOT NULL AND (from_reference = ? OR to_reference = ?)",
      [reference, reference])
  }

  package func unpublishedLinks(limit: Int) throws -> [SyncLinkRow] {
    try connection.query(
      """
      SELECT from_reference, to_reference, kind, weight, created_at, time, installation FROM sync_links WHERE is_unpublished > 0
      LIMIT ?
      """, [limit]
    ) { row in
      SyncLinkRow(
        from: row.text(0), to: row.text(1), kind: row.text(2), weight: row.isNull(3) ? nil : row.double(3),
        createdAt: row.optionalTimestamp(4), time: row.timestamp(5), installation: row.text(6))
    }
  }

  package func markPublished(_ links: [SyncLinkRow]) throws {
    for link in links {
      try connection.execute(
        """
        UPDATE sync_links SET is_unpublished = 0
        WHERE from_reference = ? AND to_reference = ? AND kind = ?
        """, [link.from, link.to, link.kind])
    }
  }
}
