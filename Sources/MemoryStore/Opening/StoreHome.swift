#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The folder that holds everything Continuity keeps: `~/.continuity`, or what `CONTINUITY_HOME` or `--home` names.
package struct StoreHome: Hashable, Sendable {
  package let path: String
  private let databaseName: String

  package init(path: String) { self.init(path: path, databaseName: "continuity.db") }

  /// - Parameter databaseName: another file than the store itself: a copy of it.
  init(path: String, databaseName: String) {
    var path = path
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    self.path = path
    self.databaseName = databaseName
  }

  package var database: String { "\(path)/\(databaseName)" }
  package var configuration: String { path + "/config.toml" }
  package var backups: String { path + "/backups" }
  package var workerLock: String { path + "/worker.lock" }
  package var embeddingLock: String { path + "/embedding.lock" }
  package var token: String { path + "/token" }
  package var logs: String { path + "/logs" }

  /// Makes the folder and its parents, readable by their owner alone. Existing folders keep their modes, except the home itself:
  /// a memory that others can read is a leak.
  package func create() throws(StoreError) {
    var made = ""
    for part in path.split(separator: "/", omittingEmptySubsequences: true) {
      made += (made.isEmpty && !path.hasPrefix("/") ? "" : "/") + part
      if mkdir(made, 0o700) != 0, errno != EEXIST, errno != EISDIR {
        let error = errno
        // A read-only or foreign parent is no trouble as long as the folder below it is there.
        var information = stat()
        if stat(made, &information) != 0 { throw .cannotCreate(path: made, errno: error) }
      }
    }
    var information = stat()
    guard stat(path, &information) == 0 else { throw .cannotCreate(path: path, errno: errno) }
    guard information.st_mode & S_IFMT == S_IFDIR else { throw .cannotCreate(path: path, errno: ENOTDIR) }
    if information.st_mode & 0o077 != 0 { chmod(path, 0o700) }
  }

  /// Makes an empty file that only its owner can read, where there is none; SQLite gives its log the same mode.
  func createDatabaseFile() throws(StoreError) {
    let descriptor = open(database, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      if errno == EACCES || errno == EROFS { throw .readOnly(path: database) }
      throw .cannotCreate(path: database, errno: errno)
    }
    close(descriptor)
  }
}
