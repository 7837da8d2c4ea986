package import MemoryModel
import SQLite

/// A row of `sync_links`.
package struct SyncLinkRow: Hashable, Sendable {
  package struct End: Hashable, Sendable {
    package var uri: MemoryURI
    package var identity: Int64

    package init(uri: MemoryURI, identity: Int64) {
      self.uri = uri
      self.identity = identity
    }
  }

  package var from: End
  package var to: End
  package var kind: String
  /// Nil: it was taken away.
  package var weight: Double?
  package var createdAt: Timestamp?
  package var time: Timestamp
  package var installation: String

  package init(
    from: End, to: End, kind: String, weight: Double?, createdAt: Timestamp?, time: Timestamp, installation: String
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
      SELECT DISTINCT f.uri, f.identity, t.uri, t.identity, links.kind, links.weight, links.created_at FROM links
      JOIN mem_nodes AS a ON a.id = from_id JOIN sync_nodes AS f ON f.node_uri = a.uri
      JOIN mem_nodes AS b ON b.id = to_id JOIN sync_nodes AS t ON t.node_uri = b.uri
      """
    try connection.execute(
      """
      INSERT INTO sync_links
        (from_uri, from_identity, to_uri, to_identity, kind, weight, created_at, time, installation, is_placed, is_unpublished)
      SELECT *, ?, ?, 1, 1 FROM (\(standing) EXCEPT
        SELECT from_uri, from_identity, to_uri, to_identity, kind, weight, created_at FROM sync_links WHERE is_placed)
      WHERE true
      ON CONFLICT (from_uri, from_identity, to_uri, to_identity, kind) DO UPDATE SET weight = excluded.weight,
        created_at = excluded.created_at, time = max(excluded.time, time + 1), installation = excluded.installation, is_placed = 1,
        is_unpublished = 1
      """, [moment, installation])
    try connection.execute(
      """
      UPDATE sync_links SET weight = NULL, created_at = NULL, time = max(?, time + 1), installation = ?, is_unpublished = 1
      WHERE is_placed AND weight IS NOT NULL AND (from_uri, from_identity, to_uri, to_identity, kind) NOT IN (SELECT f.uri, f.identity, t.uri, t.identity, links.kind
        FROM links JOIN mem_nodes AS a ON a.id = from_id JOIN sync_nodes AS f ON f.node_uri = a.uri
        JOIN mem_nodes AS b ON b.id = to_id JOIN sync_nodes AS t ON t.node_uri = b.uri)
      """, [moment, installation])
  }

  /// Takes in what another installation says of an edge, when that is newer than what is known.
  package func join(_ link: SyncLinkRow) throws {
    try connection.execute(
      """
      INSERT INTO sync_links (from_uri, from_identity, to_uri, to_identity, kind, weight, created_at, time, installation)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (from_uri, from_identity, to_uri, to_identity, kind) DO UPDATE SET weight = excluded.weight,
        created_at = excluded.created_at, time = excluded.time, installation = excluded.installation, is_placed = 0, is_unpublished = 0
      WHERE (excluded.time, excluded.installation, coalesce(excluded.weight, -1.0), coalesce(excluded.created_at, -1))
        > (time, installation, coalesce(weight, -1.0), coalesce(created_at, -1))
      """,
      [
        link.from.uri.description, link.from.identity, link.to.uri.description, link.to.identity, link.kind, link.weight,
        link.createdAt, link.time, link.installation,
      ])
  }

  /// Writes into `links` what is known of the edges and does not stand there yet, where both ends do.
  package func placeLinks() throws {
    // One that was never placed here and is gone takes nothing with it; one that was is found by its ends.
    let ends = """
      JOIN sync_nodes AS f ON f.uri = from_uri AND f.identity = from_identity AND f.node_uri IS NOT NULL JOIN mem_nodes AS a ON a.uri = f.node_uri
      JOIN sync_nodes AS t ON t.uri = to_uri AND t.identity = to_identity AND t.node_uri IS NOT NULL JOIN mem_nodes AS b ON b.uri = t.node_uri
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
        OR EXISTS (SELECT 1 FROM sync_nodes WHERE uri = from_uri AND identity = from_identity AND node_uri IS NOT NULL)
        AND EXISTS (SELECT 1 FROM sync_nodes WHERE uri = to_uri AND identity = to_identity AND node_uri IS NOT NULL))
      """)
  }

  /// The edges of a memory went with it, and not because somebody took them away.
  package func displaceLinks(of uri: MemoryURI, identity: Int64) throws {
    try connection.execute(
      """
      UPDATE sync_links SET is_placed = 0
      WHERE weight IS NOT NULL AND (from_uri = ? AND from_identity = ? OR to_uri = ? AND to_identity = ?)
      """,
      [uri.description, identity, uri.description, identity])
  }

  package func unpublishedLinks(limit: Int) throws -> [SyncLinkRow] {
    try connection.query(
      """
      SELECT from_uri, from_identity, to_uri, to_identity, kind, weight, created_at, time, installation FROM sync_links
      WHERE is_unpublished > 0 LIMIT ?
      """, [limit]
    ) { row in
      SyncLinkRow(
        from: .init(uri: readURI(row.text(0)), identity: row.integer(1)),
        to: .init(uri: readURI(row.text(2)), identity: row.integer(3)),
        kind: row.text(4), weight: row.isNull(5) ? nil : row.double(5), createdAt: row.optionalTimestamp(6), time: row.timestamp(7),
        installation: row.text(8))
    }
  }

  package func markPublished(_ links: [SyncLinkRow]) throws {
    for link in links {
      try connection.execute(
        """
        UPDATE sync_links SET is_unpublished = 0
        WHERE from_uri = ? AND from_identity = ? AND to_uri = ? AND to_identity = ? AND kind = ?
        """,
        [link.from.uri.description, link.from.identity, link.to.uri.description, link.to.identity, link.kind])
    }
  }
}
