package import MemoryModel
import SQLite

/// Reading whole tables, row by row: for an export, which must not hold a large store in memory.
extension MemoryStore {
  /// All memories by address, retracted ones too, each with what was merged into it.
  package func forEachMemory(_ body: (MemoryNode, _ mergedFrom: [String]) throws -> Void) throws {
    try connection.forEach("SELECT \(Self.nodeColumns), merged_from FROM mem_nodes WHERE node_type = 'leaf' ORDER BY uri") { row in
      try body(readNode(row), row.optionalText(24)?.split(separator: "\n").map(String.init) ?? [])
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
}
