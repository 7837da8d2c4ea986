#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Finds the directory that a working directory's project has at its top: the git checkout, for a worktree the main checkout, else the
/// directory itself. Only reads; git is not run.
enum ProjectRoot {
  /// Nil for a path that is not absolute.
  static func of(workingDirectory: String) -> String? {
    guard workingDirectory.hasPrefix("/") else { return nil }
    let start = normalised(workingDirectory)
    var directory = start
    while true {
      let dotGit = directory == "/" ? "/.git" : directory + "/.git"
      switch kind(of: dotGit) {
      case .directory: return directory
      case .file: return mainCheckout(ofGitFile: dotGit, in: directory) ?? directory
      case .missing: break
      }
      guard directory != "/", let slash = directory.lastIndex(of: "/") else { return start }
      directory = slash == directory.startIndex ? "/" : String(directory[..<slash])
    }
  }

  /// Names for a root, the shortest first: `orchard`, `projects/orchard`, …
  static func names(of root: String) -> [String] {
    let parts = root.split(separator: "/").map(String.init)
    guard !parts.isEmpty else { return ["/"] }
    return (1...min(3, parts.count)).map { parts.suffix($0).joined(separator: "/") }
  }

  /// A worktree's `.git` file says `gitdir: <main>/.git/worktrees/<name>`; a submodule's says `…/.git/modules/<name>` and is a project of its own.
  private static func mainCheckout(ofGitFile path: String, in directory: String) -> String? {
    guard let text = firstLine(of: path), text.hasPrefix("gitdir:") else { return nil }
    var target = String(text.dropFirst("gitdir:".count).drop { $0 == " " })
    if !target.hasPrefix("/") { target = directory + "/" + target }
    let parts = normalised(target).split(separator: "/").map(String.init)
    guard parts.count >= 3, parts[parts.count - 2] == "worktrees" else { return nil }
    // A bare repository has no checkout; its own directory is what all worktrees share.
    let gitDirectory = parts.dropLast(2)
    return "/" + (gitDirectory.last == ".git" ? gitDirectory.dropLast() : gitDirectory).joined(separator: "/")
  }

  /// Without `.`, `..` and doubled or trailing slashes. Links are not followed: what the user sees is the name.
  static func normalised(_ path: String) -> String {
    var parts: [Substring] = []
    for part in path.split(separator: "/") where part != "." {
      if part == ".." { _ = parts.popLast() } else { parts.append(part) }
    }
    // Not `joined`, which is looked up at run time (see `StatementCache`).
    return parts.isEmpty ? "/" : parts.reduce(into: "") { $0 += "/" + String($1) }
  }

  private enum Kind { case directory, file, missing }

  private static func kind(of path: String) -> Kind {
    var information = stat()
    guard stat(path, &information) == 0 else { return .missing }
    return information.st_mode & S_IFMT == S_IFDIR ? .directory : .file
  }

  private static func firstLine(of path: String) -> String? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = read(descriptor, &bytes, bytes.count)
    guard count > 0 else { return nil }
    return String(decoding: bytes[..<count].prefix { $0 != 0x0A && $0 != 0x0D }, as: UTF8.self)
  }
}
