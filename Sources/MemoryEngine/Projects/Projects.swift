import MemoryModel
import MemoryStore

extension MemoryEngine {
  /// The project that a request belongs to: the one it names, else the configured one, else its session's, else the one its directory stands in.
  /// The one resolver for reading and writing. Nil where nothing tells.
  package func project(named name: String?, session: String?, workingDirectory: String?) throws -> String? {
    if let name { return name }
    if let configured = settings.project { return configured }
    if let session, let known = try store.session(session)?.project { return known }
    guard let workingDirectory, let root = ProjectRoot.of(workingDirectory: workingDirectory) else { return nil }
    // A reader claims no name; it is told the one that it would get.
    return try store.projectName(ofRoot: root, candidates: ProjectRoot.names(of: root))
  }

  /// As `project`, and the directory's name is kept from now on. Inside a write.
  func claimProject(named name: String?, session: String?, workingDirectory: String?) throws -> String? {
    if let name { return name }
    if let configured = settings.project { return configured }
    if let session, let known = try store.session(session)?.project { return known }
    guard let workingDirectory, let root = ProjectRoot.of(workingDirectory: workingDirectory) else { return nil }
    return try store.claimProjectName(root: root, candidates: ProjectRoot.names(of: root))
  }

  func isExcluded(_ workingDirectory: String?) -> Bool {
    guard let workingDirectory else { return false }
    let path = ProjectRoot.normalised(workingDirectory)
    return settings.excludedDirectories.contains { excluded in
      let directory = ProjectRoot.normalised(excluded)
      return path == directory || path.hasPrefix(directory == "/" ? "/" : directory + "/")
    }
  }
}

extension Scope {
  var filter: NodeFilter.ProjectFilter {
    switch self {
    case .project(let name): .projectAndUnscoped(name)
    case .unscoped: .unscoped
    case .everything: .any
    }
  }
}
