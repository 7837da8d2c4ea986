import Interchange
import JSONValues
import MemoryEngine
import MemoryModel
import MemoryStore
import SQLite
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite struct OwnExportTests {
  private func written(_ store: TestStore, in folder: TestFolder, _ name: String = "export.jsonl") throws -> String {
    folder.write(try store.exported(), to: name)
  }

  @Test("export, import into an empty store, export: the same bytes", arguments: 0..<24 as Range<UInt64>) func roundTrip(
    _ seed: UInt64
  ) throws {
    let folder = TestFolder()
    let store = try TestStore()
    try GeneratedStore.fill(store.engine, seed: seed, steps: 40 + Int(seed) * 10)
    let exported = try store.exported()
    let copy = try TestStore(at: Timestamp(milliseconds: 1_800_000_000_000))
    let trial = try copy.take(OwnExport.self, try written(store, in: folder), isTrial: true)
    #expect(try copy.count("SELECT count(*) FROM mem_nodes") == 0)
    let first = try copy.take(OwnExport.self, try written(store, in: folder))
    #expect(trial.taken["memories"] == first.taken["memories"] && trial.taken["links"] == first.taken["links"])
    #expect(first.failures.isEmpty && first.skipped.isEmpty && first.merged == 0)
    #expect(try copy.exported() == exported)
    let again = try copy.take(OwnExport.self, try written(store, in: folder))
    #expect(again.takenCount == 0 && again.merged == 0)
    #expect(try copy.exported() == exported)
    // What is looked for is the same, too.
    let (there, here) = (try store.passages(), try copy.passages())
    #expect(there == here, "\(there.subtracting(here).sorted()) \(here.subtracting(there).sorted())")
  }

  @Test("a store of ten thousand records comes back") func large() throws {
    let folder = TestFolder()
    let store = try TestStore()
    let fixture = TestFolder()
    var made = ClaudeMemFixture(generation: .thirteen, scale: 9)
    do {
      let connection = try Connection(path: fixture.path + "/claude-mem.db", mode: .readWrite)
      try made.make(connection)
    }
    try store.take(ClaudeMem.self, fixture.path)
    let path = try written(store, in: folder)
    let copy = try TestStore()
    let report = try copy.take(OwnExport.self, path)
    #expect(report.takenCount > 10_000)
    #expect(try copy.exported() == store.exported())
    // What was imported there is known to be imported here: the marks came along.
    #expect(try copy.take(ClaudeMem.self, fixture.path).takenCount == 0)
  }

  @Test("every line is as the schema says, and the schema names every member of it") func schema() throws {
    let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
    let schema = try JSONValue(parsing: TestFolder.bytes(of: root + "/Schemas/export.schema.json"))
    let kinds = try #require(schema["oneOf"]?.array)
    let store = try TestStore()
    try GeneratedStore.fill(store.engine, seed: 3, steps: 400)
    let folder = TestFolder()
    try store.take(
      MCPMemory.self, folder.write(#"{"type":"entity","name":"Ann","observations":["Keeps bees"]}"#, to: "memory.jsonl"))
    var seen: Set<String> = []
    for text in try store.exported().split(separator: "\n") {
      let line = try #require(try JSONValue(parsing: String(text)).object)
      let kind = try #require(kinds.first { $0["properties"]?["type"]?["const"] == line["type"] }, "\(line["type"]?.text ?? "")")
      seen.insert(line["type"]?.string ?? "")
      let known = Set(kind["properties"]?.object?.keys ?? [])
      let unknown = line.keys.filter { !known.contains($0) }
      #expect(unknown.isEmpty, "\(text.prefix(200))")
      let required = Set((kind["required"]?.array ?? []).compactMap(\.string))
      #expect(required.isSubset(of: line.keys), "\(text.prefix(200))")
    }
    #expect(seen.isSuperset(of: ["continuity-export", "memory", "link", "session", "learned", "exposure", "retraction", "import"]))
  }

  @Test("where another text stands the newer one holds, and both are kept; done again nothing changes") func conflict() throws {
    let folder = TestFolder()
    func store(_ content: String, at milliseconds: Int64) throws -> TestStore {
      let store = try TestStore(at: Timestamp(milliseconds: milliseconds))
      var request = RememberRequest(content: content)
      request.uri = try MemoryURI(parsing: "mem://user/preferences/editor")
      _ = try store.engine.remember(request)
      return store
    }
    let uri = try MemoryURI(parsing: "mem://user/preferences/editor")
    for isTargetNewer in [false, true] {
      let (older, newer) = (try store("Uses vim.", at: 1_700_000_000_000), try store("Uses helix now.", at: 1_710_000_000_000))
      let (target, source) = isTargetNewer ? (newer, older) : (older, newer)
      let path = try written(source, in: folder)
      let report = try target.take(OwnExport.self, path)
      #expect(report.merged == 1)
      let node = try #require(try target.engine.store.node(at: uri))
      #expect(node.content == "Uses helix now.")
      #expect(try target.engine.store.revisions(of: node).contains { $0.content == "Uses vim." })
      #expect(try target.find("helix").first?.uri == uri)
      let exported = try target.exported()
      #expect(try target.take(OwnExport.self, path).merged == 0)
      #expect(try target.exported() == exported)
    }
  }

  @Test("broken lines are told with their numbers, and the rest comes in; a secret that somebody wrote into the file does not")
  func broken() throws {
    let folder = TestFolder()
    let store = try TestStore()
    for number in 0..<20 { _ = try store.engine.remember(RememberRequest(content: "Note \(number) about the cellar")) }
    var lines = try store.exported().split(separator: "\n").map(String.init)
    lines[3] = "{\"type\":\"memory\""
    lines[5] = lines[5].replacing("\"created_at\"", with: "\"created\"")
    lines[7] = lines[7].replacing("about the cellar", with: "with \(ClaudeMemFixture.secret)")
    lines.append(#"{"type":"from-the-future","x":1}"#)
    let copy = try TestStore()
    let report = try copy.take(OwnExport.self, folder.write(lines.joined(separator: "\n"), to: "x.jsonl"))
    #expect(report.taken["memories"] == 18)
    #expect(report.failures.map { String($0.path.suffix(2)) } == [":4", ":6"])
    #expect(report.failures.last?.reason.contains("created_at") == true)
    #expect(report.skippedCount == 1)
    #expect(try !copy.holds(ClaudeMemFixture.secret))
  }

  @Test(
    "what is no export of ours is refused",
    arguments: ["", "hello\n", "{\"type\":\"memory\"}\n", "{\"type\":\"continuity-export\",\"format\":99}\n"])
  func foreign(_ text: String) throws {
    let folder = TestFolder()
    let store = try TestStore()
    #expect(throws: ImportError.self) { try store.take(OwnExport.self, folder.write(text, to: "x.jsonl")) }
  }
}
