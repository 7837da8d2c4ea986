package import MemoryModel
import SQLite

/// The words of sessions, turn by turn: most of a store that is used for years.
extension MemoryStore {
  /// Turns of all sessions together. Reads an index alone, but for summaries, which it counts as turns.
  package func turnCount() throws -> Int {
    Int(
      try connection.first("SELECT count(*) FROM mem_nodes WHERE node_type = 'leaf' AND category = 'sessions'") { $0.integer(0) }
        ?? 0)
  }

  /// The session that was active longest ago of those whose turns stand, and no later than `moment`. One with a pinned page is left out.
  package func oldestSessionWithTurns(before moment: Timestamp) throws -> String? {
    try connection.first(
      """
      SELECT id FROM sessions WHERE last_active_at < ?
        AND EXISTS (SELECT 1 FROM \(Self.ofSession) = sessions.id AND \(Self.isTurn))
        AND NOT EXISTS (SELECT 1 FROM \(Self.ofSession) = sessions.id AND \(Self.isTurn) AND pinned_at IS NOT NULL)
      ORDER BY last_active_at, id LIMIT 1
      """, [moment]
    ) { $0.text(0) }
  }

  /// Takes at most `limit` of a session's turns away, with what search knows of them; with the last one also what the hooks recorded, and the directory.
  /// Its summary stays, and what was learned from it. Inside a write.
  ///
  /// - Returns: how many went.
  package func deleteTurns(ofSession id: String, limit: Int) throws -> Int {
    let turns = try connection.query(
      "SELECT id, parent_uri FROM \(Self.ofSession) = ? AND \(Self.isTurn) ORDER BY id LIMIT ?", [id, limit + 1]
    ) { ($0.integer(0), $0.text(1)) }
    for (turn, _) in turns.prefix(limit) {
      try removePassages(ofNode: turn)
      try connection.execute("DELETE FROM mem_nodes WHERE id = ?", [turn])
    }
    guard turns.count <= limit else { return limit }
    for directory in Set(turns.map(\.1)) {
      try connection.execute(
        "DELETE FROM mem_nodes WHERE uri = ?1 AND node_type = 'dir' AND NOT EXISTS (SELECT 1 FROM mem_nodes WHERE parent_uri = ?1)",
        [directory])
    }
    try deleteObservations(ofSession: id)
    return turns.count
  }

  /// Named, because the index by category looks as good, and has the turns of all sessions.
  private static let ofSession = "mem_nodes INDEXED BY mem_nodes_session WHERE source_session"
  private static let isTurn = "node_type = 'leaf' AND category = 'sessions' AND parent_uri LIKE 'mem://sessions/%/turns'"
}
