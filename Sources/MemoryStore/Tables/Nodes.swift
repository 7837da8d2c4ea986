package import MemoryModel
import SQLite

extension MemoryStore {
  // MARK: Reading

  package func node(at uri: MemoryURI) throws -> MemoryNode? {
    try connection.first("\(selectNode) WHERE uri = ?", [uri.description], readNode)
  }

  package func node(id: Int64) throws -> MemoryNode? {
    try connection.first("\(selectNode) WHERE id = ?", [id], readNode)
  }

  /// Memories with this content hash, retracted ones included.
  package func nodes(withContentHash hash: String) throws -> [MemoryNode] {
    try connection.query("\(selectNode) WHERE content_hash = ? AND node_type = 'leaf' ORDER BY id", [hash], readNode)
  }

  package func nodes(_ filter: NodeFilter) throws -> [MemoryNode] {
    var arguments: [any DatabaseValueConvertible] = []
    let condition = filter.condition(&arguments)
    let order =
      switch filter.order {
      case .newest: "coalesce(valid_from, updated_at) DESC, id DESC"
      case .mostUsed: "pinned_at IS NULL, access_count DESC, updated_at DESC, id DESC"
      case .uri: "uri"
      case .fading: "relevance, coalesce(last_access, created_at), id"
      case .latestCreated: "created_at DESC, id DESC"
      }
    arguments.append(filter.limit)
    arguments.append(filter.offset)
    // The ids are put in order first: sorting whole rows carries every text of the table through the sorter.
    return try connection.query(
      """
      \(selectNode) WHERE id IN (SELECT id FROM mem_nodes WHERE \(condition) ORDER BY \(order) LIMIT ? OFFSET ?) ORDER BY \(order)
      """, arguments, readNode)
  }

  /// How many memories a filter admits, whatever its limit.
  package func count(_ filter: NodeFilter) throws -> Int {
    var arguments: [any DatabaseValueConvertible] = []
    let condition = filter.condition(&arguments)
    return Int(try connection.first("SELECT count(*) FROM mem_nodes WHERE \(condition)", arguments) { $0.integer(0) } ?? 0)
  }

  /// Directories and memories directly below `uri`, by name; retracted memories are left out.
  package func children(of uri: MemoryURI) throws -> [MemoryNode] {
    try connection.query(
      "\(selectNode) WHERE parent_uri = ? AND retracted_at IS NULL AND superseded_by IS NULL ORDER BY node_type, uri",
      [uri.description],
      readNode)
  }

  /// URIs of nodes that begin with `prefix`, in order.
  package func uris(withPrefix prefix: String, limit: Int) throws -> [MemoryURI] {
    try connection.query(
      "SELECT uri FROM mem_nodes WHERE uri >= ? AND uri < ? AND retracted_at IS NULL ORDER BY uri LIMIT ?",
      [prefix, prefix + "\u{10FFFF}", limit]
    ) { readURI($0.text(0)) }
  }

  package func exists(_ uri: MemoryURI) throws -> Bool {
    try connection.first("SELECT 1 FROM mem_nodes WHERE uri = ?", [uri.description]) { _ in true } ?? false
  }

  // MARK: Writing

