import Interchange
import JSONValues
import MemoryEngine
import MemoryModel
import MemoryStore
import SQLite

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A folder that is gone with the test.
final class TestFolder {
  let path: String

  init() {
    var template = Array("/tmp/continuity-carry-XXXXXX".utf8CString)
    path = template.withUnsafeMutableBufferPointer { String(cString: mkdtemp($0.baseAddress!)) }
  }

  deinit { Self.remove(path) }

  private static func remove(_ path: String) {
    for name in names(in: path) { remove(path + "/" + name) }
    if unlink(path) != 0 { rmdir(path) }
  }

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

  /// Every file below the folder with its length and a hash of its bytes: what must be the same before and after.
  var contents: [String: String] { Self.contents(of: path) }

  private static func contents(of path: String) -> [String: String] {
    var contents: [String: String] = [:]
    for name in names(in: path) {
      let child = path + "/" + name
      if let folder = opendir(child) {
        closedir(folder)
        contents.merge(self.contents(of: child)) { $1 }
        contents[child + "/"] = ""
      } else {
        let bytes = bytes(of: child)
        // FNV-1a: any other bytes of the same length are told apart.
        let hash = bytes.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
        contents[child] = "\(bytes.count) \(hash)"
      }
    }
    return contents
  }

  static func bytes(of path: String) -> [UInt8] {
    let descriptor = open(path, O_RDONLY)
    guard descriptor >= 0 else { return [] }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = read(descriptor, &block, block.count), count > 0 { bytes += block[..<count] }
    return bytes
  }

  @discardableResult
  func write(_ text: String, to name: String) -> String { write(Array(text.utf8), to: name) }

  @discardableResult
  func write(_ bytes: [UInt8], to name: String) -> String {
    let target = path + "/" + name
    for (index, character) in target.enumerated() where character == "/" && index > path.count {
      mkdir(String(target.prefix(index)), 0o700)
    }
    let descriptor = open(target, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    defer { close(descriptor) }
    _ = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
    return target
  }
}

/// An engine on a real store of its own.
final class TestStore {
  let folder = TestFolder()
  let engine: MemoryEngine

  init(at moment: Timestamp = Timestamp(milliseconds: 1_790_000_000_123)) throws {
    engine = MemoryEngine(
      store: try MemoryStore(home: StoreHome(path: folder.path + "/store")), settings: EngineSettings(), clock: { moment })
  }

  @discardableResult
  func take(
    _ source: any ImportSource.Type, _ path: String, project: String? = nil, since: Timestamp? = nil, isTrial: Bool = false,
    options: ImportOptions = ImportOptions()
  ) throws -> ImportReport {
    let run = ImportRun(engine, source: source.name, project: project, since: since, isTrial: isTrial)
    try source.read(path, options, into: run)
    return try run.finish()
  }

  /// What `continuity export` writes.
  func exported() throws -> String {
    var text = JSONLExport.header(version: "test").text + "\n"
    try engine.forEachExported { text += JSONLExport.line($0).text + "\n" }
    return text
  }

  func find(_ words: String) throws -> [MemoryNode] {
    var request = FindRequest(query: words)
    request.scope = .everything
    return try engine.find(request).items.map(\.node)
  }

  /// The memory whose abstract begins with these words.
  func node(saying words: String) throws -> MemoryNode? {
    let uri = try engine.store.connection.first(
      "SELECT uri FROM mem_nodes WHERE substr(l0_abstract, 1, length(?)) = ? ORDER BY uri", [words, words]
    ) { $0.text(0) }
    return try uri.flatMap { try engine.store.node(at: MemoryURI(parsing: $0)) }
  }

  /// The searchable pieces of every memory.
  func passages() throws -> Set<String> {
    Set(
      try engine.store.connection.query(
        "SELECT uri, tier, ordinal, text FROM passages JOIN mem_nodes ON mem_nodes.id = node_id"
      ) { "\($0.text(0)) \($0.integer(1)).\($0.integer(2)) \($0.text(3))" })
  }

  func count(_ sql: String) throws -> Int { Int(try engine.store.connection.first(sql) { $0.integer(0) } ?? -1) }

  /// In any file of the store, as plain bytes.
  func holds(_ words: String) throws -> Bool {
    try engine.store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    let wanted = Array(words.utf8)
    return folder.contents.keys.contains { file in
      TestFolder.bytes(of: file).withUnsafeBytes { haystack in
        var start = 0
        while start + wanted.count <= haystack.count, let base = haystack.baseAddress,
          let hit = memchr(base + start, Int32(wanted[0]), haystack.count - start - wanted.count + 1)
        {
          let place = UnsafeRawPointer(hit) - base
          if memcmp(hit, wanted, wanted.count) == 0 { return true }
          start = place + 1
        }
        return false
      }
    }
  }
}
