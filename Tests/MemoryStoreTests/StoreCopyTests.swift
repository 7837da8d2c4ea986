import MemoryModel
import MemoryStore
import SQLite
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite struct StoreCopyTests {
  let scratch = ScratchHome()
  private let moment = Timestamp(milliseconds: 1_763_720_000_000)
  private var copy: String { scratch.home.path + "/copy.db" }

  private func store(saying value: String) throws -> MemoryStore {
    let store = try MemoryStore(home: scratch.home)
    try store.write { try store.setMeta("key", value) }
    return store
  }

  @Test("what a copy held comes back, and a process that had the store open all the time sees it") func roundTrip() throws {
    let open = try store(saying: "old")
    try open.copy(to: copy)
    try open.write { try open.setMeta("key", "new") }
    let restoration = try MemoryStore.restore(copy, into: scratch.home, at: moment)
    #expect(try open.meta("key") == "old")
    try open.write { try open.setMeta("key", "newer") }
    #expect(try MemoryStore(home: scratch.home).meta("key") == "newer")

    let former = try #require(restoration.former)
    _ = try MemoryStore.restore(former, into: scratch.home, at: moment.advanced(by: .seconds(1)))
    #expect(try open.meta("key") == "new", "a restoration can be taken back")
  }

  @Test("a copy that a killed process left unfinished goes; one that is being made stays") func abandoned() throws {
    let store = try store(saying: "x")
    mkdir(scratch.home.backups, 0o700)
    // A number beyond the greatest that a process can have.
    let gone = 0x7FFF_FFFE
    let names = [
      "before-import-1.db.\(gone).partial", "before-import-2.db.\(getpid()).partial", "before-import-3.db.\(gone).partial",
      "mine.db",
    ]
    for name in names { scratch.write([1, 2, 3], to: "\(scratch.home.backups)/\(name)") }
    let old = [timeval(tv_sec: time(nil) - 7200, tv_usec: 0), timeval(tv_sec: time(nil) - 7200, tv_usec: 0)]
    for name in names where name != names[2] { utimes("\(scratch.home.backups)/\(name)", old) }
    store.removeAbandonedCopies()
    #expect(names.map { access("\(scratch.home.backups)/\($0)", F_OK) == 0 } == [false, true, true, true])
  }

  @Test("a copy is its owner's alone, and never replaces what is there") func newFile() throws {
    let store = try store(saying: "x")
    try store.copy(to: copy)
    #expect(scratch.mode(of: copy) == 0o600)
    let before = scratch.bytes(of: copy)
    #expect(throws: StoreError.self) { try store.copy(to: copy) }
    #expect(scratch.bytes(of: copy) == before)
    #expect(!scratch.files.contains { $0.hasSuffix(".partial") })
  }

  @Test("only a sound copy of ours is restored; the store stays what it was") func refuses() throws {
    let open = try store(saying: "present")
    do {
      let foreign = try Connection(path: scratch.home.path + "/foreign.db", mode: .readWrite)
      try foreign.execute("CREATE TABLE notes (text)")
    }
    scratch.write(Array("hello".utf8), to: scratch.home.path + "/text.db")
    try open.copy(to: copy)
    var bytes = scratch.bytes(of: copy)
    for index in 4096..<min(bytes.count, 40_960) { bytes[index] = 0xAB }
    scratch.write(bytes, to: scratch.home.path + "/damaged.db")
    for name in ["foreign.db", "text.db", "damaged.db", "missing.db"] {
      #expect(throws: StoreError.self, "\(name)") {
        try MemoryStore.restore(scratch.home.path + "/" + name, into: scratch.home, at: moment)
      }
      #expect(try open.meta("key") == "present")
    }
  }

  @Test("a store in whose place another program's file stands is not restored over it") func foreignTarget() throws {
    try store(saying: "x").copy(to: copy)
    let elsewhere = StoreHome(path: scratch.home.path + "/other")
    try elsewhere.create()
    scratch.write(Array("somebody's notes".utf8), to: elsewhere.database)
    #expect(throws: StoreError.self) { try MemoryStore.restore(copy, into: elsewhere, at: moment) }
    #expect(scratch.bytes(of: elsewhere.database) == Array("somebody's notes".utf8))
  }

  @Test("into an empty home a copy is restored as it was") func emptyHome() throws {
    try store(saying: "x").copy(to: copy)
    let elsewhere = StoreHome(path: scratch.home.path + "/fresh")
    let restoration = try MemoryStore.restore(copy, into: elsewhere, at: moment)
    #expect(restoration.former == nil)
    #expect(try MemoryStore(home: elsewhere).meta("key") == "x")
    #expect(scratch.mode(of: elsewhere.database) == 0o600)
  }
}
