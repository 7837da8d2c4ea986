import CZlib
import Interchange
import JSONValues
import MemoryEngine
import MemoryModel
import MemoryStore
import SQLite
import Testing

/// The importers of everything but claude-mem and our own export: ten thousand rows each, twice.
@Suite struct OtherSourcesTests {
  private static let secret = ClaudeMemFixture.secret
  private static let privateWords = "<private>the cellar code is marmalade</private>"

  /// Imports twice; the second time brings nothing, the source stays as it is, and nothing private or secret came in.
  private func takeTwice(_ source: any ImportSource.Type, _ path: String, in folder: TestFolder, into store: TestStore) throws
    -> ImportReport
  {
    let before = folder.contents
    let report = try store.take(source, path)
    let exported = try store.exported()
    let again = try store.take(source, path)
    #expect(again.takenCount == 0 && again.merged == 0, "\(again.taken) \(again.merged)")
    #expect(try store.exported() == exported)
    #expect(folder.contents == before)
    #expect(try !store.holds("marmalade"))
    #expect(try !store.holds(Self.secret))
    return report
  }

  private func oddity(_ number: Int) -> String {
    switch number % 50 {
    case 7: " The token is \(Self.secret)."
    case 13: " \(Self.privateWords)"
    case 17: " 果樹園のポンプ\(number)。"
    default: ""
    }
  }

  // MARK: CONTINUUM

  private func continuumDocument() -> String {
    var lists: [(String, [JSONValue])] = []
    let day = "2025-03-01T10:00:00"
    lists.append(
      (
        "attention_links",
        (0..<3000).map { number -> JSONValue in
          let type = number % 100 == 0 ? "depends_on" : "co-occurrence"
          let object: JSONObject = [
            "id": .integer(Int64(number)), "concept_a": .string("Concept \(number)"),
            "concept_b": .string("Concept \((number * 7 + 1) % 3200)"), "link_type": .string(type), "strength": 0.25,
            "created_at": .string(day), "tenant_id": "default",
          ]
          return .object(object)
        }
      ))
    lists.append(
      (
        "entities",
        (0..<3000).map { number -> JSONValue in
          let description: JSONValue = number % 11 == 0 ? .null : .string("What concept \(number) is about.\(oddity(number))")
          let object: JSONObject = [
            "id": .integer(Int64(number)), "name": .string("Concept \(number)"),
            "entity_type": .string(number % 2 == 0 ? "concept" : "pattern"), "description": description, "created_at": .string(day),
            "tenant_id": .string(number % 40 == 0 ? "tenant-b" : "default"),
          ]
          return .object(object)
        }
      ))
    lists.append(
      (
        "compound_concepts",
        [["id": 1, "compound_name": "a pair", "component_concepts": "[\"Concept 1\", \"Concept 3\"]", "co_occurrence_count": 4]]
      ))
    lists.append(
      (
        "decisions",
        (0..<1500).map { number -> JSONValue in
          let object: JSONObject = [
            "id": .integer(Int64(number)), "instance_id": "i-1", "timestamp": .number(1_740_000_000.25 + Double(number)),
            "decision_text": .string("We decided matter \(number).\(oddity(number))"), "context": .null, "tenant_id": "default",
          ]
          return .object(object)
        }
      ))
    lists.append(
      (
        "messages",
        (0..<3000).map { number -> JSONValue in
          let object: JSONObject = [
            "id": .integer(Int64(number)), "instance_id": .string("i-\(number % 40)"),
            "timestamp": .number(1_741_000_000 + Double(number)), "message_number": .integer(Int64(number / 40 + 1)),
            "role": .string(number % 80 < 40 ? "user" : "assistant"),
            "content": .string("Message \(number) of the talk.\(oddity(number))"), "metadata": "{}", "tenant_id": "default",
          ]
          return .object(object)
        }
      ))
    var text = "{\n\"version\": \"1.0\", \"exported_at\": \"2026-01-01T00:00:00\", \"tenant_id\": \"default\""
    for (name, rows) in lists { text += ",\n\"\(name)\": " + JSONValue.array(rows).prettyText }
    return text + "\n}\n"
  }

