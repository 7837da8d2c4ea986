#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The transcripts that Claude Code keeps: `<projects folder>/<project>/<session>.jsonl`.
enum ClaudeCodeBacklog {
  /// Where the client keeps them, given its configuration folder (`~/.claude` or `CLAUDE_CONFIG_DIR`).
  static func projectsFolder(ofConfiguration folder: String) -> String { folder + "/projects" }

  /// The sessions at `path`: a transcript, a project's folder, or the folder of all projects. Oldest name first; subagents' transcripts belong to
  /// their session and are left out. Nil when nothing is there that can be read.
  static func transcripts(at path: String) -> [String]? {
    var information = stat()
    guard stat(path, &information) == 0 else { return nil }
    guard information.st_mode & S_IFMT == S_IFDIR else { return [path] }
    return entries(of: path)?.flatMap { name -> [String] in
      let child = path + "/" + name
      if isTranscript(name) { return [child] }
      // One level down: projects. What lies deeper is a session's own (subagents, results of tools).
      return (entries(of: child) ?? []).filter(isTranscript).map { child + "/" + $0 }
    }
  }

  /// The folders of notes that the client wrote for a project: `<project>/memory`.
  static func noteFolders(at path: String) -> [(folder: String, parent: String)] {
    let projects = [path] + (entries(of: path) ?? []).map { path + "/" + $0 }
    return projects.map { (folder: $0 + "/memory", parent: $0) }.filter { entries(of: $0.folder)?.isEmpty == false }
  }

  private static func isTranscript(_ name: String) -> Bool { name.hasSuffix(".jsonl") && !name.hasPrefix("agent-") }

  /// Nil for what is no folder.
  static func entries(of path: String) -> [String]? {
    guard let folder = opendir(path) else { return nil }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { String(cString: $0) }
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names.sorted()
  }
}
