package import MemoryModel
import SQLite

/// Counts of what stands in a store.
package struct StoreStatistics: Sendable {
  package var schemaVersion: Int
  package var bytes: Int64
  package var memories: [(category: Category, count: Int)]
  package var retracted: Int
  package var passages: Int
  package var sessions: Int
  package var observations: Int
  package var pendingJobs: Int
}

extension MemoryStore {
  package func statistics() throws -> StoreStatistics {
    func count(_ sql: String, _ arguments: [any DatabaseValueConvertible] = []) throws -> Int {
      Int(try connection.first(sql, arguments) { $0.integer(0) } ?? 0)
    }
    let byCategory = try connection.query(
      "SELECT category, count(*) FROM mem_nodes WHERE node_type = 'leaf' AND retracted_at IS NULL GROUP BY category"
    ) { ($0.text(0), Int($0.integer(1))) }
    return StoreStatistics(
      schemaVersion: try count("PRAGMA user_version"),
      bytes: Int64(try count("PRAGMA page_count")) * Int64(try count("PRAGMA page_size")),
      memories: byCategory.compactMap { name, count in Category(rawValue: name).map { ($0, count) } },
      retracted: try count("SELECT count(*) FROM mem_nodes WHERE retracted_at IS NOT NULL"),
      passages: try count("SELECT count(*) FROM passages"), sessions: try count("SELECT count(*) FROM sessions"),
      observations: try count("SELECT count(*) FROM observations"),
      pendingJobs: try count("SELECT count(*) FROM jobs WHERE parked_at IS NULL"))
  }

  /// How many memories stand in each directory, and when the last of them was written.
  package func leafCounts(within uri: MemoryURI, project: NodeFilter.ProjectFilter, validAt: Timestamp) throws
    -> [(directory: MemoryURI, count: Int, newest: Timestamp)]
  {
    var filter = NodeFilter()
    filter.within = uri
    filter.project = project
    filter.validAt = validAt
    var arguments: [any DatabaseValueConvertible] = []
    let condition = filter.condition(&arguments)
    return try connection.query(
      "SELECT parent_uri, count(*), max(updated_at) FROM mem_nodes WHERE \(condition) GROUP BY parent_uri", arguments
    ) { (readURI($0.text(0)), Int($0.integer(1)), $0.timestamp(2)) }
  }

  /// SQLite's own check of the whole file; empty when it is sound. Reads everything.
  package func integrityFaults() throws -> [String] {
    try connection.query("PRAGMA integrity_check(20)", []) { $0.text(0) }.filter { $0 != "ok" }
  }
}