  /// Inserts the node and the directories above it; its id is assigned.
  package func insert(_ node: inout MemoryNode) throws {
    if let parent = node.uri.parent { try ensureDirectory(parent, at: node.createdAt) }
    try connection.execute(
      """
      INSERT INTO mem_nodes (uri, parent_uri, node_type, category, l0_abstract, l1_overview, l2_content, tags, mergeable, relevance,
        last_access, access_count, source_session, created_at, updated_at, project, origin, confidence, valid_from, valid_to, retracted_at,
        retracted_reason, superseded_by, pinned_at, content_hash, made_by)
      VALUES (?, ?, 'leaf', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        node.uri.description, node.uri.parent?.description, node.category.rawValue, node.abstract,
        StoredOverview.column(node.overview, content: node.content), node.content,
        node.tags.joined(separator: "\n"), node.category.isMergeable, node.relevance, node.lastAccess, node.accessCount,
        node.provenance.session, node.createdAt, node.updatedAt, node.project, node.provenance.origin.rawValue,
        node.provenance.confidence, node.validity.from, node.validity.to, node.retraction?.at, node.retraction?.reason,
        node.supersededBy?.description, node.pinnedAt, node.contentHash, node.provenance.maker,
      ])
    node.id = connection.lastInsertedRowID
  }

  /// Writes every field of a node that stands in the store, except its URI and its use counts.
  package func update(_ node: MemoryNode) throws {
    try connection.execute(
      """
      UPDATE mem_nodes SET category = ?, l0_abstract = ?, l1_overview = ?, l2_content = ?, tags = ?, source_session = ?, updated_at = ?,
        project = ?, origin = ?, confidence = ?, valid_from = ?, valid_to = ?, retracted_at = ?, retracted_reason = ?, superseded_by = ?,
        pinned_at = ?, content_hash = ?, made_by = ?
      WHERE id = ?
      """,
      [
        node.category.rawValue, node.abstract, StoredOverview.column(node.overview, content: node.content), node.content,
        node.tags.joined(separator: "\n"), node.provenance.session, node.updatedAt, node.project, node.provenance.origin.rawValue,
        node.provenance.confidence, node.validity.from,
        node.validity.to,
        node.retraction?.at, node.retraction?.reason, node.supersededBy?.description, node.pinnedAt, node.contentHash,
        node.provenance.maker, node.id,
      ])
    if node.retraction != nil { try undescribe(above: node.uri) }
  }

  /// Erases the row and, by cascade, its passages, vectors, revisions and links; memories that it replaced name none any more. The search index is emptied by
  /// `removePassages` before.
  package func delete(nodeID id: Int64) throws {
    try connection.execute(
      "UPDATE mem_nodes SET superseded_by = NULL WHERE superseded_by = (SELECT uri FROM mem_nodes WHERE id = ?)", [id])
    if let uri = try connection.first("SELECT uri FROM mem_nodes WHERE id = ?", [id], { readURI($0.text(0)) }) {
      try undescribe(above: uri)
    }
    try connection.execute("DELETE FROM mem_nodes WHERE id = ?", [id])
  }

  /// Notes in a merged node what went into it.
  package func appendMergedFrom(_ source: String, to id: Int64) throws {
    try connection.execute(
      "UPDATE mem_nodes SET merged_from = iif(merged_from IS NULL, ?, merged_from || char(10) || ?) WHERE id = ?",
      [source, source, id])
  }

  /// Use: a deliberate read, or an answer to a question.
  package func recordAccess(to ids: [Int64], at moment: Timestamp) throws {
    for id in ids {
      try connection.execute(
        "UPDATE mem_nodes SET last_access = ?, access_count = access_count + 1, relevance = 1.0 WHERE id = ?", [moment, id])
    }
  }

  package func ensureDirectory(_ uri: MemoryURI, at moment: Timestamp) throws {
    if try exists(uri) { return }
    if let parent = uri.parent { try ensureDirectory(parent, at: moment) }
    try connection.execute(
      "INSERT INTO mem_nodes (uri, parent_uri, node_type, category, created_at, updated_at) VALUES (?, ?, 'dir', ?, ?, ?)",
      [uri.description, uri.parent?.description, uri.category?.rawValue, moment, moment])
  }

  // MARK: Rows

  /// The columns that `readNode` reads, in its order.
  package static let nodeColumns = """
    id, uri, node_type, category, l0_abstract, l1_overview, l2_content, tags, project, origin, source_session, confidence, valid_from,
    valid_to, retracted_at, retracted_reason, superseded_by, pinned_at, content_hash, relevance, last_access, access_count, created_at,
    updated_at, made_by
    """
  /// What is selected behind them begins here.
  static let nodeColumnCount = Int32(nodeColumns.split(separator: ",").count)

  private var selectNode: String { "SELECT \(Self.nodeColumns) FROM mem_nodes" }

  func readNode(_ row: Row) -> MemoryNode {
    let uri = readURI(row.text(1))
    return MemoryNode(
      id: row.integer(0), uri: uri, kind: MemoryNode.Kind(rawValue: row.text(2)) ?? .leaf,
      category: row.optionalText(3).flatMap(Category.init(rawValue:)) ?? uri.category ?? .events, abstract: row.text(4),
      overview: StoredOverview.read(row.text(5), content: row.text(6)), content: row.text(6),
      tags: row.text(7).split(separator: "\n").map(String.init),
      project: row.optionalText(8),
      provenance: Provenance(
        origin: Provenance.Origin(rawValue: row.text(9)) ?? .agent, session: row.optionalText(10), confidence: row.double(11),
        maker: row.optionalText(24)),
      validity: Validity(from: row.optionalTimestamp(12), to: row.optionalTimestamp(13)),
      retraction: row.optionalTimestamp(14).map { Retraction(at: $0, reason: row.optionalText(15)) },
      supersededBy: row.optionalText(16).map(readURI), pinnedAt: row.optionalTimestamp(17), contentHash: row.text(18),
      relevance: row.double(19), lastAccess: row.optionalTimestamp(20), accessCount: Int(row.integer(21)),
      createdAt: row.timestamp(22), updatedAt: row.timestamp(23))
  }

  /// What stands in the store was validated when it was written.
  func readURI(_ text: String) -> MemoryURI {
    MemoryURI(segments: text.dropFirst(MemoryURI.scheme.count).split(separator: "/").map(String.init))
  }
}
