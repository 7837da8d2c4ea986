#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Small files of ours and of the clients', read and replaced whole.
enum LocalFile {
  struct Failure: Error, CustomStringConvertible {
    var path: String
    var reason: String
    var description: String { "\(path): \(reason)" }
  }

  /// Nil when there is no such file.
  static func contents(of path: String, limit: Int) throws(Failure) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      if errno == ENOENT || errno == ENOTDIR { return nil }
      throw failure(path)
    }
    defer { close(descriptor) }
    do {
      return try StandardStreams.readAll(descriptor, limit: limit)
    } catch {
      throw Failure(path: path, reason: error.description)
    }
  }

  /// Through a file beside it and a rename, so that nobody ever sees half of it and a crash leaves the old one. `mode` is the
  /// mode of a new file; one that is there keeps its own. A symbolic link is followed: settings often live in a repository.
  static func replace(_ path: String, with text: String, mode: mode_t = 0o600) throws(Failure) {
    let target = realPath(path) ?? path
    var status = stat()
    let kept = stat(target, &status) == 0 ? status.st_mode & 0o777 : mode
    let temporary = "\(target).\(getpid()).tmp"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kept)
    guard descriptor >= 0 else { throw failure(temporary) }
    let isWritten = fchmod(descriptor, kept) == 0 && StandardStreams.write(text, to: descriptor) && fsync(descriptor) == 0
    let reason = isWritten ? nil : failure(temporary)
    close(descriptor)
    if let reason {
      unlink(temporary)
      throw reason
    }
    guard rename(temporary, target) == 0 else {
      let reason = failure(target)
      unlink(temporary)
      throw reason
    }
  }

  /// With all that stands between, for the owner alone.
  static func createDirectory(_ path: String) throws(Failure) {
    if mkdir(path, 0o700) == 0 { return }
    let code = errno
    if code == EEXIST, isDirectory(path) { return }
    if code == ENOENT, let slash = path.lastIndex(of: "/"), slash > path.startIndex {
      try createDirectory(String(path[..<slash]))
      if mkdir(path, 0o700) == 0 || isDirectory(path) { return }
    }
    throw failure(path, code: code)
  }

  static func isDirectory(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// What stands in a folder, without `.` and `..`; nothing when there is none.
  static func names(in path: String) -> [String] {
    guard let folder = opendir(path) else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  static func isExecutable(_ path: String) -> Bool { access(path, X_OK) == 0 && !isDirectory(path) }

  /// The permission bits; nil when there is nothing.
  static func mode(of path: String) -> mode_t? {
    var status = stat()
    return stat(path, &status) == 0 ? status.st_mode & 0o777 : nil
  }

  /// Without symbolic links; nil when there is nothing.
  static func realPath(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  private static func failure(_ path: String, code: Int32 = errno) -> Failure {
    Failure(path: path, reason: String(cString: strerror(code)))
  }
}
