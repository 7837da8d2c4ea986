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
    let wrong = wrongModes(home)
    if wrong.isEmpty {
      guard access(home.path, R_OK | W_OK | X_OK) == 0 else {
        return [
          .problem(
            "Folder", "\(shown) cannot be written by you", remedy: "Give it to yourself (chown, chmod 700), or set CONTINUITY_HOME."
          )
        ]
      }
      return [.good("Folder", "\(shown), open to you alone")]
    }
    return wrong.map { path, wanted in
      let isOpen = (LocalFile.mode(of: path) ?? 0) & 0o077 != 0
      let shown = FilePath.abbreviated(path)
      return .problem(
        "Folder", isOpen ? "\(shown) can be read by others" : "\(shown) cannot be written by you",
        remedy: "`continuity doctor --fix`, or `chmod \(String(wanted, radix: 8)) \(shown)`.")
    }
  }

  /// Gives everything in the folder to its owner alone.
  static func fix(_ composition: Composition) throws -> [String] {
    try wrongModes(composition.home).map { path, wanted in
      guard chmod(path, wanted) == 0 else {
        throw CommandFailure(
          "The mode of \(path) cannot be changed (\(String(cString: strerror(errno)))); it may belong to somebody else.")
      }
      return "Folder: \(FilePath.abbreviated(path)) is for you alone now"
    }
  }

  /// What others can read, or its owner cannot write, with the mode that it is to have.
  private static func wrongModes(_ home: StoreHome) -> [(path: String, wanted: mode_t)] {
    let files = ["", "-wal", "-shm"].map { home.database + $0 } + [home.configuration, home.token, home.workerLock]
    let backups = LocalFile.names(in: home.backups).map { "\(home.backups)/\($0)" }
    return [home.path, home.backups].compactMap { wrongMode($0, needed: 0o700) } + files.compactMap { wrongMode($0, needed: 0o600) }
      // What was copied away need not be writable.
      + backups.compactMap { wrongMode($0, needed: 0) }
  }

  private static func wrongMode(_ path: String, needed: mode_t) -> (path: String, wanted: mode_t)? {
    guard let mode = LocalFile.mode(of: path) else { return nil }
    let wanted = (mode & 0o700) | needed
    return mode == wanted ? nil : (path, wanted)
  }
}
