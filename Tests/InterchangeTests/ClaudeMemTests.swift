import Interchange
import JSONValues
import MemoryEngine
import MemoryModel
import SQLite
import Testing

@Suite struct ClaudeMemTests {
  /// The database of a generation in a folder of its own, as claude-mem leaves it when it has ended.
  private func fixture(_ generation: ClaudeMemFixture.Generation, scale: Int = 1) throws -> (
    folder: TestFolder, path: String, fixture: ClaudeMemFixture
  ) {
    let folder = TestFolder()
    let path = folder.path + "/claude-mem.db"
    var fixture = ClaudeMemFixture(generation: generation, scale: scale)
    do {
      let connection = try Connection(path: path, mode: .readWrite)
      try fixture.make(connection)
    }
    return (folder, path, fixture)
  }

  @Test(
    "every generation is taken in whole, twice in a row changes nothing, and the source stays as it is, byte for byte",
    arguments: ClaudeMemFixture.Generation.allCases)
  func generations(_ generation: ClaudeMemFixture.Generation) throws {
    let (folder, path, fixture) = try fixture(generation, scale: generation == .thirteen ? 10 : 1)
    let before = folder.contents
    let store = try TestStore()

    let trial = fixture.scale == 1 ? try store.take(ClaudeMem.self, path, isTrial: true) : nil
    #expect(try store.count("SELECT count(*) FROM mem_nodes") == 0)
    #expect(try store.count("SELECT count(*) FROM sessions") == 0)

    let first = try store.take(ClaudeMem.self, path)
    #expect(first.failures.isEmpty)
    if let trial { #expect(trial.taken == first.taken) }
    let observers = first.skipped["claude-mem's own traffic (observer-sessions)"]
    #expect((first.taken["memories"] ?? 0) + first.merged == fixture.kept + fixture.summaries * 39 / 40)
    #expect(observers == fixture.observers + (fixture.sessions + fixture.summaries + fixture.prompts) / 40)
    #expect(try store.count("SELECT count(*) FROM mem_nodes WHERE origin <> 'imported' AND node_type = 'leaf'") == 0)

    let exported = try store.exported()
    let again = try store.take(ClaudeMem.self, path)
    #expect(again.takenCount == 0 && again.merged == 0 && again.skipped == first.skipped)
    #expect(again.found >= first.found - 20)
    #expect(try store.exported() == exported)
    #expect(folder.contents == before)
  }

  @Test("neither a private passage nor a secret comes in, and what stands around them does") func privacy() throws {
    let (folder, path, _) = try fixture(.thirteen)
    let store = try TestStore()
    let report = try store.take(ClaudeMem.self, path)
    #expect(report.redactions > 10)
    #expect(try !store.holds(ClaudeMemFixture.secret))
    #expect(try !store.holds("marmalade"))
    #expect(try store.find("row 97 reading").contains { $0.content.contains("[redacted:github-token]") })
    withExtendedLifetime(folder) {}
  }

  @Test("what was known keeps its time, its project, its session and its kind, and is found in any script") func values() throws {
    let (folder, path, fixture) = try fixture(.nine)
    let store = try TestStore()
    try store.take(ClaudeMem.self, path)
    let node = try #require(try store.find("果樹園 ポンプ89 修理").first { $0.content.contains("ポンプ89を") })
    #expect(node.createdAt == Timestamp(milliseconds: 1_735_689_600_000 + 89 * 61_000))
    #expect(node.category == .events)
    #expect(node.project == "meadow")
    #expect(node.provenance.session == "content-9")
    #expect(node.provenance.origin == .imported)
    #expect(try store.count("SELECT count(*) FROM mem_nodes WHERE project LIKE 'harbour%'") > 0)
    #expect(try store.count("SELECT count(*) FROM mem_nodes WHERE project LIKE 'harbour/%' OR project = 'unknown'") == 0)
    #expect(try store.count("SELECT count(*) FROM mem_nodes WHERE source_session LIKE 'orphan-%' AND node_type = 'leaf'") == 12)
    #expect(
      try store.count("SELECT count(*) FROM mem_nodes WHERE created_at < 1700000000000 AND node_type = 'leaf'") == 0,
      "seconds were told apart")
    // Two summaries of one session have a place each.
    withExtendedLifetime((folder, fixture)) {}
    #expect(
      try store.count("SELECT count(*) FROM mem_nodes WHERE parent_uri = 'mem://sessions/content-3' AND node_type = 'leaf'") == 2)
  }

  @Test("what stands only in the log is read, and neither the file nor the log nor the index of the log is touched")
  func pendingLog() throws {
    let (made, folder) = (TestFolder(), TestFolder())
    var fixture = ClaudeMemFixture(generation: .thirteen)
    let connection = try Connection(path: made.path + "/claude-mem.db", mode: .readWrite)
    try connection.execute("PRAGMA journal_mode = WAL")
    try connection.execute("PRAGMA wal_autocheckpoint = 0")
    try fixture.make(connection)
    // As a worker that was killed leaves them; a connection of this very process would share its locks with the reader's.
    for suffix in ["", "-wal", "-shm"] {
      folder.write(TestFolder.bytes(of: made.path + "/claude-mem.db" + suffix), to: "claude-mem.db" + suffix)
    }
    let path = folder.path + "/claude-mem.db"
    let before = folder.contents
    #expect(before.count == 3)
    let store = try TestStore()
    let report = try store.take(ClaudeMem.self, path)
    #expect((report.taken["memories"] ?? 0) + report.merged == fixture.kept + fixture.summaries * 39 / 40)
    #expect(folder.contents == before)
    withExtendedLifetime(connection) {}
  }

  @Test("a broken log costs what stood only in it") func brokenLog() throws {
    let (folder, path, fixture) = try fixture(.nine)
    // A sound header and garbage behind it is an empty log; what SQLite cannot make sense of at all must not stop the import either.
    folder.write([0x37, 0x7F, 0x06, 0x82] + [UInt8](repeating: 0xAB, count: 9000), to: "claude-mem.db-wal")
    let before = folder.contents
    let store = try TestStore()
    let report = try store.take(ClaudeMem.self, path)
    #expect((report.taken["memories"] ?? 0) + report.merged == fixture.kept + fixture.summaries * 39 / 40)
    #expect(folder.contents == before)
  }

  @Test("its exported JSON holds the same records: after the database it brings nothing new") func document() throws {
    let (folder, path, _) = try fixture(.thirteen)
    let connection = try Connection(path: path, mode: .readOnly)
    func rows(_ table: String) throws -> JSONValue {
      var names: [String] = []
      return .array(
        try connection.query("SELECT * FROM \(table) ORDER BY id") { row in
          if names.isEmpty { names = row.columnNames }
          return .object(
            JSONObject(
              names.enumerated().map { index, name -> (String, JSONValue) in
                switch row.value(Int32(index)) {
                case .integer(let integer): (name, .integer(integer))
                case .text(let text): (name, .string(text))
                default: (name, .null)
                }
              }))
        })
    }
    let document: JSONValue = [
      "exportedAt": "2026-01-01T00:00:00Z", "query": "*", "totalObservations": 8000, "observations": try rows("observations"),
      "sessions": try rows("sdk_sessions"), "summaries": try rows("session_summaries"), "prompts": try rows("user_prompts"),
    ]
    let json = folder.write(document.prettyText, to: "export.json")
    let store = try TestStore()
    try store.take(ClaudeMem.self, path)
    let exported = try store.exported()
    let report = try store.take(ClaudeMem.self, json)
    #expect(report.takenCount == 0 && report.merged == 0 && report.failures.isEmpty)
    #expect(report.unchanged > 1000)
    #expect(try store.exported() == exported)
  }

  @Test("prompts can be left out, an older day can be drawn, and a project can be given to all") func choices() throws {
    let (folder, path, fixture) = try fixture(.nine)
    let store = try TestStore()
    var options = ImportOptions()
    options.includesPrompts = false
    let since = Timestamp(milliseconds: 1_735_689_600_000 + 700 * 61_000)
    let report = try store.take(ClaudeMem.self, path, project: "everything", since: since, options: options)
    #expect(report.taken["turns"] == nil)
    #expect(report.skipped["prompts were not asked for"] == 200)
    #expect((report.skipped["older than --since"] ?? 0) > 600)
    withExtendedLifetime((folder, fixture)) {}
    #expect(try store.count("SELECT count(*) FROM mem_nodes WHERE project <> 'everything'") == 0)
    #expect(try store.count("SELECT count(*) FROM observations") == 0)
  }

  @Test("a file that is something else is told so, and nothing is written") func foreign() throws {
    let folder = TestFolder()
    let store = try TestStore()
    let text = folder.write("hello", to: "claude-mem.db")
    #expect(throws: ImportError.self) { try store.take(ClaudeMem.self, text) }
    do {
      let connection = try Connection(path: folder.path + "/other.db", mode: .readWrite)
      try connection.execute("CREATE TABLE bookmarks (id INTEGER PRIMARY KEY)")
    }
    #expect(throws: ImportError.self) { try store.take(ClaudeMem.self, folder.path + "/other.db") }
    #expect(throws: ImportError.self) { try store.take(ClaudeMem.self, folder.path + "/missing.db") }
    #expect(try store.count("SELECT count(*) FROM mem_nodes") == 0)
  }
}
