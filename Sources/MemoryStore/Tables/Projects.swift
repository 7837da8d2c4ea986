package import MemoryModel
import SQLite

extension MemoryStore {
  /// The name that the root has, or would get: the first of the candidates that no other root has.
  package func projectName(ofRoot root: String, candidates: [String]) throws -> String {
    if let name = try claimedProjectName(ofRoot: root) { return name }
    for name in candidates {
      let isTaken = try connection.first("SELECT 1 FROM projects WHERE name = ?", [name]) { _ in true } ?? false
      if !isTaken { return name }
    }
    // Every shorter name is taken: the whole path is nobody else's.
    return root
  }

  /// The same name, kept for this root from now on. Inside a write.
  package func claimProjectName(root: String, candidates: [String]) throws -> String {
    if let name = try claimedProjectName(ofRoot: root) { return name }
    let name = try projectName(ofRoot: root, candidates: candidates)
    try connection.execute("INSERT INTO projects (root, name) VALUES (?, ?)", [root, name])
    return name
  }

  /// Every project that has memories or sessions, by name.
  package func projects() throws -> [ProjectDigest] {
    try connection.query(
      """
      WITH counts AS (
        SELECT project AS name, sum(category != 'sessions') AS memories, 0 AS sessions, max(updated_at) AS at FROM mem_nodes
          WHERE node_type = 'leaf' AND retracted_at IS NULL AND project IS NOT NULL GROUP BY project
        UNION ALL
        SELECT project, 0, count(*), max(last_active_at) FROM sessions WHERE project IS NOT NULL GROUP BY project
      )
      SELECT name, (SELECT root FROM projects WHERE projects.name = counts.name), sum(memories), sum(sessions), max(at) FROM counts
      GROUP BY name ORDER BY name
      """
    ) { row in
      ProjectDigest(
        name: row.text(0), root: row.optionalText(1), memories: Int(row.integer(2)), sessions: Int(row.integer(3)),
        lastActiveAt: row.timestamp(4))
    }
  }

  private func claimedProjectName(ofRoot root: String) throws -> String? {
    try connection.first("SELECT name FROM projects WHERE root = ?", [root]) { $0.text(0) }
  }
}
