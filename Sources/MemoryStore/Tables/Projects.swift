import SQLite

extension MemoryStore {
  package func projectName(ofRoot root: String) throws -> String? {
    try connection.first("SELECT name FROM projects WHERE root = ?", [root]) { $0.text(0) }
  }

  /// Gives the root the first of the names that no other root has, and keeps it.
  package func claimProjectName(root: String, candidates: [String]) throws -> String {
    if let name = try projectName(ofRoot: root) { return name }
    for name in candidates {
      try connection.execute("INSERT INTO projects (root, name) VALUES (?, ?) ON CONFLICT DO NOTHING", [root, name])
      if connection.changes > 0 { return name }
    }
    // Every shorter name is taken: the whole path is nobody else's.
    try connection.execute("INSERT INTO projects (root, name) VALUES (?, ?) ON CONFLICT DO NOTHING", [root, root])
    return try projectName(ofRoot: root) ?? root
  }
}
