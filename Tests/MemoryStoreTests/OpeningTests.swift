import MemoryModel
import MemoryStore
import SQLite
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite struct OpeningTests {
  let scratch = ScratchHome()

  @Test("a new store is private: the folder 0700, every file 0600") func modes() throws {
    let home = StoreHome(path: scratch.home.path + "/a/b")
    let store = try MemoryStore(home: home)
    try store.write { try store.setMeta("key", "value") }
    #expect(scratch.mode(of: home.path) == 0o700)
    #expect(scratch.mode(of: home.database) == 0o600)
    #expect(scratch.mode(of: home.database + "-wal") == 0o600)
    #expect(scratch.mode(of: home.database + "-shm") == 0o600)
    #expect(access(home.backups, F_OK) != 0, "nothing was there that needed a backup")
  }

  @Test("a home that others could read is closed to them") func closesHome() throws {
    chmod(scratch.home.path, 0o755)
    _ = try MemoryStore(home: scratch.home)
    #expect(scratch.mode(of: scratch.home.path) == 0o700)
  }

  @Test("another program's database is left as it is, byte for byte, and nothing is put beside it") func foreign() throws {
    do {
      let connection = try Connection(path: scratch.home.database, mode: .readWrite)
      try connection.execute("PRAGMA journal_mode = WAL")
      try connection.execute("CREATE TABLE notes (text)")
    }
    let (before, files) = (scratch.bytes(of: scratch.home.database), scratch.files)
    let error = #expect(throws: StoreError.self) { try MemoryStore(home: scratch.home) }
    #expect(error?.description.contains("continuity import") == true)
    #expect(scratch.bytes(of: scratch.home.database) == before)
    #expect(scratch.files == files)
  }

  @Test("the Go program's store is known by its tables, and its importer is named") func goProgram() throws {
    do {
      let connection = try Connection(path: scratch.home.database, mode: .readWrite)
      try connection.execute("CREATE TABLE mem_nodes (id)")
      try connection.execute("CREATE TABLE mem_vectors (node_id)")
    }
    let error = #expect(throws: StoreError.self) { try MemoryStore(home: scratch.home) }
    #expect(error?.description.contains("--from=continuity-go") == true)
  }

  @Test("a file that is no database is left as it is", arguments: ["hello", String(repeating: "x", count: 5000)])
  func notADatabase(_ text: String) throws {
    scratch.write(Array(text.utf8), to: scratch.home.database)
    let error = #expect(throws: StoreError.self) { try MemoryStore(home: scratch.home) }
    #expect(error?.description.contains("not a Continuity database") == true)
    #expect(scratch.bytes(of: scratch.home.database) == Array(text.utf8))
  }

  @Test("a store of a newer version is refused and left as it is") func newer() throws {
    do {
      let store = try MemoryStore(home: scratch.home)
      try store.connection.execute("PRAGMA user_version = 9999")
    }
    let before = scratch.bytes(of: scratch.home.database)
    let error = #expect(throws: StoreError.self) { try MemoryStore(home: scratch.home) }
    #expect(error?.description.contains("9999") == true)
    #expect(scratch.bytes(of: scratch.home.database) == before)
  }

  @Test("a damaged store is reported as damaged, and where its backups are") func damaged() throws {
    do {
      let store = try MemoryStore(home: scratch.home)
      try store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    }
    var bytes = scratch.bytes(of: scratch.home.database)
    for index in 100..<4000 { bytes[index] = 0xA5 }
    scratch.write(bytes, to: scratch.home.database)
    let error = #expect(throws: StoreError.self) {
      try MemoryStore(home: scratch.home).statistics()
    }
    #expect(error?.description.contains("damaged") == true)
    #expect(error?.description.contains("backups") == true)
  }

  @Test("a claim that was interrupted before the schema is finished by the next opening") func interruptedCreation() throws {
    try scratch.home.create()
    do {
      let connection = try Connection(path: scratch.home.database, mode: .readWrite)
      try connection.execute("PRAGMA application_id = \(0x436E_7479)")
    }
    let store = try MemoryStore(home: scratch.home)
    #expect(try store.statistics().schemaVersion >= 1)
  }

  @Test("many may make the same store at once") func concurrentCreation() async throws {
    let home = scratch.home
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<8 {
        group.addTask {
          let store = try MemoryStore(home: home)
          try store.write { try store.setMeta("opened-\(number)", "yes") }
        }
      }
      try await group.waitForAll()
    }
    let store = try MemoryStore(home: home)
    for number in 0..<8 { #expect(try store.meta("opened-\(number)") == "yes") }
  }
}
