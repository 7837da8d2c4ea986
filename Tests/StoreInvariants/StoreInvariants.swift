package import MemoryStore
import SQLite

/// What holds in every store at rest, whatever happened to the processes that wrote it: nothing in it is half of something.
///
///     #expect(try StoreInvariants.faults(in: store) == [])
package enum StoreInvariants {
  /// What does not hold, a line each; empty for a sound store. Reads everything, and writes only to SQLite's temporary tables.
  package static func faults(in store: MemoryStore) throws -> [String] {
    let connection = store.connection
    var faults = try file(connection)
    // Nothing below can be trusted in a damaged file.
    if !faults.isEmpty { return faults }
    faults += try rules.flatMap { name, sql in
      try connection.query("\(sql) LIMIT 3", []) { "\(name): \($0.optionalText(0) ?? "NULL")" }
    }
    faults += try searchIndex(connection)
    faults += try vectorLists(store)
    return faults
  }

  private static func file(_ connection: Connection) throws -> [String] {
    let damage = try connection.query("PRAGMA integrity_check(5)", []) { $0.text(0) }.filter { $0 != "ok" }
    let dangling = try connection.query("PRAGMA foreign_key_check", []) {
      "\($0.text(0)) points at a row of \($0.text(2)) that is gone"
    }
    return damage + dangling
  }

  /// Each query yields what breaks its rule.
  private static let rules: [(String, String)] = [
    (
      "a node without its directory",
      """
      SELECT uri FROM mem_nodes AS node WHERE uri != 'mem://' AND NOT EXISTS (
        SELECT 1 FROM mem_nodes AS parent WHERE parent.uri = node.parent_uri AND parent.node_type = 'dir')
      """
    ),
    (
      "a node that does not stand below its directory",
      """
      SELECT uri FROM mem_nodes WHERE uri != 'mem://' AND (substr(uri, 1, length(parent_uri)) != parent_uri
        OR instr(ltrim(substr(uri, length(parent_uri) + 1), '/'), '/') > 0)
      """
    ),
    ("a directory that says something", "SELECT uri FROM mem_nodes WHERE node_type = 'dir' AND l2_content != ''"),
    (
      "a memory that nobody can find",
      """
      SELECT uri FROM mem_nodes WHERE node_type = 'leaf' AND retracted_at IS NULL AND l2_content != ''
        AND NOT EXISTS (SELECT 1 FROM passages WHERE node_id = mem_nodes.id)
      """
    ),
    (
      "a retracted memory that is found",
      "SELECT uri FROM mem_nodes WHERE retracted_at IS NOT NULL AND EXISTS (SELECT 1 FROM passages WHERE node_id = mem_nodes.id)"
    ),
    (
      "a passage that its memory does not say",
      """
      SELECT uri || ': ' || text FROM passages JOIN mem_nodes ON mem_nodes.id = node_id
      WHERE tier = 2 AND instr(l2_content, substr(text, 1, instr(text || char(10), char(10)) - 1)) = 0
      """
    ),
    (
      "a passage in another scope than its memory",
      "SELECT uri FROM passages JOIN mem_nodes ON mem_nodes.id = node_id WHERE scope IS NOT project"
    ),
    (
      "passages with a gap",
      "SELECT node_id || '.' || tier FROM passages GROUP BY node_id, tier HAVING min(ordinal) != 0 OR max(ordinal) != count(*) - 1"
    ),
    (
      "revisions with a gap",
      "SELECT node_id FROM revisions GROUP BY node_id HAVING min(number) != 1 OR max(number) != count(*)"
    ),
    ("an edge from a memory to itself", "SELECT from_id FROM links WHERE from_id = to_id"),
    (
      "a superseded memory that is still valid for ever",
      "SELECT uri FROM mem_nodes WHERE superseded_by IS NOT NULL AND valid_to IS NULL AND retracted_at IS NULL"
    ),
    (
      "an observation of no session",
      "SELECT session FROM observations WHERE session NOT IN (SELECT id FROM sessions)"
    ),
    (
      "a session with more observations than it counts",
      """
      SELECT id FROM sessions WHERE observation_count < (SELECT count(*) FROM observations WHERE session = sessions.id)
      """
    ),
    (
      "a session that ended and has no end, or the other way round",
      "SELECT id FROM sessions WHERE (status = 'ended') != (ended_at IS NOT NULL)"
    ),
    (
      "a vector that is not counted",
      "SELECT identity FROM embedders WHERE vector_count != (SELECT count(*) FROM vectors WHERE embedder = embedders.id)"
    ),
    (
      "a list of an index that nobody has",
      "SELECT id FROM vector_lists WHERE vector_index NOT IN (SELECT id FROM vector_indexes)"
    ),
  ]

  /// The search index holds of each passage the very words that it would be given now, and of nothing else any.
  private static func searchIndex(_ connection: Connection) throws -> [String] {
    try connection.executeScript(
      """
      CREATE VIRTUAL TABLE temp.words_standing USING fts5vocab ('main', 'passages_fts', 'instance');
      CREATE VIRTUAL TABLE temp.made_anew USING fts5 (
        words, content = '', tokenize = "porter unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'");
      CREATE VIRTUAL TABLE temp.words_made_anew USING fts5vocab ('temp', 'made_anew', 'instance');
      """)
    defer {
      try? connection.executeScript("DROP TABLE temp.words_standing; DROP TABLE temp.words_made_anew; DROP TABLE temp.made_anew")
    }
    var counts: [String: Int64] = [:]
    let passages = try connection.query("SELECT id, scope, text FROM passages", []) {
      ($0.integer(0), $0.optionalText(1), $0.text(2))
    }
    for (id, scope, text) in passages {
      try connection.execute(
        "INSERT INTO temp.made_anew (rowid, words) VALUES (?, ?)", [id, SearchText.indexed(text, scope: scope)])
      // Of no text the index holds the word of its scope.
      counts[SearchText.indexed("", scope: scope).filter { $0 != " " }, default: 0] += 1
    }
    var faults: [String] = []
    for (name, one, other) in [
      ("the search index holds a word that no passage says", "words_standing", "words_made_anew"),
      ("the search index misses a word", "words_made_anew", "words_standing"),
    ] {
      faults += try connection.query(
        "SELECT term, doc FROM temp.\(one) EXCEPT SELECT term, doc FROM temp.\(other) LIMIT 3", []
      ) { "\(name): \($0.text(0)) in passage \($0.integer(1))" }
    }
    let counted = try connection.query("SELECT scope_word, passages FROM passage_counts WHERE passages != 0", []) {
      ($0.text(0), $0.integer(1))
    }
    if Dictionary(uniqueKeysWithValues: counted) != counts {
      faults.append("passages are counted wrongly: \(counted), not \(counts)")
    }
    return faults
  }

  /// Every vector stands in exactly one list or behind the mark; what else is in lists is known to be gone.
  private static func vectorLists(_ store: MemoryStore) throws -> [String] {
    var faults: [String] = []
    for (embedder, identity, _) in try store.embedders() {
      guard let state = try store.vectorState(of: embedder), let index = state.index else { continue }
      var listed: [Int64] = []
      for piece in try store.pieces(of: index) {
        try store.withPiece(piece.piece.id) { ids, _ in
          for offset in stride(from: 0, to: ids.count, by: 8) {
            listed.append(ids.loadUnaligned(fromByteOffset: offset, as: Int64.self))
          }
        }
      }
      let graves = Set(try store.vectorGraves(of: embedder).map(\.vector))
      let standing = try store.vectorIDs(of: embedder, after: 0).filter { $0 <= state.covered }
      if Set(listed).count != listed.count { faults.append("\(identity): a vector stands in two lists") }
      if Set(listed).subtracting(graves) != Set(standing) { faults.append("\(identity): the lists do not hold what they cover") }
    }
    return faults
  }
}
