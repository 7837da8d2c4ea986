package import MemoryModel
import SQLite

/// What stands directly in one directory, as far as it matters to whoever describes it.
package struct DirectoryState: Hashable, Sendable {
  package var uri: MemoryURI
  package var count: Int
  package var oldest: Timestamp
  package var newest: Timestamp
  /// Changes when a memory comes, goes or is written anew.
  package var mark: String
}

/// Directories and what they say about themselves: L0 and L1 stand in the columns of the node, and in `content_hash` what they were made from.
extension MemoryStore {
  /// Changes whenever a memory does, sessions aside; empty while there is none. Reads an index alone.
  package func memoryMark() throws -> String {
    try connection.first(
      """
      SELECT group_concat(mark, ' ') FROM (
        SELECT max(updated_at) || '.' || count(*) AS mark FROM mem_nodes
        WHERE node_type = 'leaf' AND category IN (\(Self.memoryCategories)) GROUP BY category, project ORDER BY category, project)
      """
    ) { $0.optionalText(0) ?? "" } ?? ""
  }

  /// Every directory that holds valid memories itself, sessions aside.
  package func directoryStates(validAt moment: Timestamp) throws -> [DirectoryState] {
    try connection.query(
      """
      SELECT parent_uri, count(*), min(created_at), max(updated_at), total(id) FROM mem_nodes
      WHERE node_type = 'leaf' AND category IN (\(Self.memoryCategories)) AND retracted_at IS NULL
        AND (valid_from IS NULL OR valid_from <= ?1) AND (valid_to IS NULL OR valid_to > ?1)
      GROUP BY parent_uri ORDER BY parent_uri
      """, [moment]
    ) { row in
      DirectoryState(
        uri: readURI(row.text(0)), count: Int(row.integer(1)), oldest: row.timestamp(2), newest: row.timestamp(3),
        mark: "\(row.integer(1)).\(row.timestamp(3).milliseconds).\(row.double(4))")
    }
  }

  /// Valid memories directly in a directory, the most telling first: pinned, used most, newest.
  package func memories(in directory: MemoryURI, project: NodeFilter.ProjectFilter, validAt moment: Timestamp, limit: Int) throws
    -> [MemoryNode]
  {
    var filter = NodeFilter()
    filter.project = project
    filter.validAt = moment
    var arguments: [any DatabaseValueConvertible] = []
    let condition = filter.condition(&arguments)
    return try connection.query(
      """
      SELECT \(Self.nodeColumns) FROM mem_nodes WHERE id IN (
        SELECT id FROM mem_nodes WHERE parent_uri = ? AND \(condition)
        ORDER BY pinned_at IS NULL, access_count DESC, updated_at DESC, id DESC LIMIT ?)
      ORDER BY pinned_at IS NULL, access_count DESC, updated_at DESC, id DESC
      """, [directory.description] + arguments + [limit], readNode)
  }

  /// Of which projects the valid memories directly in a directory are; nil for those of none. The largest first.
  package func projects(in directory: MemoryURI, validAt moment: Timestamp) throws -> [(project: String?, count: Int)] {
    try connection.query(
      """
      SELECT project, count(*) FROM mem_nodes
      WHERE parent_uri = ?1 AND node_type = 'leaf' AND retracted_at IS NULL
        AND (valid_from IS NULL OR valid_from <= ?2) AND (valid_to IS NULL OR valid_to > ?2)
      GROUP BY project ORDER BY count(*) DESC, project
      """, [directory.description, moment]
    ) { ($0.optionalText(0), Int($0.integer(1))) }
  }

  /// The directories directly below one, and what they say.
  package func directories(in directory: MemoryURI) throws -> [(name: String, abstract: String)] {
    try connection.query(
      "SELECT uri, l0_abstract FROM mem_nodes WHERE parent_uri = ? AND node_type = 'dir' ORDER BY uri", [directory.description]
    ) { (readURI($0.text(0)).name, $0.text(1)) }
  }

  /// Memories so long that their L1 leaves something out, whose words nobody but rules put into tiers, the newest first.
  /// - Parameter mark: what stands in `learned` in the place of a session for a content that was considered.
  package func longMemories(notTakenIn mark: String, limit: Int) throws -> [MemoryNode] {
    try connection.query(
      """
      SELECT \(Self.nodeColumns) FROM mem_nodes WHERE id IN (
        SELECT id FROM mem_nodes WHERE node_type = 'leaf' AND category IN (\(Self.memoryCategories)) AND retracted_at IS NULL
          AND made_by IS NULL AND EXISTS (SELECT 1 FROM passages WHERE node_id = mem_nodes.id AND tier = 1)
          AND NOT EXISTS (SELECT 1 FROM learned WHERE session = ? AND fingerprint = content_hash)
        ORDER BY updated_at DESC, id DESC LIMIT ?)
      ORDER BY updated_at DESC, id DESC
      """, [mark, limit], readNode)
  }

  /// What a directory says, and what that was made from.
  package func describe(_ directory: MemoryURI, abstract: String, overview: String, madeFrom mark: String) throws {
    try connection.execute(
      "UPDATE mem_nodes SET l0_abstract = ?, l1_overview = ?, content_hash = ? WHERE uri = ? AND node_type = 'dir'",
      [abstract, overview, mark, directory.description])
  }

  /// Something below was forgotten: the directories above say nothing about it from this moment on.
  func undescribe(above uri: MemoryURI) throws {
    var directory = uri.parent
    while let place = directory {
      try describe(place, abstract: "", overview: "", madeFrom: "")
      directory = place.parent
    }
  }

  private static let memoryCategories = Category.allCases.filter { $0 != .sessions }.map { "'\($0.rawValue)'" }.joined(
    separator: ", ")
}
