package import MemoryModel
import SQLite

/// A concept in a session.
package struct ConceptMention: Hashable, Sendable {
  package var concept: Int64
  package var session: String
  /// When it was named last.
  package var at: Timestamp
  /// A bit for each 64th of the session that named it.
  package var turns: UInt64
  /// Texts that named it, and edits of the file.
  package var mentions: Int
}

extension MemoryStore {
  // MARK: Reading

  package func concept(key: String) throws -> (id: Int64, concept: Concept)? {
    try connection.first("SELECT id, key, name, kind FROM concepts WHERE key = ?", [key], readConcept)
  }

  /// Those whose key begins with `prefix`, the most named first.
  package func concepts(beginningWith prefix: String, limit: Int) throws -> [Concept] {
    try connection.query(
      """
      SELECT id, key, name, kind FROM concepts WHERE key >= ? AND key < ? || char(1114111)
      ORDER BY (SELECT sum(mentions) FROM concept_sessions WHERE concept_id = id) DESC, key LIMIT ?
      """, [prefix, prefix, limit]
    ) { readConcept($0).concept }
  }

  package func concepts(ids: some Sequence<Int64>) throws -> [Int64: Concept] {
    let list = "[\(ids.map(String.init).joined(separator: ","))]"
    let rows = try connection.query(
      "SELECT id, key, name, kind FROM concepts WHERE id IN (SELECT value FROM json_each(?))", [list], readConcept)
    return Dictionary(rows.map { ($0.id, $0.concept) }, uniquingKeysWith: { $1 })
  }

  /// Where a concept was named, the newest first.
  package func mentions(ofConcept id: Int64, project: NodeFilter.ProjectFilter, limit: Int) throws -> [ConceptMention] {
    try mentions("concept_id = ?", [id], project, limit: limit)
  }

  /// All that these sessions named.
  package func mentions(inSessions sessions: some Sequence<String>) throws -> [ConceptMention] {
    try sessions.flatMap { try mentions("concept_sessions.session = ?", [$0], .any, limit: .max) }
  }

  /// What sessions named lately, the newest first.
  package func latestMentions(project: NodeFilter.ProjectFilter, limit: Int) throws -> [ConceptMention] {
    try mentions("true", [], project, limit: limit)
  }

  private func mentions(
    _ condition: String, _ arguments: [any DatabaseValueConvertible], _ project: NodeFilter.ProjectFilter, limit: Int
  ) throws -> [ConceptMention] {
    var condition = condition
    var arguments = arguments
    switch project {
    case .only(let name), .projectAndUnscoped(let name):
      condition += " AND session IN (SELECT id FROM sessions WHERE project = ?)"
      arguments.append(name)
    case .unscoped: condition += " AND session IN (SELECT id FROM sessions WHERE project IS NULL)"
    case .any: break
    }
    return try connection.query(
      """
      SELECT concept_id, session, at, turns, mentions FROM concept_sessions WHERE \(condition)
      ORDER BY at DESC, session, concept_id LIMIT ?
      """, arguments + [limit]
    ) { row in
      ConceptMention(
        concept: row.integer(0), session: row.text(1), at: row.timestamp(2), turns: UInt64(bitPattern: row.integer(3)),
        mentions: Int(row.integer(4)))
    }
  }

  /// Memories that hold all these words in one passage, the newest first; sessions' own pages left out.
  package func memories(holding terms: [SearchTerm], limit: Int) throws -> [MemoryNode] {
    guard !terms.isEmpty else { return [] }
    let ids = try connection.query(
      """
      SELECT DISTINCT mem_nodes.id FROM passages_fts JOIN passages ON passages.id = passages_fts.rowid
      JOIN mem_nodes ON mem_nodes.id = passages.node_id
      WHERE passages_fts MATCH ? AND category != 'sessions' AND retracted_at IS NULL AND superseded_by IS NULL
      ORDER BY updated_at DESC, mem_nodes.id LIMIT ?
      """, [terms.map(\.expression).joined(separator: " AND "), limit]
    ) { $0.integer(0) }
    return try ids.compactMap { try node(id: $0) }
  }

  // MARK: Writing

  /// What a session names, instead of what it was known to name. The same twice changes nothing.
  package func replaceConcepts(
    ofSession session: String, with mentions: [(concept: Concept, at: Timestamp, turns: UInt64, mentions: Int)]
  ) throws {
    let before = try concepts(ofSession: session)
    try connection.execute("DELETE FROM concept_sessions WHERE session = ?", [session])
    for mention in mentions {
      let concept = mention.concept
      try connection.execute(
        "INSERT INTO concepts (key, name, kind) VALUES (?, ?, ?) ON CONFLICT (key) DO NOTHING",
        [concept.key, concept.name, concept.kind.rawValue])
      try connection.execute(
        """
        INSERT INTO concept_sessions (concept_id, session, at, turns, mentions)
        VALUES ((SELECT id FROM concepts WHERE key = ?), ?, ?, ?, ?)
        """, [concept.key, session, mention.at, Int64(bitPattern: mention.turns), mention.mentions])
    }
    try deleteUnnamedConcepts(of: before)
  }

  /// - Returns: whether there were any.
  @discardableResult
  package func deleteConcepts(ofSession session: String) throws -> Bool {
    let before = try concepts(ofSession: session)
    guard !before.isEmpty else { return false }
    try connection.execute("DELETE FROM concept_sessions WHERE session = ?", [session])
    try deleteUnnamedConcepts(of: before)
    return true
  }

  /// Forgets what no session named since `horizon`, and of the rest all but the newest `limit` mentions.
  package func deleteConcepts(before horizon: Timestamp, keeping limit: Int) throws {
    try connection.execute("DELETE FROM concept_sessions WHERE at < ?", [horizon])
    try connection.execute(
      """
      DELETE FROM concept_sessions WHERE at < (SELECT at FROM concept_sessions ORDER BY at DESC LIMIT 1 OFFSET ?)
      """, [limit])
    try connection.execute("DELETE FROM concepts WHERE NOT EXISTS (SELECT 1 FROM concept_sessions WHERE concept_id = concepts.id)")
  }

  private func concepts(ofSession session: String) throws -> [Int64] {
    try connection.query("SELECT concept_id FROM concept_sessions WHERE session = ?", [session]) { $0.integer(0) }
  }

  /// Looks at these alone: a session is read again with each of its turns, and all that ever was named may be a hundred thousand.
  private func deleteUnnamedConcepts(of ids: [Int64]) throws {
    for id in ids {
      try connection.execute(
        "DELETE FROM concepts WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM concept_sessions WHERE concept_id = ?1)", [id])
    }
  }

  private func readConcept(_ row: Row) -> (id: Int64, concept: Concept) {
    (row.integer(0), Concept(key: row.text(1), name: row.text(2), kind: Concept.Kind(rawValue: row.text(3)) ?? .name))
  }
}
