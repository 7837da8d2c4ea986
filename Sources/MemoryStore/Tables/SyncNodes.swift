package import MemoryModel
import SQLite

/// A row of `sync_nodes`.
package struct SyncNodeRow: Hashable, Sendable {
  package var uri: MemoryURI
  package var birth: Timestamp
  /// What a link knows it by.
  package var identity: Int64
  /// Where it stands in this store.
  package var nodeURI: MemoryURI?
  package var rowDigest: String
  package var unpublished: Unpublished
  package var state: String

  package enum Unpublished: Int64, Sendable { case nothing, changes, everything }

  package init(
    uri: MemoryURI, birth: Timestamp, identity: Int64, nodeURI: MemoryURI?, rowDigest: String, unpublished: Unpublished,
    state: String
  ) {
    self.uri = uri
    self.birth = birth
    self.identity = identity
    self.nodeURI = nodeURI
    self.rowDigest = rowDigest
    self.unpublished = unpublished
    self.state = state
  }
}

extension MemoryStore {
  // MARK: Reading

  /// All that was ever created at an address, the oldest first.
  package func syncNodes(at uri: MemoryURI) throws -> [SyncNodeRow] {
    try connection.query("\(selectSyncNode) WHERE uri = ? ORDER BY birth", [uri.description], readSyncNode)
  }

  package func syncNode(standingAt uri: MemoryURI) throws -> SyncNodeRow? {
    try connection.first("\(selectSyncNode) WHERE node_uri = ? ORDER BY birth DESC", [uri.description], readSyncNode)
  }

  package func syncAddresses(unpublishedUpTo limit: Int, leavingOut: [MemoryURI]) throws -> [MemoryURI] {
    let hidden = leavingOut.map { _ in "AND NOT (uri >= ? AND uri < ?)" }.joined(separator: " ")
    let arguments: [any DatabaseValueConvertible] = leavingOut.flatMap { [$0.description + "/", $0.description + "0"] } + [limit]
    return try connection.query(
      "SELECT DISTINCT uri FROM sync_nodes INDEXED BY sync_nodes_unpublished WHERE unpublished > 0 \(hidden) LIMIT ?", arguments
    ) { readURI($0.text(0)) }
  }

  /// Every memory, with what was noted of it when it was last looked at: the address that it was created at, and its digest.
  package func forEachMemoryToSync(
    _ body: (_ node: MemoryNode, _ mergedFrom: [String], _ revisions: Int, _ known: (uri: MemoryURI, digest: String)?) throws ->
      Void
  ) throws {
    try connection.forEach(
      """
      SELECT \(Self.nodeColumns), merged_from, (SELECT count(*) FROM revisions WHERE node_id = id),
        (SELECT uri || char(10) || row_digest FROM sync_nodes WHERE node_uri = mem_nodes.uri ORDER BY birth DESC LIMIT 1)
      FROM mem_nodes WHERE node_type = 'leaf' ORDER BY uri
      """
    ) { row in
      let first = Self.nodeColumnCount
      let known = row.optionalText(first + 2).map { $0.split(separator: "\n", omittingEmptySubsequences: false) }
      try body(
        readNode(row), row.optionalText(first)?.split(separator: "\n").map(String.init) ?? [], Int(row.integer(first + 1)),
        known.map { (readURI(String($0[0])), String($0.last ?? "")) })
      return true
    }
  }

  /// The addresses of memories that are noted as standing somewhere and do not.
  package func syncAddressesOfVanished() throws -> [MemoryURI] {
    try connection.query(
      """
      SELECT DISTINCT uri FROM sync_nodes WHERE node_uri IS NOT NULL AND NOT EXISTS
        (SELECT 1 FROM mem_nodes WHERE mem_nodes.uri = node_uri AND node_type = 'leaf')
      """
    ) { readURI($0.text(0)) }
  }

  /// The addresses of memories that name this one as their successor.
  package func syncAddresses(replacedBy reference: String) throws -> [MemoryURI] {
    try connection.query("SELECT DISTINCT uri FROM sync_nodes WHERE successor = ? ORDER BY uri", [reference]) {
      readURI($0.text(0))
    }
  }

  package func syncNode(marked mark: String) throws -> SyncNodeRow? {
    try connection.first("\(selectSyncNode) WHERE mark = ?", [mark], readSyncNode)
  }

  /// Where the memory that is meant stands in this store; nil when it does not.
  package func place(ofReference reference: String) throws -> MemoryURI? {
    try connection.first(
      "SELECT node_uri FROM sync_nodes WHERE reference = ? AND node_uri IS NOT NULL ORDER BY birth DESC", [reference]
    ) { readURI($0.text(0)) }
  }

  /// What search looks at first: the abstract and the names, where they say more than the content.
  package func heading(ofNode id: Int64) throws -> String? {
    try connection.first("SELECT text FROM passages WHERE node_id = ? AND tier = 0 AND ordinal = 0", [id]) { $0.text(0) }
  }

  package func mergedFrom(ofNode id: Int64) throws -> [String] {
    let text = try connection.first("SELECT merged_from FROM mem_nodes WHERE id = ?", [id]) { $0.optionalText(0) } ?? nil
    return text?.split(separator: "\n").map(String.init) ?? []
  }

  // MARK: Writing

