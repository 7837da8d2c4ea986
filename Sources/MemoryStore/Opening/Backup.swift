package import MemoryModel
import SQLite

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Copies of the whole file, made while others read and write it.
enum Backup {
  /// `backups/continuity-schema-<from>.db`. One for each schema is enough: it is what the older program can read.
  static func beforeMigration(of connection: Connection, from version: Int64, home: StoreHome) throws {
    mkdir(home.backups, 0o700)
    let path = "\(home.backups)/continuity-schema-\(version).db"
    guard access(path, F_OK) != 0 else { return }
    let partial = "\(path).\(getpid()).partial"
    try write(connection, to: partial)
    guard rename(partial, path) == 0 else { throw StoreError.cannotCreate(path: path, errno: errno) }
  }

  /// One consistent copy at `path`, which only its owner can read from the first byte on. What stands there is replaced.
  static func write(_ connection: Connection, to path: String) throws {
    unlink(path)
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw StoreError.cannotCreate(path: path, errno: errno) }
    close(descriptor)
    do {
      // A copy of the bytes would miss what is still in the log; VACUUM INTO writes one consistent file into an empty one.
      try connection.execute("VACUUM INTO ?", [path])
    } catch {
      unlink(path)
      throw error
    }
    synchronise(path)
  }

  /// A rename must not reach the disk before what it names.
  private static func synchronise(_ path: String) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }

  /// The copies that stand in `backups`, by name.
  static func copies(_ home: StoreHome) -> [String] {
    names(in: home.backups).filter { $0.hasSuffix(".db") }.sorted().map { "\(home.backups)/\($0)" }
  }

  // MARK: Before large changes

  /// `backups/before-<change>-<moment>.db`: made by ourselves, and taken away by ourselves when newer ones are there.
  private static let prefix = "before-"

  /// Takes away all but the last `count` of the copies that were made by themselves; a migration's and a person's own stay.
  static func prune(_ home: StoreHome, keeping count: Int) {
    let names = names(in: home.backups).filter { $0.hasPrefix(prefix) && $0.hasSuffix(".db") }
    // The moment stands at the end of the name and sorts as text.
    let oldestFirst = names.sorted { moment(in: $0) < moment(in: $1) }
    for name in oldestFirst.dropLast(max(0, count)) { unlink("\(home.backups)/\(name)") }
  }

  /// Seconds that nothing was written to a copy after which its process is believed to be gone: it may live where its number cannot be seen.
  private static let abandonedAfter = 3600

  /// Takes away copies that a process had begun when it was killed: `<name>.<process>.partial`. Each holds as much as the store.
  static func removeAbandoned(_ home: StoreHome) {
    for name in names(in: home.backups) {
      let parts = name.split(separator: ".")
      var status = stat()
      guard parts.last == "partial", parts.count > 2, let process = pid_t(parts[parts.count - 2]), process > 0,
        kill(process, 0) != 0, errno == ESRCH, stat("\(home.backups)/\(name)", &status) == 0
      else { continue }
      #if canImport(Darwin)
        let changed = status.st_mtimespec.tv_sec
      #else
        let changed = status.st_mtim.tv_sec
      #endif
      if changed < time(nil) - abandonedAfter { unlink("\(home.backups)/\(name)") }
    }
  }

  private static func names(in path: String) -> [String] {
    guard let folder = opendir(path) else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      names.append(withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) })
    }
    return names
  }

  static func path(before change: String, at moment: Timestamp, in home: StoreHome) -> String {
    "\(home.backups)/\(prefix)\(change)-\(stamp(moment)).db"
  }

  /// `20261121103350123`: always 17 digits, so that later is greater.
  static func stamp(_ moment: Timestamp) -> String {
    let digits = String(moment.iso8601.filter(\.isNumber))
    return digits + String(repeating: "0", count: max(0, 17 - digits.count))
  }

  private static func moment(in name: String) -> Substring {
    name.dropLast(".db".count).split(separator: "-").last ?? ""
  }
}

extension MemoryStore {
  /// Copies of this store in its own folder.
  package var copiesBeside: [String] { Backup.copies(home) }

  /// Copies the store into its backups folder before many of its memories change at once.
  ///
  /// - Parameters:
  ///   - change: what is about to happen, one word; stands in the name of the copy.
  ///   - keep: how many such copies stay; 0 makes none.
  /// - Returns: where the copy stands; nil when there was nothing to copy or none is wanted.
  package func safetyCopy(before change: String, keep: Int, at moment: Timestamp) throws -> String? {
    guard keep > 0 else { return nil }
    let isEmpty = try connection.first("SELECT NOT EXISTS (SELECT 1 FROM mem_nodes) AND NOT EXISTS (SELECT 1 FROM sessions)") {
      $0.bool(0)
    }
    guard isEmpty == false else { return nil }
    try makeBackupsFolder()
    var path = Backup.path(before: change, at: moment, in: home)
    for attempt in 1...1000 where access(path, F_OK) == 0 {
      path = Backup.path(before: change, at: moment.advanced(by: .milliseconds(attempt)), in: home)
    }
    try copy(to: path)
    Backup.prune(home, keeping: keep)
    return path
  }

  /// Copies in the backups folder that were never finished, by processes that are gone.
  package func removeAbandonedCopies() { Backup.removeAbandoned(home) }

  func makeBackupsFolder() throws {
    guard mkdir(home.backups, 0o700) == 0 || errno == EEXIST else {
      throw StoreError.cannotCreate(path: home.backups, errno: errno)
    }
  }
}
