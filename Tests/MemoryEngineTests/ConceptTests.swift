import MemoryModel
import MemoryStore
import SQLite
import Testing
import Transcripts

@testable import MemoryEngine

@Suite("What sessions name") struct ConceptTests {
  private func turn(_ index: Int, _ user: String, _ answer: String = "", tools: [ToolUse] = []) -> TranscriptTurn {
    ExtractionSessionTests.turn(index, user, answer, tools: tools)
  }

  private func names(_ turns: [TranscriptTurn]) -> [String] { SessionConcepts.named(in: turns).map(\.concept.name) }

  // MARK: What is one

  @Test("identifiers, files, quoted names and capitalised phrases that a session comes back to are concepts") func kinds() throws {
    let turns = [
      turn(
        0, "Why does the RetryPolicy give up? The \"blue build\" fails since we moved to Amazon Kinesis.",
        "`RetryPolicy` stops at `max_attempts`; pay/client.go sets it.",
        tools: [ToolUse(name: "Edit", subject: "/home/ada/shop/pay/client.go")]),
      turn(
        1, "Then raise max_attempts for Amazon Kinesis alone, and see that the \"blue build\" is green.",
        "Raised it in `client.go`. We still talk to Kinesis through `RetryPolicy.swift`."),
    ]
    let named = SessionConcepts.named(in: turns)
    let kinds = Dictionary(named.map { ($0.concept.name, $0.concept.kind) }, uniquingKeysWith: { $1 })
    #expect(kinds["RetryPolicy"] == .identifier)
    #expect(kinds["max_attempts"] == .identifier)
    #expect(kinds["client.go"] == .file)
    #expect(kinds["blue build"] == .quoted)
    #expect(kinds["Amazon Kinesis"] == .name)
    #expect(kinds["RetryPolicy.swift"] == nil, "named once")
    #expect(named.first { $0.concept.name == "RetryPolicy" }?.turns == 0b1)
    #expect(named.first { $0.concept.name == "max_attempts" }?.turns == 0b11)
  }