  /// - Parameter successor: the reference of the memory that replaced it.
  package func save(_ row: SyncNodeRow, successor: String?) throws {
    try connection.execute(
      """
      INSERT INTO sync_nodes (uri, birth, identity, mark, reference, node_uri, row_digest, unpublished, state, successor)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (uri, birth) DO UPDATE SET node_uri = excluded.node_uri, row_digest = excluded.row_digest,
        unpublished = excluded.unpublished, state = excluded.state, successor = excluded.successor
      """,
      [
        row.uri.description, row.birth, row.identity, SyncMark.of(row.uri, birth: row.birth),
        SyncMark.reference(to: row.uri, identity: row.identity), row.nodeURI?.description, row.rowDigest, row.unpublished.rawValue,
        row.state, successor,
      ])
  }

  /// Of an erased memory not even the address stays; `sync_erased` has its mark.
  package func deleteSyncNode(_ uri: MemoryURI, birth: Timestamp) throws {
    try connection.execute("DELETE FROM sync_nodes WHERE uri = ? AND birth = ?", [uri.description, birth])
  }

  /// Everything is to be written to the folder: it is another one, or it lost what we wrote.
  package func markAllUnpublished() throws {
    try connection.execute("UPDATE sync_nodes SET unpublished = 2")
    try connection.execute("UPDATE sync_links SET is_unpublished = 1")
    try connection.execute("UPDATE sync_values SET is_unpublished = 1")
    try connection.execute("UPDATE sync_erased SET is_unpublished = 1")
  }

  /// What `insert` and `update` leave alone: when it was created and how it was used, and what was merged into it.
  package func setHistory(of node: MemoryNode, mergedFrom: [String]) throws {
    try connection.execute(
      """
      UPDATE mem_nodes SET created_at = ?, updated_at = ?, last_access = ?, access_count = ?, mergeable = ?, merged_from = ?
      WHERE id = ?
      """,
      [
        node.createdAt, node.updatedAt, node.lastAccess, node.accessCount, node.category.isMergeable,
        mergedFrom.isEmpty ? nil : mergedFrom.joined(separator: "\n"), node.id,
      ])
  }

  /// Numbers count from 1 in the order given.
  package func replaceRevisions(_ revisions: [Revision], ofNode id: Int64) throws {
    try connection.execute("DELETE FROM revisions WHERE node_id = ?", [id])
    for (index, revision) in revisions.enumerated() {
      try connection.execute(
        """
        INSERT INTO revisions (node_id, number, cause, l0_abstract, l1_overview, l2_content, valid_from, valid_to, replaced_at, session)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        [
          id, index + 1, revision.cause.rawValue, revision.abstract,
          StoredOverview.column(revision.overview, content: revision.content), revision.content, revision.validity.from,
          revision.validity.to, revision.replacedAt, revision.session,
        ])
    }
  }

  /// A directory stands where a memory is to stand: from here on it is one, and keeps what is below it. False when there is none.
  package func makeLeaf(_ uri: MemoryURI) throws -> Int64? {
    guard let node = try node(at: uri), node.kind == .directory else { return nil }
    try connection.execute("UPDATE mem_nodes SET node_type = 'leaf', relevance = 1.0 WHERE id = ?", [node.id])
    return node.id
  }

  /// Takes a memory away. One with others below it stays as their directory. Its passages are removed by `removePassages` before.
  package func vacate(nodeID id: Int64) throws {
    let hasChildren =
      try connection.first("SELECT 1 FROM mem_nodes WHERE parent_uri = (SELECT uri FROM mem_nodes WHERE id = ?)", [id]) { _ in true
      }
      ?? false
    guard hasChildren else { return try delete(nodeID: id) }
    for table in ["revisions", "exposures"] { try connection.execute("DELETE FROM \(table) WHERE node_id = ?", [id]) }
    try connection.execute("DELETE FROM links WHERE from_id = ? OR to_id = ?", [id, id])
    try connection.execute(
      """
      UPDATE mem_nodes SET node_type = 'dir', l0_abstract = '', l1_overview = '', l2_content = '', tags = '', merged_from = NULL,
        last_access = NULL, access_count = 0, source_session = NULL, project = NULL, valid_from = NULL, valid_to = NULL,
        retracted_at = NULL, retracted_reason = NULL, superseded_by = NULL, pinned_at = NULL, content_hash = ''
      WHERE id = ?
      """, [id])
  }

  /// Gives a memory another address; what stands below it stays where it is, below the memory that takes its place. Inside a write, which
  /// puts one there before it ends.
  package func move(nodeID id: Int64, to new: MemoryURI) throws {
    try connection.execute("PRAGMA defer_foreign_keys = ON")
    try connection.execute("DELETE FROM mem_nodes WHERE uri = ? AND node_type = 'dir'", [new.description])
    try connection.execute("UPDATE mem_nodes SET uri = ? WHERE id = ?", [new.description, id])
  }

  // MARK: Rows

  private var selectSyncNode: String { "SELECT uri, birth, identity, node_uri, row_digest, unpublished, state FROM sync_nodes" }

  private func readSyncNode(_ row: Row) -> SyncNodeRow {
    SyncNodeRow(
      uri: readURI(row.text(0)), birth: row.timestamp(1), identity: row.integer(2), nodeURI: row.optionalText(3).map(readURI),
      rowDigest: row.text(4), unpublished: SyncNodeRow.Unpublished(rawValue: row.integer(5)) ?? .everything, state: row.text(6))
  }
}
