import Interchange
import JSONValues
import MemoryEngine
import MemoryModel
import MemoryStore
import SQLite
import SeededRandom
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A machine with a store of its own, a clock of its own, and its own copy of the shared folder.
final class Machine {
  let name: String
  let folder = DriftingFolder()
  private(set) var engine: MemoryEngine
  private let home: StoreHome
  private let time: TestTime

  init(name: String, clock: Int64, template: [UInt8]) throws {
    self.name = name
    var path = Array("/tmp/continuity-sync-XXXXXX".utf8CString)
    let made = path.withUnsafeMutableBufferPointer { buffer in
      buffer.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) }
    }
    home = StoreHome(path: made ?? "/tmp/continuity-sync")
    time = TestTime(clock)
    try Self.write(template, to: home.database)
    engine = try Self.open(home, time)
  }

  deinit { Self.remove(home.path) }

  /// With all that stands in it.
  static func remove(_ path: String) {
    if let folder = opendir(path) {
      while let entry = readdir(folder) {
        let name = withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        if name != ".", name != ".." { remove(path + "/" + name) }
      }
      closedir(folder)
    }
    if unlink(path) != 0 { rmdir(path) }
  }

  private static func open(_ home: StoreHome, _ time: TestTime) throws -> MemoryEngine {
    MemoryEngine(store: try MemoryStore(home: home), settings: EngineSettings(), clock: { time.now })
  }

  var now: Timestamp { time.now }

  func advance(by milliseconds: Int64) { time.set(time.now.milliseconds + milliseconds) }
  func set(clock milliseconds: Int64) { time.set(milliseconds) }

  @discardableResult
  func sync() throws -> SyncOutcome { try engine.sync(folder, SyncRequest(installation: name)) }

  /// The store's bytes as they are, and back: a backup and its restoring.
  func snapshot() throws -> [UInt8] {
    try engine.flushUse()
    try engine.store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return Self.bytes(of: home.database)
  }

  func restore(_ snapshot: [UInt8]) throws {
    try engine.flushUse()
    for suffix in ["", "-wal", "-shm"] { unlink(home.database + suffix) }
    try Self.write(snapshot, to: home.database)
    engine = try Self.open(home, time)
  }

  /// What a user owns and travels, with relevance as it is at one moment.
  func export(at moment: Timestamp) throws -> [String] {
    try engine.flushUse()
    try engine.store.write { try engine.store.decay(at: moment, halfLifeDays: 90, floor: 0.1) }
    var lines: [String] = []
    try engine.forEachExported { record in
      switch record {
      case .memory, .link, .retraction: lines.append(JSONLExport.line(record).text)
      default: break
      }
    }
    return lines
  }

  /// A store's file before anything is in it; made once, for making one takes longer than a history.
  static func template() throws -> [UInt8] {
    var path = Array("/tmp/continuity-template-XXXXXX".utf8CString)
    let made = path.withUnsafeMutableBufferPointer { buffer in
      buffer.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) }
    }
    let home = StoreHome(path: made ?? "/tmp/continuity-template")
    defer { remove(home.path) }
    do {
      let store = try MemoryStore(home: home)
      try store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    }
    return bytes(of: home.database)
  }

  static func bytes(of path: String) -> [UInt8] {
    guard let file = fopen(path, "rb") else { return [] }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = fread(&chunk, 1, chunk.count, file), count > 0 { bytes += chunk[..<count] }
    return bytes
  }

  static func write(_ bytes: [UInt8], to path: String) throws {
    guard let file = fopen(path, "wb") else { throw Crash() }
    defer { fclose(file) }
    guard fwrite(bytes, 1, bytes.count, file) == bytes.count else { throw Crash() }
  }
}

struct Crash: Error {}

final class TestTime: Sendable {
  private let milliseconds: Mutex<Int64>

  init(_ milliseconds: Int64) { self.milliseconds = Mutex(milliseconds) }

  var now: Timestamp { Timestamp(milliseconds: milliseconds.withLock { $0 }) }
  func set(_ value: Int64) { milliseconds.withLock { $0 = value } }
}

/// One machine's copy of the shared folder: what others wrote comes when the drive brings it, in any order, in halves, and again.
final class DriftingFolder: ChangeFolder {
  struct Name: Hashable {
    var installation: String
    var number: Int64
  }

  /// As they lie on the drive.
  var contents: [Name: [UInt8]] = [:]
  var sealing: ToySeal?
  /// The next writing fails: before the file stands there, or behind it.
  var failsBeforeWriting = false
  var failsAfterWriting = false
  /// Readings until one fails.
  var readingsLeft: Int?

  func files() -> [ChangeFile] {
    contents.map { name, bytes in
      let size = Int64(bytes.count)
      return ChangeFile(
        installation: name.installation, number: name.number, size: sealing?.openedSize(ofSealed: size) ?? size)
    }
  }

  func bytes(of file: ChangeFile, from offset: Int64) throws -> [UInt8] {
    if let left = readingsLeft {
      guard left > 0 else { throw Crash() }
      readingsLeft = left - 1
    }
    let name = Name(installation: file.installation, number: file.number)
    return Array(try opened(name).dropFirst(Int(offset)))
  }

  func opened(_ name: Name) throws -> [UInt8] {
    let bytes = contents[name] ?? []
    return try sealing?.opened(bytes, as: name.installation) ?? bytes
  }

  func write(_ bytes: [UInt8], to file: ChangeFile) throws {
    if failsBeforeWriting { throw Crash() }
    // By the installation alone, so that a file that comes under another number is read too.
    contents[Name(installation: file.installation, number: file.number)] = sealing?.sealed(bytes, as: file.installation) ?? bytes
    if failsAfterWriting { throw Crash() }
  }

  /// Brings one file of another machine over, whole or up to a byte. What is there already only grows.
  func deliver(_ name: Name, _ bytes: [UInt8], upTo count: Int) {
    guard count >= contents[name]?.count ?? 0 else { return }
    contents[name] = Array(bytes.prefix(count))
  }
}
