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
  /// What a copy holds, counted in the copy itself.
  package struct CopyCounts: Hashable, Sendable {
    package var memories = 0
    package var sessions = 0
    package var observations = 0
    package var bytes: Int64 = 0
  }

  /// Writes one consistent copy of the store to a new file, while others read and write it, and checks what it wrote.
  ///
  /// - Throws: `StoreError.cannotCreate` when something stands at `path` already; `StoreError.failed` when the copy is not sound. Then
  ///   nothing is left behind.
  @discardableResult
  package func copy(to path: String) throws -> CopyCounts {
    guard access(path, F_OK) != 0 else { throw StoreError.cannotCreate(path: path, errno: EEXIST) }
    let partial = "\(path).\(getpid()).partial"
    defer { unlink(partial) }
    do {
      let before = try Self.counts(in: connection)
      try Backup.write(connection, to: partial)
      let counts = try Self.checkedCounts(ofCopy: partial)
      // Others may have written meanwhile: only a store that stood still tells how much must be in the copy.
      let after = try Self.counts(in: connection)
      guard before != after || counts.hasRows(of: before) else {
        throw StoreError.failed(path: path, detail: "the copy does not hold what the store holds; nothing was kept of it")
      }
      try Self.place(partial, at: path)
      return counts
    } catch let error as DatabaseError {
      throw StoreError(error, path: path)
    }
  }

  private static func counts(in connection: Connection) throws -> CopyCounts {
    try connection.first(
      """
      SELECT (SELECT count(*) FROM mem_nodes WHERE node_type = 'leaf'), (SELECT count(*) FROM sessions),
        (SELECT count(*) FROM observations), (SELECT page_count * page_size FROM pragma_page_count, pragma_page_size)
      """
    ) {
      CopyCounts(
        memories: Int($0.integer(0)), sessions: Int($0.integer(1)), observations: Int($0.integer(2)), bytes: $0.integer(3))
    } ?? CopyCounts()
  }

  private static func checkedCounts(ofCopy path: String) throws -> CopyCounts {
    // Immutable: nobody else knows of it yet, and nothing is to be left beside it.
    let copy = try Connection(path: "file:\(ForeignSchema.escaped(path))?immutable=1", mode: .readOnly)
    let faults = try copy.query("PRAGMA integrity_check(1)") { $0.text(0) }
    guard faults == ["ok"] else {
      throw StoreError.failed(path: path, detail: "the copy is not sound (\(faults.joined())); nothing was kept of it")
    }
    return try counts(in: copy)
  }

  private static func place(_ partial: String, at path: String) throws {
    // A link, unlike a rename, does not replace what somebody else made there meanwhile.
    if hardLink(partial, path) == 0 { return }
    // Some file systems, those of memory sticks among them, have no links.
    let code = errno
    guard [EPERM, ENOTSUP, EOPNOTSUPP, ENOSYS, EMLINK].contains(code), access(path, F_OK) != 0, rename(partial, path) == 0 else {
      throw StoreError.cannotCreate(path: path, errno: code)
    }
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
    var former: String?
    switch try FileHeader.read(path: home.database) {
    case .missingOrEmpty: break
    case .foreignDatabase: throw StoreError.foreign(path: home.database, owner: ForeignSchema.owner(of: home.database))
    case .notADatabase: throw StoreError.foreign(path: home.database, owner: .notADatabase)
    case .ours:
      let copy = Backup.path(before: "restore", at: moment, in: home)
      do {
        let present = try MemoryStore(home: home)
        guard try present.read({ try present.integrityFaults() }).isEmpty else {
          throw StoreError.damaged(path: home.database, detail: "see `continuity doctor`")
        }
        try present.copyOfLatest(to: copy)
        former = copy
      } catch let error as StoreError {
        guard error.isDamage else { throw error }
        former = try moveAway(home, as: "\(home.backups)/damaged-\(Backup.stamp(moment)).db")
      }
    }
    try replaceContent(of: home, with: source)
    let restored = try MemoryStore(home: home)
    try restored.write { try restored.redrawFileStamps() }
    let memories = try restored.statistics().memories.reduce(0) { $0 + $1.count }
    return Restoration(former: former, memories: memories)
  }

  /// A copy that misses nothing which others wrote while it was made: made anew until nobody did, a few times.
  private func copyOfLatest(to path: String) throws {
    func version() throws -> Int64? { try connection.first("PRAGMA data_version") { $0.integer(0) } }
    for attempt in 1...5 {
      let before = try version()
      try copy(to: path)
      if try version() == before || attempt == 5 { return }
      unlink(path)
    }
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

extension MemoryStore.CopyCounts {
  fileprivate func hasRows(of other: MemoryStore.CopyCounts) -> Bool {
    (memories, sessions, observations) == (other.memories, other.sessions, other.observations)
  }
}

extension StoreError {
  fileprivate var isDamage: Bool {
    if case .damaged = self { true } else { false }
  }
}
