import MemoryStore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Whether the store's folder and files are their owner's alone.
enum FolderCheck: Check {
  static func findings(_ composition: Composition) -> [Finding] {
    let home = composition.home
    let shown = FilePath.abbreviated(home.path)
    guard LocalFile.isDirectory(home.path) else {
      if LocalFile.exists(home.path) {
        return [.problem("Folder", "\(shown) is no folder", remedy: "Move it away, or set CONTINUITY_HOME to another place.")]
      }
      return [.note("Folder", "\(shown) is not there yet: the first memory makes it")]
    }
    guard access(home.path, R_OK | W_OK | X_OK) == 0 else {
      return [
        .problem(
          "Folder", "\(shown) cannot be written by you", remedy: "Give it to yourself (chown, chmod 700), or set CONTINUITY_HOME.")
      ]
    }
    let exposed = exposedPaths(home)
    if exposed.isEmpty { return [.good("Folder", "\(shown), open to you alone")] }
    return exposed.map {
      .problem("Folder", "\(FilePath.abbreviated($0)) can be read by others", remedy: "`continuity doctor --fix` sets the modes.")
    }
  }

  /// Gives everything in the folder to its owner alone. Returns what it could not change.
  static func fix(_ composition: Composition) -> [String] {
    exposedPaths(composition.home).filter { path in
      chmod(path, (LocalFile.mode(of: path) ?? 0o600) & 0o700) != 0
    }
  }

  private static func exposedPaths(_ home: StoreHome) -> [String] {
    let files = ["", "-wal", "-shm"].map { home.database + $0 } + [home.configuration, home.token, home.workerLock]
    let backups = LocalFile.names(in: home.backups).map { "\(home.backups)/\($0)" }
    return ([home.path, home.backups] + files + backups).filter { (LocalFile.mode(of: $0) ?? 0) & 0o077 != 0 }
  }
}
