package import MemoryModel
import SQLite

/// Reading whole tables, row by row and in an order that only their content decides: for an export, which must not hold a large store in
/// memory.
extension MemoryStore {
  /// All memories by address, retracted ones too, each with what was merged into it and with its first searchable piece.
  package func forEachMemory(_ body: (MemoryNode, _ mergedFrom: [String], _ heading: String?) throws -> Void) throws {
    try connection.forEach(
      """
      SELECT \(Self.nodeColumns), merged_from,
        (SELECT text FROM passages WHERE node_id = mem_nodes.id AND tier = 0 AND ordinal = 0) FROM mem_nodes
      WHERE node_type = 'leaf' ORDER BY uri
      """
    ) { row in
      try body(
        readNode(row), row.optionalText(Self.nodeColumnCount)?.split(separator: "\n").map(String.init) ?? [],
        row.optionalText(Self.nodeColumnCount + 1))
      return true
    }
  }

  package func forEachLink(_ body: (Link) throws -> Void) throws {
    try connection.forEach(
      """
      SELECT a.uri, b.uri, kind, weight, links.created_at FROM links
      JOIN mem_nodes AS a ON a.id = from_id JOIN mem_nodes AS b ON b.id = to_id ORDER BY a.uri, b.uri, kind
      """
    ) { row in
      try body(
        Link(
          from: readURI(row.text(0)), to: readURI(row.text(1)), kind: Link.Kind(rawValue: row.text(2)) ?? .coMention,
          weight: row.double(3), createdAt: row.timestamp(4)))
      return true
    }
  }

  /// The edges that begin at this node, by where they end.
  package func forEachLink(from id: Int64, _ body: (Link) throws -> Void) throws {
    try connection.forEach(
      """
      SELECT a.uri, b.uri, kind, weight, links.created_at FROM links
      JOIN mem_nodes AS a ON a.id = from_id JOIN mem_nodes AS b ON b.id = to_id WHERE from_id = ? ORDER BY b.uri, kind
      """, [id]
    ) { row in
      try body(
        Link(
          from: readURI(row.text(0)), to: readURI(row.text(1)), kind: Link.Kind(rawValue: row.text(2)) ?? .coMention,
          weight: row.double(3), createdAt: row.timestamp(4)))
      return true
    }
  }

  package func forEachSession(_ body: (Session, _ extractedAt: Timestamp?) throws -> Void) throws {
    try connection.forEach("SELECT \(Self.sessionColumns), extracted_at FROM sessions ORDER BY id") { row in
      try body(readSession(row), row.optionalTimestamp(10))
      return true
    }
  }

  /// What happened in a session, in the order in which it came, at most `count` at a time.
  package func forEachObservations(ofSession id: String, atOnce count: Int, _ body: ([Observation]) throws -> Void) throws {
    var observations: [Observation] = []
    try connection.forEach("SELECT \(Self.observationColumns) FROM observations WHERE session = ? ORDER BY id", [id]) { row in
      observations.append(readObservation(row))
      if observations.count == count {
        try body(observations)
        observations.removeAll(keepingCapacity: true)
      }
      return true
    }
    if !observations.isEmpty { try body(observations) }
  }

  /// The fingerprints that block re-learning.
  package func forEachRetraction(
    _ body: (_ fingerprint: String, _ category: String?, _ project: String?, _ at: Timestamp, _ reason: String?) throws -> Void
  ) throws {
    try connection.forEach(
      "SELECT fingerprint, category, project, retracted_at, reason FROM retractions ORDER BY fingerprint, category"
    ) { row in
      try body(row.text(0), row.optionalText(1), row.optionalText(2), row.timestamp(3), row.optionalText(4))
      return true
    }
  }

  /// Which words of which session were considered already.
  package func forEachLearned(_ body: (_ session: String, _ fingerprint: String) throws -> Void) throws {
    try connection.forEach("SELECT session, fingerprint FROM learned ORDER BY session, fingerprint") { row in
      try body(row.text(0), row.text(1))
      return true
    }
  }

  package func forEachExposure(_ body: (_ session: String, _ uri: MemoryURI, _ at: Timestamp) throws -> Void) throws {
    try connection.forEach(
      "SELECT session, uri, at FROM exposures JOIN mem_nodes ON mem_nodes.id = node_id ORDER BY session, uri"
    ) { row in
      try body(row.text(0), readURI(row.text(1)), row.timestamp(2))
      return true
    }
  }

  package func forEachProject(_ body: (_ root: String, _ name: String) throws -> Void) throws {
    try connection.forEach("SELECT root, name FROM projects ORDER BY root") { row in
      try body(row.text(0), row.text(1))
      return true
    }
  }

  package func forEachImportMark(_ body: (_ source: String, _ key: String, _ hash: String, _ uri: MemoryURI?) throws -> Void) throws
  {
    try connection.forEach(
      "SELECT source, key, hash, uri FROM imports LEFT JOIN mem_nodes ON mem_nodes.id = node_id ORDER BY source, key"
    ) { row in
      try body(row.text(0), row.text(1), row.text(2), row.optionalText(3).map(readURI))
      return true
    }
  }

  package func forEachModelCall(_ body: (ModelCall) throws -> Void) throws {
    try connection.forEach(
      """
      SELECT at, purpose, provider, model, input_tokens, output_tokens, cost_usd, session FROM ledger
      ORDER BY at, purpose, provider, model, session, input_tokens, output_tokens, cost_usd
      """
    ) { row in
      try body(
        ModelCall(
          at: row.timestamp(0), purpose: row.text(1), provider: row.text(2), model: row.text(3), inputTokens: row.integer(4),
          outputTokens: row.integer(5), cost: row.isNull(6) ? nil : row.double(6), session: row.optionalText(7)))
      return true
    }
  }
}
