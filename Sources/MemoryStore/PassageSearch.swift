package import MemoryModel
import SQLite

/// A passage that holds at least one term of a question. Bit *n* of a mask stands for the question's term *n*.
package struct PassageHit: Hashable, Sendable {
  package var id: Int64
  /// Terms that stand in the passage.
  package var present: UInt64
  /// Terms that stand in it more than once.
  package var repeated: UInt64
  /// Terms that are followed by the question's next term within three words.
  package var adjacent: UInt64

  package init(id: Int64, present: UInt64, repeated: UInt64 = 0, adjacent: UInt64 = 0) {
    self.id = id
    self.present = present
    self.repeated = repeated
    self.adjacent = adjacent
  }
}

/// Every passage that holds a term of a question, in the order of their ids.
package struct PassageHits: Sendable {
  package var hits: [PassageHit]
  /// In how many of the hits each term stands.
  package var frequencies: [Int]
  /// Passages that were searched, about.
  package var passageCount: Int

  package init(hits: [PassageHit], frequencies: [Int], passageCount: Int) {
    self.hits = hits
    self.frequencies = frequencies
    self.passageCount = passageCount
  }
}

/// Whose passages are searched.
package enum PassageScope: Hashable, Sendable {
  case project(String)
  case unscoped
  case everything

  fileprivate var words: [String] {
    switch self {
    case .project(let name): [SearchText.scopeWord(name), SearchText.scopeWord(nil)]
    case .unscoped: [SearchText.scopeWord(nil)]
    case .everything: []
    }
  }
}

extension MemoryStore {
  /// The most terms that one search tells apart.
  package static let maximumSearchTerms = Connection.maximumPhrases

