#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Paths as people write them.
enum FilePath {
  /// `~` for the user's folder, and what is relative below `base` (nil: the working directory); without a trailing slash.
  static func absolute(_ path: String, base: String? = nil) -> String {
    var path = path
    if path == "~" || path.hasPrefix("~/") { path = userFolder + path.dropFirst() }
    if !path.hasPrefix("/") { path = (base ?? workingDirectory ?? "/") + "/" + path }
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    return path
  }

  /// As people write it, with `~`.
  static func abbreviated(_ path: String) -> String {
    path == userFolder ? "~" : path.hasPrefix(userFolder + "/") ? "~" + path.dropFirst(userFolder.count) : path
  }

  /// `HOME`, else what the password file says: a hook may be started with an empty environment.
  static var userFolder: String {
    if let home = environmentValue("HOME"), home.hasPrefix("/") {
      return home.count > 1 && home.hasSuffix("/") ? String(home.dropLast()) : home
    }
    guard let entry = getpwuid(getuid()), let folder = entry.pointee.pw_dir else { return "/" }
    return String(cString: folder)
  }

  /// Nil when it was deleted under us.
  static var workingDirectory: String? {
    guard let path = getcwd(nil, 0) else { return nil }
    defer { free(path) }
    return String(cString: path)
  }
}
