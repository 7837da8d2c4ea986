package import MemoryModel
import SQLite

/// Writing rows as they stood in another store: what an export holds comes back with its own times, numbers and weights.
extension MemoryStore {
  package func setMergedFrom(_ sources: [String], of id: Int64) throws {
    try connection.execute(
      "UPDATE mem_nodes SET merged_from = ? WHERE id = ?", [sources.isEmpty ? nil : sources.joined(separator: "\n"), id])
  }

  /// False when the revision of this number stood there already.
  @discardableResult
  package func insert(_ revision: Revision, ofNode id: Int64) throws -> Bool {
    try connection.execute(
      """
      INSERT INTO revisions (node_id, number, cause, l0_abstract, l1_overview, l2_content, valid_from, valid_to, replaced_at, session)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
      """,
      [
        id, revision.number, revision.cause.rawValue, revision.abstract,
        StoredOverview.column(revision.overview, content: revision.content), revision.content,
        revision.validity.from, revision.validity.to, revision.replacedAt, revision.session,
      ])
    return connection.changes > 0
  }

  /// An edge with its own time and weight; of one that is there the stronger weight holds. False when that changed nothing.
  package func insert(_ link: Link, from: Int64, to: Int64) throws -> Bool {
    try connection.execute(
      """
      INSERT INTO links (from_id, to_id, kind, weight, created_at) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (from_id, to_id, kind) DO UPDATE SET weight = excluded.weight WHERE excluded.weight > weight
      """, [from, to, link.kind.rawValue, link.weight, link.createdAt])
    return connection.changes > 0
  }

  /// The session's last activity and end reach at least to `moment`.
  package func extendSession(_ id: String, to moment: Timestamp) throws {
    try connection.execute(
      "UPDATE sessions SET last_active_at = ?, ended_at = max(ended_at, ?) WHERE id = ? AND last_active_at < ?",
      [moment, moment, id, moment])
  }

  /// False when it was noted before.
  package func insertProject(root: String, name: String) throws -> Bool {
    try connection.execute("INSERT INTO projects (root, name) VALUES (?, ?) ON CONFLICT DO NOTHING", [root, name])
    return connection.changes > 0
  }

  package func insertRetraction(fingerprint: String, category: String?, project: String?, at moment: Timestamp, reason: String?)
    throws
    -> Bool
  {
    // A primary key with NULL in it is no obstacle to a second row.
    let isThere =
      try connection.first("SELECT 1 FROM retractions WHERE fingerprint = ? AND category IS ?", [fingerprint, category]) { _ in true
      }
      ?? false
    guard !isThere else { return false }
    try connection.execute(
      "INSERT INTO retractions (fingerprint, category, project, retracted_at, reason) VALUES (?, ?, ?, ?, ?)",
      [fingerprint, category, project, moment, reason])
    return true
  }

  package func insertExposure(of id: Int64, session: String, at moment: Timestamp) throws -> Bool {
    try connection.execute(
      "INSERT INTO exposures (node_id, session, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", [id, session, moment])
    return connection.changes > 0
  }

  package func insert(_ call: ModelCall) throws -> Bool {
    let isThere =
      try connection.first(
        """
        SELECT 1 FROM ledger WHERE at = ? AND purpose = ? AND provider = ? AND model = ? AND input_tokens = ? AND output_tokens = ?
          AND cost_usd IS ? AND session IS ?
        """,
        [
          call.at, call.purpose, call.provider, call.model, call.inputTokens, call.outputTokens, call.cost, call.session,
        ]
      ) { _ in true } ?? false
    guard !isThere else { return false }
    try insertLedgerRow(call)
    return true
  }

  /// The node's number, or nil where nothing stands.
  package func nodeID(at uri: MemoryURI) throws -> Int64? {
    try connection.first("SELECT id FROM mem_nodes WHERE uri = ?", [uri.description]) { $0.integer(0) }
  }

  /// Writes how often and when a node was used, as another store counted it.
  package func setUse(of id: Int64, relevance: Double, lastAccess: Timestamp?, accessCount: Int) throws {
    try connection.execute(
      "UPDATE mem_nodes SET relevance = ?, last_access = ?, access_count = ? WHERE id = ?",
      [relevance, lastAccess, accessCount, id])
  }

  package func setCreation(of id: Int64, at moment: Timestamp) throws {
    try connection.execute("UPDATE mem_nodes SET created_at = ? WHERE id = ?", [moment, id])
  }
}
