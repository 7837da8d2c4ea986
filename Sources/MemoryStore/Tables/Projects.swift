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

  private func claimedProjectName(ofRoot root: String) throws -> String? {
    try connection.first("SELECT name FROM projects WHERE root = ?", [root]) { $0.text(0) }
  }
}
