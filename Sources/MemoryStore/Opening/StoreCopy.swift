package import MemoryModel
import SQLite

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension MemoryStore {
  /// Writes one consistent copy of the store to a new file, while others read and write it.
  ///
  /// - Throws: `StoreError.cannotCreate` when something stands at `path` already.
  package func copy(to path: String) throws {
    let partial = "\(path).\(getpid()).partial"
    guard access(path, F_OK) != 0 else { throw StoreError.cannotCreate(path: path, errno: EEXIST) }
    unlink(partial)
    do {
      try connection.execute("VACUUM INTO ?", [partial])
    } catch {
      unlink(partial)
      throw StoreError(error, path: path)
    }
    chmod(partial, 0o600)
    // A link, unlike a rename, does not replace what somebody else made there meanwhile.
    guard hardLink(partial, path) == 0 else {
      let code = errno
      unlink(partial)
      throw StoreError.cannotCreate(path: path, errno: code)
    }
    unlink(partial)
  }

  /// What a restoration did.
  package struct Restoration: Sendable {
    /// Where the store that was there before stands now; nil when there was none.
    package var former: String?
    package var memories: Int
  }

  /// Makes the store in `home` what it was when `path` was written. What was there before is kept as a copy in the backups folder.
  ///
  /// Agents that have the store open go on with the restored one, unless the old one was damaged: then its file is moved away from
  /// under them.
  /// - Parameter moment: stands in the name of the copy.
  package static func restore(_ path: String, into home: StoreHome, at moment: Timestamp) throws -> Restoration {
    let source = try soundSource(path)
    try home.create()
    mkdir(home.backups, 0o700)
    let stamp = String(moment.iso8601.filter(\.isNumber))
    var former: String?
    switch try FileHeader.read(path: home.database) {
    case .missingOrEmpty: break
    case .foreignDatabase: throw StoreError.foreign(path: home.database, owner: ForeignSchema.owner(of: home.database))
    case .notADatabase: throw StoreError.foreign(path: home.database, owner: .notADatabase)
    case .ours:
      let copy = "\(home.backups)/before-restore-\(stamp).db"
      do {
        let present = try MemoryStore(home: home)
        guard try present.read({ try present.integrityFaults() }).isEmpty else {
          throw StoreError.damaged(path: home.database, detail: "see `continuity doctor`")
        }
        try present.copy(to: copy)
        former = copy
      } catch let error as StoreError {
        guard error.isDamage else { throw error }
        former = try moveAway(home, as: "\(home.backups)/damaged-\(stamp).db")
      }
    }
    try replaceContent(of: home, with: source)
    let restored = try MemoryStore(home: home)
    try restored.write { try restored.redrawFileStamps() }
    let memories = try restored.statistics(ledgerSince: moment).memories.reduce(0) { $0 + $1.count }
    return Restoration(former: former, memories: memories)
  }

  /// Ours, not newer than this program, and whole.
  private static func soundSource(_ path: String) throws -> Connection {
    switch try FileHeader.read(path: path) {
    case .missingOrEmpty: throw StoreError.failed(path: path, detail: "there is nothing to restore")
    case .foreignDatabase, .notADatabase: throw StoreError.failed(path: path, detail: "this is no backup of a Continuity store")
    case .ours: break
    }
    do {
      let source = try Connection(path: path, mode: .readOnly)
      let version = try Schema.migrator.version(of: source)
      guard version <= Schema.migrator.newestVersion else {
        throw StoreError.newer(path: path, version: version, newest: Schema.migrator.newestVersion)
      }
      let faults = try source.query("PRAGMA integrity_check(1)") { $0.text(0) }
      guard faults == ["ok"] else { throw StoreError.failed(path: path, detail: "the backup is damaged: \(faults.joined())") }
      return source
    } catch let error as DatabaseError {
      throw StoreError.failed(path: path, detail: "the backup is damaged (\(error.message))")
    }
  }

  private static func replaceContent(of home: StoreHome, with source: Connection) throws {
    do {
      try home.createDatabaseFile()
      let target = try Connection(path: home.database, mode: .readWrite)
      try target.replaceContent(with: source)
    } catch let error as DatabaseError {
      throw StoreError(error, path: home.database)
    }
  }

  /// With its log, which belongs to it.
  private static func moveAway(_ home: StoreHome, as path: String) throws -> String {
    for suffix in ["", "-wal", "-shm"] where access(home.database + suffix, F_OK) == 0 {
      guard rename(home.database + suffix, path + suffix) == 0 else {
        throw StoreError.cannotCreate(path: path + suffix, errno: errno)
      }
    }
    return path
  }
}

/// `MemoryStore` has a method of the call's own name.
private func hardLink(_ from: String, _ to: String) -> Int32 { link(from, to) }

extension StoreError {
  fileprivate var isDamage: Bool {
    if case .damaged = self { true } else { false }
  }
}