  /// - Parameter terms: at most `maximumSearchTerms`; later ones are left out.
  package func passageHits(for terms: [SearchTerm], in scope: PassageScope) throws -> PassageHits {
    let terms = terms.prefix(Self.maximumSearchTerms)
    guard !terms.isEmpty else { return PassageHits(hits: [], frequencies: [], passageCount: 0) }
    var expression = terms.map(\.expression).joined(separator: " OR ")
    if !scope.words.isEmpty { expression = "(\(expression)) AND (\(scope.words.map { "\"\($0)\"" }.joined(separator: " OR ")))" }
    let found = try connection.fullTextHits(in: "passages_fts", matching: expression, phraseCount: terms.count)
    let hits = PassageHits(
      hits: found.hits.map { PassageHit(id: $0.rowID, present: $0.present, repeated: $0.repeated, adjacent: $0.adjacent) },
      frequencies: found.frequencies, passageCount: try passageCount(in: scope) ?? found.rowCount)
    searchStatistics.learn(hits, of: terms, in: scope)
    return hits
  }

  /// Of all scopes.
  package func passageCount() throws -> Int {
    try connection.first("SELECT coalesce(sum(passages), 0) FROM passage_counts") { Int($0.integer(0)) } ?? 0
  }

  /// Nil for all of them: the index itself knows that.
  private func passageCount(in scope: PassageScope) throws -> Int? {
    guard !scope.words.isEmpty else { return nil }
    return try connection.query(
      "SELECT passages FROM passage_counts WHERE scope_word IN (?, ?)", [scope.words[0], scope.words.last ?? scope.words[0]]
    ) { Int($0.integer(0)) }.reduce(0, +)
  }

  /// The first passage of memories that are of a time in `range`, the newest first; at most `limit`.
  package func firstPassageRows(
    from first: Timestamp, before end: Timestamp, in scope: PassageScope, limit: Int
  ) throws -> [PassageRow] {
    let (condition, arguments): (String, [any DatabaseValueConvertible]) =
      switch scope {
      case .project(let name): ("(mem_nodes.project = ? OR mem_nodes.project IS NULL)", [name])
      case .unscoped: ("mem_nodes.project IS NULL", [])
      case .everything: ("TRUE", [])
      }
    return try connection.query(
      """
      SELECT \(Self.passageRowColumns)
      FROM mem_nodes INDEXED BY mem_nodes_time
        CROSS JOIN passages ON passages.node_id = mem_nodes.id AND passages.tier = 2 AND passages.ordinal = 0
      WHERE mem_nodes.node_type = 'leaf' AND coalesce(mem_nodes.valid_from, mem_nodes.created_at) >= ?
        AND coalesce(mem_nodes.valid_from, mem_nodes.created_at) < ? AND \(condition)
      ORDER BY coalesce(mem_nodes.valid_from, mem_nodes.created_at) DESC LIMIT ?
      """, [first, end] + arguments + [limit], readPassageRow)
  }

  /// The words of the index that begin with `prefix`, stemmed as they stand there; at most `limit`.
  package func indexedWords(beginningWith prefix: String, limit: Int) throws -> [String] {
    guard let last = prefix.unicodeScalars.last, let next = Unicode.Scalar(last.value + 1) else { return [] }
    // A view on the index for this connection alone; nothing of it is in the file.
    try connection.execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.passage_words USING fts5vocab (main, passages_fts, row)")
    let end = String(String.UnicodeScalarView(prefix.unicodeScalars.dropLast() + [next]))
    return try connection.query(
      "SELECT term FROM temp.passage_words WHERE term >= ? AND term < ? LIMIT ?", [prefix, end, limit]
    ) { $0.text(0) }
  }

  /// The passages with these ids, with what ranking needs to know of their nodes; in no particular order.
  package func passageRows(ids: some Sequence<Int64>) throws -> [PassageRow] {
    try connection.query(
      """
      SELECT \(Self.passageRowColumns)
      FROM json_each(?) AS wanted CROSS JOIN passages ON passages.id = wanted.value CROSS JOIN mem_nodes ON mem_nodes.id = passages.node_id
      """, [jsonArray(ids)], readPassageRow)
  }

  /// The first passage of each of these nodes.
  package func firstPassageRows(ofNodes ids: some Sequence<Int64>) throws -> [PassageRow] {
    try connection.query(
      """
      SELECT \(Self.passageRowColumns)
      FROM json_each(?) AS wanted CROSS JOIN mem_nodes ON mem_nodes.id = wanted.value
        CROSS JOIN passages ON passages.node_id = mem_nodes.id AND passages.tier = 2 AND passages.ordinal = 0
      """, [jsonArray(ids)], readPassageRow)
  }

  /// The memories that were made just before and just after each of these in the same session.
  ///
  /// - Parameters:
  ///   - count: how many before and how many after.
  ///   - reach: how far ids may lie apart.
  package func neighbours(ofNodes ids: some Sequence<Int64>, count: Int, reach: Int) throws -> [Int64] {
    let near = try connection.query(
      """
      SELECT here.id, near.id
      FROM json_each(?1) AS wanted CROSS JOIN mem_nodes AS here ON here.id = wanted.value
        CROSS JOIN mem_nodes AS near INDEXED BY mem_nodes_session
          ON near.source_session = here.source_session AND near.id BETWEEN here.id - ?2 AND here.id + ?2 AND near.id <> here.id
      """, [jsonArray(ids), reach]
    ) { (here: $0.integer(0), near: $0.integer(1)) }
    // The rows of one memory come together and in order.
    var chosen: [Int64] = []
    var rest = near[...]
    while let here = rest.first?.here {
      let group = rest.prefix { $0.here == here }
      rest = rest.dropFirst(group.count)
      let before = group.prefix { $0.near < here }
      chosen += before.suffix(count).map(\.near) + group.dropFirst(before.count).prefix(count).map(\.near)
    }
    return chosen
  }

  /// What is linked with each of these nodes, in either direction: (one of `ids`, the other end, the link's weight).
  package func linkedNodes(of ids: some Sequence<Int64>) throws -> [(from: Int64, to: Int64, weight: Double)] {
    try connection.query(
      """
      SELECT wanted.value, links.to_id, links.weight FROM json_each(?1) AS wanted CROSS JOIN links ON links.from_id = wanted.value
      UNION ALL
      SELECT wanted.value, links.from_id, links.weight FROM json_each(?1) AS wanted CROSS JOIN links ON links.to_id = wanted.value
      """, [jsonArray(ids)]
    ) { ($0.integer(0), $0.integer(1), $0.double(2)) }
  }

  /// In order: rows that stand side by side are read from one page.
  func jsonArray(_ ids: some Sequence<Int64>) -> String {
    var text = "["
    for id in ids.sorted() {
      if text.utf8.count > 1 { text += "," }
      text += String(id)
    }
    return text + "]"
  }

  private static let passageRowColumns = """
    passages.id, passages.node_id, passages.tier, passages.ordinal, passages.text, mem_nodes.uri, mem_nodes.category,
    mem_nodes.source_session, mem_nodes.project, mem_nodes.valid_from, mem_nodes.valid_to, mem_nodes.retracted_at, mem_nodes.pinned_at,
    mem_nodes.relevance, mem_nodes.created_at, mem_nodes.updated_at
    """

  private func readPassageRow(_ row: Row) -> PassageRow {
    PassageRow(
      id: row.integer(0), node: row.integer(1), tier: Int(row.integer(2)), ordinal: Int(row.integer(3)), text: row.text(4),
      uri: row.text(5), category: row.optionalText(6).flatMap(Category.init(rawValue:)) ?? .events, session: row.optionalText(7),
      project: row.optionalText(8), validity: Validity(from: row.optionalTimestamp(9), to: row.optionalTimestamp(10)),
      retractedAt: row.optionalTimestamp(11), isPinned: !row.isNull(12), relevance: row.double(13),
      createdAt: row.timestamp(14), updatedAt: row.timestamp(15))
  }
}