  @Test(
    "addresses, sums, keywords, beginnings of sentences, versions and what was redacted are no concepts",
    arguments: [
      "See https://example.com/RetryPolicy/docs and www.RetryPolicy.org",
      "Commit 3f9a2b1c77de and 0f3e91ab-22cd-4b1e-9f00-aabbccddeeff",
      "return nil; const value; print(result)", "Please run the tests. Then commit. Everything works. Perfect.",
      "It is v2.14.3-rc1 or 10.0.0.1", "The key is [redacted:github-token] here", "Write to Ann.Smith@example.com today",
      "```\nlet RetryPolicy = RetryPolicy()\n```", "# Retry Policy Changes", "- **Key Change:** it works",
      "Monday or Tuesday in November", "npm install --save-dev", "aGVsbG8gd29ybGQgMTIzNDU2Nzg5MA a1b2c3d4e5f6g7h8",
    ])
  func noConcepts(text: String) { #expect(names([turn(0, text, text), turn(1, text, text)]).isEmpty) }

  @Test("a capitalised word that also stands without its capital is a word") func plainWords() {
    #expect(names([turn(0, "We use Redis here, and Valve too"), turn(1, "Ask Redis; Valve, or any valve, says so")]) == ["Redis"])
  }

  @Test("a file of a common name is known by its folder, and what goes with the machine by none") func files() {
    let tools = ["/home/ada/shop/pay/index.ts", "/tmp/scratch.py", "/home/ada/shop/web/index.ts"].map {
      ToolUse(name: "Edit", subject: $0)
    }
    #expect(names([turn(0, "Go on with it", tools: tools)]) == ["pay/index.ts", "web/index.ts"])
  }

  @Test("of one session at most 24 are kept, those that it came back to most") func limit() {
    let many = (0..<60).map {
      "some_name_of_\(String(UnicodeScalar(97 + UInt8($0 % 26))))\(String(UnicodeScalar(97 + UInt8($0 / 26))))"
    }
    let turns = [turn(0, many.joined(separator: ", ")), turn(1, many.joined(separator: ", ")), turn(2, many[59])]
    let named = names(turns)
    #expect(named.count == SessionConcepts.limit && named.first == many[59])
  }

  // MARK: In the store

  private func session(_ fixture: EngineFixture, _ id: String, _ prompts: [String], project: String? = "shop") throws {
    var start = SessionStartRequest(session: id)
    start.project = project
    _ = try fixture.engine.startSession(start)
    for prompt in prompts {
      fixture.advance(by: .seconds(60))
      _ = try fixture.engine.recordPrompt(PromptRequest(session: id, prompt: prompt))
      _ = try fixture.engine.recordBoundary(SessionBoundaryRequest(session: id, boundary: .turn(lastWords: nil)))
    }
    try extract(fixture)
  }

  private func extract(_ fixture: EngineFixture) throws {
    fixture.advance(by: .seconds(600))
    _ = try fixture.engine.drain()
  }

  private func neighbours(_ fixture: EngineFixture, _ name: String, scope: Scope = .everything) throws -> [String: Double] {
    var request = ConceptLinksRequest(name: name)
    request.scope = scope
    let outcome = try fixture.engine.conceptLinks(request)
    return Dictionary(outcome.neighbours.map { ($0.concept.name, $0.weight) }, uniquingKeysWith: { $1 })
  }

  private static let prompts = [
    "Why does RetryPolicy stop at max_attempts?", "Let RetryPolicy read max_attempts from ShopConfig",
    "And ShopConfig from disk_cache",
    "Does disk_cache expire at all?",
  ]

  @Test("repetition strengthens, time fades, and reading a session again does neither") func strength() throws {
    let fixture = try EngineFixture()
    try session(fixture, "s1", Self.prompts)
    let once = try neighbours(fixture, "RetryPolicy")
    #expect(try #require(once["max_attempts"]) > 0.39)
    #expect(try #require(once["max_attempts"]) > (try #require(once["ShopConfig"])))
    #expect(once["disk_cache"] == nil, "never in one turn with it")
    try fixture.engine.store.write {
      try fixture.engine.store.enqueue(kind: ExtractSessionJob.kind, subject: "s1", due: fixture.now, at: fixture.now)
    }
    try extract(fixture)
    let again = try #require(try neighbours(fixture, "RetryPolicy")["max_attempts"])
    let first = try #require(once["max_attempts"])
    #expect(abs(again - first) < 0.001)
    try session(fixture, "s2", Self.prompts)
    let twice = try #require(try neighbours(fixture, "RetryPolicy")["max_attempts"])
    #expect(twice > 0.6 && twice < 1)
    fixture.advance(by: .seconds(90 * 86_400 - 600))
    let later = try #require(try neighbours(fixture, "retrypolicy")["max_attempts"])
    // Two steps of a half of 0.4.
    #expect(abs(later - 0.36) < 0.01)
  }

  @Test("a concept shows the memories and sessions that name it, and is one of its project") func surroundings() throws {
    let fixture = try EngineFixture()
    try session(fixture, "s1", Self.prompts)
    try session(fixture, "s2", Self.prompts, project: "mill")
    let memory = try fixture.remember("RetryPolicy gives up after five attempts", .cases, project: "shop").uri
    try fixture.remember("The retry of another policy", .cases, project: "shop")
    var request = ConceptLinksRequest(name: "RetryPolicy")
    request.scope = .project("shop")
    let outcome = try fixture.engine.conceptLinks(request)
    #expect(outcome.memories.map(\.uri) == [memory])
    #expect(outcome.sessions.map(\.uri.description) == ["mem://sessions/s1"])
    #expect(outcome.sessionCount == 1)
    request.scope = .project("barn")
    #expect(throws: EngineError.self) { try fixture.engine.conceptLinks(request) }
    let near = #expect(throws: EngineError.self) { try fixture.engine.conceptLinks(ConceptLinksRequest(name: "RetryPoli")) }
    #expect("\(try #require(near))".contains("RetryPolicy"))
  }

  @Test("the graph shows what sessions name, tied together, and what is around one of them") func graph() throws {
    let fixture = try EngineFixture()
    try session(fixture, "s1", Self.prompts)
    let memory = try fixture.remember("RetryPolicy gives up after five attempts", .cases, project: "shop").uri
    for uri in [nil, try MemoryURI(parsing: "mem://concepts/retrypolicy")] {
      var request = GraphRequest()
      request.uri = uri
      let graph = try fixture.engine.graph(request)
      let place = try #require(graph.vertices.firstIndex { $0.kind == .concept && $0.abstract == "RetryPolicy" })
      #expect(graph.vertices[place].degree >= 2)
      func isTied(_ other: (GraphOutcome.Vertex) -> Bool, _ kind: String) -> Bool {
        graph.edges.contains { edge in
          edge.kind == kind
            && (edge.from == place && other(graph.vertices[edge.to]) || edge.to == place && other(graph.vertices[edge.from]))
        }
      }
      #expect(isTied({ $0.abstract == "max_attempts" }, "named_together"))
      #expect(isTied({ $0.uri == memory }, "names"))
    }
  }

  @Test("what was private or secret never becomes a concept, nor does what was forgotten stay one") func forgotten() throws {
    let fixture = try EngineFixture()
    try session(
      fixture, "s1",
      [
        "The PlumProject uses max_attempts <private>and SecretSauce of HiddenClient</private>",
        "Again PlumProject and max_attempts <private>SecretSauce for HiddenClient</private>", "Only max_attempts now",
      ])
    let store = fixture.engine.store
    func known() throws -> Set<String> { Set(try store.concepts(beginningWith: "", limit: 100).map(\.name)) }
    #expect(try known() == ["PlumProject", "max_attempts"])
    for number in 1...2 {
      var request = ForgetRequest(uri: try MemoryURI(parsing: "mem://sessions/s1/turns/000\(number)"))
      request.purge = true
      _ = try fixture.engine.forget(request)
    }
    #expect(try known().isEmpty, "at once")
    try extract(fixture)
    #expect(try !known().contains("PlumProject"))
    try session(fixture, "s2", Self.prompts)
    var request = ForgetRequest(uri: try MemoryURI(parsing: "mem://sessions/s2"))
    request.purge = true
    _ = try fixture.engine.forget(request)
    try extract(fixture)
    #expect(try known().isEmpty)
  }

  @Test("a session that is read again looks at what it named itself; the daily work looks at all") func unnamed() throws {
    let fixture = try EngineFixture()
    let store = fixture.engine.store
    let prompts = ["Does disk_cache expire in ShopConfig?", "And ShopConfig, does disk_cache know it?"]
    try session(fixture, "s1", prompts)
    try store.connection.execute("INSERT INTO concepts (key, name, kind) VALUES ('left-over', 'left_over', 'identifier')")
    let known = { try store.concepts(beginningWith: "", limit: 100).map(\.name).sorted() }
    let before = try known()
    try session(fixture, "s2", prompts)
    #expect(try known() == before)
    try store.write { try store.replaceConcepts(ofSession: "s1", with: []) }
    #expect(try known() == before, "the other session names them still")
    try store.write { try store.replaceConcepts(ofSession: "s2", with: []) }
    #expect(try known() == ["left_over"])
    try store.write { try store.deleteConcepts(before: Timestamp(milliseconds: 0), keeping: 100) }
    #expect(try known().isEmpty)
  }

  @Test("what has faded goes with the daily work") func maintenance() throws {
    let fixture = try EngineFixture()
    try session(fixture, "s1", Self.prompts)
    fixture.advance(by: .seconds(700 * 86_400))
    try session(fixture, "s2", ["Does disk_cache expire in ShopConfig?", "And ShopConfig, does disk_cache know it?"])
    try fixture.engine.store.write { try fixture.engine.store.deleteConcepts(before: fixture.now, keeping: 100) }
    #expect(try fixture.engine.store.concepts(beginningWith: "", limit: 100).isEmpty)
    try fixture.engine.store.write {
      try fixture.engine.store.enqueue(kind: ExtractSessionJob.kind, subject: "s1", due: fixture.now, at: fixture.now)
      try fixture.engine.store.enqueue(kind: ExtractSessionJob.kind, subject: "s2", due: fixture.now, at: fixture.now)
    }
    try extract(fixture)
    #expect(try fixture.engine.store.concepts(beginningWith: "retry", limit: 9).count == 1)
    try fixture.engine.store.write {
      try fixture.engine.store.enqueue(kind: MaintenanceJob.kind, subject: "daily", due: fixture.now, at: fixture.now)
    }
    fixture.advance(by: .seconds(50 * 86_400))
    _ = try fixture.engine.drain()
    #expect(try fixture.engine.store.concepts(beginningWith: "retry", limit: 9).isEmpty, "named two years ago")
    #expect(try fixture.engine.store.concepts(beginningWith: "disk", limit: 9).count == 1)
  }
}