  @Test("CONTINUUM's JSON comes in with entities, links, decisions and messages, also compressed") func continuumJSON() throws {
    let folder = TestFolder()
    let text = continuumDocument()
    let path = folder.path + "/memory.json.gz"
    let file = try #require(gzopen(path, "wb"))
    var copy = text
    copy.withUTF8 { _ = gzwrite(file, $0.baseAddress, UInt32($0.count)) }
    gzclose(file)
    let store = try TestStore()
    let report = try takeTwice(Continuum.self, path, in: folder, into: store)
    #expect(report.failures.isEmpty)
    #expect(report.taken["turns"] == 3000)
    #expect((report.taken["links"] ?? 0) > 2900)
    // 3,000 entities, a compound, the decisions, 200 concepts that only links name (and those of the other tenant), and the links that say something.
    #expect((report.taken["memories"] ?? 0) + report.merged >= 3000 + 1 + 1500 + 200 + 30)
    let node = try #require(try store.node(saying: "We decided matter 42."))
    #expect(node.category == .events)
    #expect(node.createdAt == Timestamp(milliseconds: 1_740_000_042_250))
    // The plain text holds the same records.
    let plain = try store.take(Continuum.self, folder.write(text, to: "memory.json"))
    #expect(plain.takenCount == 0 && plain.merged == 0)
  }

  @Test("CONTINUUM's database comes in with the verbatim messages that its own export leaves out") func continuumDatabase() throws {
    let folder = TestFolder()
    let path = folder.path + "/memory.db"
    do {
      let connection = try Connection(path: path, mode: .readWrite)
      try connection.executeScript(
        """
        CREATE TABLE entities (id INTEGER PRIMARY KEY, name TEXT, entity_type TEXT, description TEXT, created_at TEXT, tenant_id TEXT DEFAULT 'default');
        CREATE TABLE attention_links (id INTEGER PRIMARY KEY, concept_a TEXT, concept_b TEXT, link_type TEXT, strength REAL, created_at TEXT, last_accessed TEXT);
        CREATE TABLE messages (id INTEGER PRIMARY KEY, user_message TEXT, ai_response TEXT, session_id TEXT, created_at TEXT, tenant_id TEXT, metadata TEXT);
        """)
      try connection.write {
        for number in 0..<6000 {
          try connection.execute(
            "INSERT INTO entities (name, entity_type, description, created_at) VALUES (?, ?, ?, '2025-03-01 10:00:00')",
            [
              "Thing \(number)", number % 9 == 0 ? String?.none : "service",
              number % 5 == 0 ? String?.none : "About thing \(number).\(oddity(number))",
            ])
        }
        for number in 0..<2000 {
          try connection.execute(
            "INSERT INTO attention_links (concept_a, concept_b, link_type, strength, created_at) VALUES (?, ?, 'co-occurrence', 0.5, NULL)",
            ["thing \(number)", "Thing \(number + 1)"])
          try connection.execute(
            "INSERT INTO messages (user_message, ai_response, session_id, created_at) VALUES (?, ?, ?, ?)",
            [
              "Question \(number)?\(oddity(number))", "Answer \(number).", "talk-\(number % 30)",
              "2025-03-01T10:00:00.\(100 + number % 900)Z",
            ])
        }
      }
    }
    let store = try TestStore()
    let report = try takeTwice(Continuum.self, path, in: folder, into: store)
    #expect((report.taken["memories"] ?? 0) + report.merged == 6000)
    #expect(report.taken["links"] == 2000)
    #expect(report.taken["turns"] == 2000)
    #expect(try store.count("SELECT count(*) FROM sessions") == 30)
    #expect(try store.node(saying: "Question 1234?")?.content.hasSuffix("Assistant: Answer 1234.") == true)
  }

  // MARK: The Go program

  @Test("the Go program's tree comes in at its addresses, with tiers, use, tombstones and sessions") func continuityGo() throws {
    let folder = TestFolder()
    let path = folder.path + "/continuity.db"
    do {
      let connection = try Connection(path: path, mode: .readWrite)
      try connection.executeScript(
        """
        CREATE TABLE mem_nodes (id INTEGER PRIMARY KEY, uri TEXT NOT NULL UNIQUE, parent_uri TEXT, node_type TEXT NOT NULL, category TEXT NOT NULL,
          l0_abstract TEXT, l1_overview TEXT, l2_content TEXT, mergeable INTEGER, merged_from TEXT, relevance REAL, last_access INTEGER,
          access_count INTEGER, source_session TEXT, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, tombstoned_at INTEGER,
          tombstone_reason TEXT, superseded_by TEXT, pinned_at INTEGER);
        CREATE TABLE mem_vectors (node_id INTEGER PRIMARY KEY, embedding BLOB, model TEXT);
        CREATE TABLE sessions (id INTEGER PRIMARY KEY, session_id TEXT, project TEXT, started_at INTEGER, ended_at INTEGER, status TEXT);
        CREATE TABLE observations (id INTEGER PRIMARY KEY, session_id TEXT, tool_name TEXT, tool_input TEXT, tool_response TEXT, created_at INTEGER);
        CREATE TABLE extraction_queue (id INTEGER PRIMARY KEY, kind TEXT, payload TEXT);
        INSERT INTO extraction_queue (kind) VALUES ('session');
        INSERT INTO mem_nodes (uri, node_type, category, created_at, updated_at) VALUES ('mem://user', 'dir', 'profile', 1, 1);
        """)
      let categories = ["preferences", "entities", "events", "patterns", "cases", "session"]
      try connection.write {
        for number in 0..<8000 {
          let category = categories[number % 6]
          let place =
            switch category {
            case "session": "mem://sessions/go-\(number % 50)/note-\(number)"
            case "patterns", "cases": "mem://agent/\(category)/thing-\(number)"
            default: number % 500 == 0 ? "mem://user/preferences/Not a name \(number)" : "mem://user/\(category)/thing-\(number)"
            }
          try connection.execute(
            """
            INSERT INTO mem_nodes (uri, node_type, category, l0_abstract, l1_overview, l2_content, relevance, last_access, access_count, source_session,
              created_at, updated_at, tombstoned_at, tombstone_reason, pinned_at) VALUES (?, 'leaf', ?, ?, ?, ?, 0.5, ?, 3, ?, ?, ?, ?, 'old', ?)
            """,
            [
              place, category, "Thing \(number) in a line", number % 4 == 0 ? String?.none : "Thing \(number) in short",
              "Thing \(number) is of the orchard.\(oddity(number))", 1_750_000_000_000, "go-\(number % 50)",
              1_740_000_000_000 + Int64(number), 1_741_000_000_000, number % 25 == 0 ? 1_742_000_000_000 : Int64?.none,
              number % 30 == 1 ? 1_743_000_000_000 : Int64?.none,
            ])
        }
        for number in 0..<2000 {
          try connection.execute(
            "INSERT INTO observations (session_id, tool_name, tool_input, tool_response, created_at) VALUES (?, 'Bash', ?, ?, ?)",
            [
              "go-\(number % 50)", "{\"command\":\"make \(number)\"}",
              "{\"stdout\":\"done\(oddity(number).replacing("\"", with: ""))\"}", 1_740_000_000 + number,
            ])
        }
        for number in 0..<50 {
          try connection.execute(
            "INSERT INTO sessions (session_id, project, started_at, ended_at) VALUES (?, '/srv/orchard', 1739999999000, NULL)",
            ["go-\(number)"])
        }
      }
    }
    let store = try TestStore()
    let report = try takeTwice(ContinuityGo.self, path, in: folder, into: store)
    #expect(report.taken["memories"] == 8000)
    #expect(report.taken["tool calls"] == 2000)
    #expect(report.taken["sessions"] == 50)
    let node = try #require(try store.engine.store.node(at: try MemoryURI(parsing: "mem://agent/patterns/thing-3")))
    #expect(node.abstract == "Thing 3 in a line" && node.overview == "Thing 3 in short")
    #expect(node.createdAt == Timestamp(milliseconds: 1_740_000_000_003) && node.accessCount == 3)
    #expect(try store.count("SELECT count(*) FROM mem_nodes WHERE retracted_at IS NOT NULL") == 320)
    #expect(try store.find("Thing 25 orchard").allSatisfy { $0.retraction == nil })
    #expect(try store.count("SELECT count(*) FROM sessions WHERE project = 'orchard'") == 50)
    let own = folder.write(TestFolder.bytes(of: store.folder.path + "/store/continuity.db"), to: "own.db")
    #expect(throws: ImportError.self) { try store.take(ContinuityGo.self, own) }
  }

  // MARK: The MCP memory server

  @Test("the MCP server's graph comes in; a changed entity is changed, with what it said before") func mcpMemory() throws {
    let folder = TestFolder()
    var lines: [String] = []
    for number in 0..<4500 {
      if number > 0 {
        lines.append(#"{"type":"relation","from":"Entity \#(number)","to":"Entity \#(number - 1)","relationType":"works_with"}"#)
      }
      let entity: JSONValue = [
        "type": "entity", "name": .string("Entity \(number)"), "entityType": "person",
        "observations": number % 19 == 0 ? [] : [.string("Likes matter \(number)\(oddity(number))"), "Works mornings", .null],
      ]
      lines.append(entity.text)
    }
    lines.insert("{broken", at: 100)
    lines.insert("[1,2]", at: 200)
    for number in 0..<1100 { lines.append(#"{"type":"relation","from":"Entity \#(number)","to":"Nobody","relationType":"knows"}"#) }
    let path = folder.write(lines.joined(separator: "\n"), to: "memory.jsonl")
    let store = try TestStore()
    let trial = try store.take(MCPMemory.self, path, isTrial: true)
    #expect(try store.count("SELECT count(*) FROM mem_nodes") == 0)
    let report = try takeTwice(MCPMemory.self, path, in: folder, into: store)
    #expect(report.failures.count == 2)
    #expect(trial.taken["memories"] == report.taken["memories"])
    #expect(report.taken["links"] == 4499)
    #expect(report.skipped["a link to a memory that was left out"] == 1100)
    #expect((report.taken["memories"] ?? 0) + report.merged == 4500 + 4499 + 1100)
    #expect(try store.count("SELECT count(*) FROM mem_nodes WHERE l2_content = 'Entity 8 works with Entity 7'") == 1)

    let changed = lines.map { $0.contains(#""name":"Entity 5""#) ? $0.replacing("Works mornings", with: "Works evenings") : $0 }
    folder.write(changed.joined(separator: "\n"), to: "memory.jsonl")
    let update = try store.take(MCPMemory.self, path)
    #expect(update.takenCount == 0 && update.merged == 1)
    let node = try #require(try store.find("Entity 5 works evenings").first { $0.content.contains("evenings") })
    #expect(try store.engine.store.revisions(of: node).first?.content.contains("mornings") == true)
  }

  @Test("what was forgotten here is not brought back by another run") func forgotten() throws {
    let folder = TestFolder()
    let path = folder.write(
      #"{"type":"entity","name":"Ann","entityType":"person","observations":["Keeps bees"]}"# + "\n"
        + #"{"type":"entity","name":"Bob","entityType":"person","observations":["Keeps goats"]}"# + "\n", to: "memory.jsonl")
    let store = try TestStore()
    try store.take(MCPMemory.self, path)
    for (name, purge) in [("bees", false), ("goats", true)] {
      var request = ForgetRequest(uri: try #require(try store.find(name).first).uri)
      request.purge = purge
      _ = try store.engine.forget(request)
    }
    #expect(try store.take(MCPMemory.self, path).takenCount == 0)
    // From another place the records are others, the words are the same.
    let copy = folder.write(TestFolder.bytes(of: path), to: "copy.jsonl")
    let report = try store.take(MCPMemory.self, copy)
    #expect(report.takenCount == 0 && report.skipped["it was forgotten here"] == 2)
    #expect(try store.find("bees goats").isEmpty)
  }

  // MARK: Notes

  @Test("a vault comes in with its front matter, its folders and its links") func markdown() throws {
    let folder = TestFolder()
    let vault = TestFolder()
    for number in 0..<10_000 {
      var text = "# Note \(number)\n\nAbout row \(number) of the orchard.\(oddity(number)) See [[Note \(number + 1)]].\n"
      if number % 3 == 0 {
        text =
          "---\ntitle: \"Row \(number): the pump\"\ntags: [pump, 'row']\ntype: event\ncreated: 2025-02-03\nproject: orchard\n---\n"
          + text
      }
      if number % 777 == 0 { text = "---\ntitle: [broken\n" + text }
      vault.write(text, to: "part \(number % 10)/Note \(number).md")
    }
    vault.write("not a note", to: "picture.png")
    vault.write("# hidden", to: ".obsidian/x.md")
    let store = try TestStore()
    let report = try takeTwice(MarkdownNotes.self, vault.path, in: vault, into: store)
    #expect((report.taken["memories"] ?? 0) + report.merged == 10_000)
    #expect((report.taken["links"] ?? 0) >= 9_900)
    let node = try #require(try store.node(saying: "Row 9: the pump"))
    #expect(node.category == .events && node.project == "orchard" && node.tags == ["pump", "row"])
    #expect(node.createdAt == Timestamp(iso8601: "2025-02-03"))
    withExtendedLifetime(folder) {}
  }

  @Test("our own notes come back with their addresses, words, links and times") func ownNotes() throws {
    let folder = TestFolder()
    let store = try TestStore()
    try GeneratedStore.fill(store.engine, seed: 99, steps: 200)
    let notes = try MarkdownExport(folder: folder.path + "/vault")
    var count = 0
    try store.engine.forEachExported { record in
      var links: [Link] = []
      if case .memory(let node, _, _, _) = record { try store.engine.store.forEachLink(from: node.id) { links.append($0) } }
      if try notes.write(record, links: links) { count += 1 }
    }
    #expect(throws: ImportError.self) { try MarkdownExport(folder: folder.path + "/vault") }
    let copy = try TestStore()
    let report = try copy.take(MarkdownNotes.self, folder.path + "/vault")
    #expect(report.failures.isEmpty)
    #expect((report.taken["memories"] ?? 0) + report.merged == count)
    try store.engine.store.forEachMemory { node, _, _ in
      guard let other = try copy.engine.store.node(at: node.uri) else {
        Issue.record("\(node.uri) is missing")
        return
      }
      #expect(other.content == node.content && other.createdAt == node.createdAt && other.project == node.project)
      #expect(other.category == node.category && other.retraction == node.retraction)
    }
    #expect(
      try copy.count("SELECT count(*) FROM links WHERE kind = 'supersedes'")
        == store.count("SELECT count(*) FROM links WHERE kind = 'supersedes'"))
  }

  @Test("CONTINUUM's JSON as we write it is read again") func ownContinuum() throws {
    let folder = TestFolder()
    let store = try TestStore()
    try GeneratedStore.fill(store.engine, seed: 5, steps: 200)
    var text = ""
    var export = ContinuumExport(store.engine) { text += $0 }
    try export.write(at: Timestamp(milliseconds: 0)) {}
    let value = try JSONValue(parsing: text)
    #expect(value["version"] == "1.0" && value["entities"]?.array?.isEmpty == false && value["messages"]?.array?.isEmpty == false)
    let copy = try TestStore()
    let report = try copy.take(Continuum.self, folder.write(text, to: "memory.json"))
    #expect(report.failures.isEmpty)
    #expect(
      (report.taken["memories"] ?? 0) + report.merged >= (value["entities"]?.array?.count ?? 0)
        + (value["decisions"]?.array?.count ?? 0))
  }
}
