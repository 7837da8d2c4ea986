import MemoryModel
import MemoryStore
import SQLite
import Testing

@testable import MemoryEngine

@Suite struct BrowsingTests {
  private func list(_ fixture: EngineFixture, _ state: ListingRequest.State, _ category: MemoryModel.Category? = nil) throws
    -> [MemoryURI]
  {
    var request = ListingRequest()
    request.state = state
    request.category = category
    return try fixture.engine.list(request).nodes.map(\.uri)
  }

  @Test("A list shows what holds, what was superseded, what was forgotten and what is pinned, each by itself")
  func states() throws {
    let fixture = try EngineFixture()
    let old = try fixture.remember("Use npm, not bun.", .preferences).uri
    fixture.advance(by: .seconds(60))
    let new = try fixture.remember("Use bun, not npm.", .preferences, supersedes: old).uri
    let gone = try fixture.remember("A mistake.", .events).uri
    _ = try fixture.engine.forget(ForgetRequest(uri: gone))
    _ = try fixture.engine.pin(new, pinned: true)
    #expect(try list(fixture, .valid) == [new])
    #expect(try list(fixture, .superseded) == [old])
    #expect(try list(fixture, .retracted) == [gone])
    #expect(try list(fixture, .pinned) == [new])
    #expect(try list(fixture, .all, .preferences).count == 2)
  }

  @Test("The journal's pages follow each other without a gap or a double")
  func journal() throws {
    let fixture = try EngineFixture()
    for number in 0..<7 {
      var start = SessionStartRequest(session: "s-\(number)")
      start.project = "orchard"
      _ = try fixture.engine.startSession(start)
      try fixture.remember("Memory number \(number) of the orchard.", .events, session: "s-\(number)")
      fixture.advance(by: .seconds(3600))
    }
    var request = JournalRequest()
    request.limit = 3
    var sessions: [String] = []
    var memories: [MemoryURI] = []
    for _ in 0..<5 {
      let page = try fixture.engine.journal(request)
      sessions += page.sessions.map(\.session.id)
      memories += page.memories.map(\.uri)
      guard let next = page.next else { break }
      request.before = next
    }
    #expect(sessions == (0..<7).reversed().map { "s-\($0)" })
    #expect(Set(memories).count == 7)
    #expect(memories.count == 7)
  }

  @Test("A graph ties what was learned in one session, what names an entity, and what replaced what")
  func graph() throws {
    let fixture = try EngineFixture()
    let entity = try fixture.remember("plum database: the staging database.", .entities, uri: "mem://user/entities/plum-database")
      .uri
    let first = try fixture.remember("The plum database is restored on Sundays.", .events, session: "s-1").uri
    let second = try fixture.remember("Deploys are on Tuesdays.", .events, session: "s-1").uri
    let third = try fixture.remember("Deploys are on Wednesdays.", .events, supersedes: second).uri
    let graph = try fixture.engine.graph(GraphRequest())
    func edge(_ from: String, _ to: String) -> String? {
      graph.edges.first { graph.vertices[$0.from].uri.description == from && graph.vertices[$0.to].uri.description == to }?.kind
    }
    #expect(edge(first.description, entity.description) == "mentions")
    #expect(edge(first.description, "mem://sessions/s-1") == "learned_in")
    #expect(graph.vertices.contains { $0.kind == .session && $0.degree >= 1 })

    var around = GraphRequest()
    around.uri = third
    #expect(try fixture.engine.graph(around).vertices.map(\.uri).contains(second))
    around.uri = MemoryURI(segments: ["user", "nowhere"])
    #expect(throws: EngineError.self) { try fixture.engine.graph(around) }
    around.uri = nil
    around.limit = 1
    #expect(try fixture.engine.graph(around).isCut)
  }

  @Test("What a browser comes across is no use; what a person reads on purpose is")
  func use() throws {
    let fixture = try EngineFixture()
    let uri = try fixture.remember("Counting use is delicate.", .patterns).uri
    var look = ReadRequest(uri: uri)
    look.countsAsUse = false
    #expect(try fixture.engine.read(look).node.accessCount == 0)
    var question = FindRequest(query: "delicate")
    question.countsAsUse = false
    _ = try fixture.engine.find(question)
    try fixture.engine.flushUse()
    #expect(try fixture.engine.read(ReadRequest(uri: uri)).node.accessCount == 1)
  }

  @Test("Use that could not be written is written the next time")
  func refusedUse() throws {
    let fixture = try EngineFixture()
    let uri = try fixture.remember("Counting use is delicate.", .patterns).uri
    let connection = fixture.engine.store.connection
    try connection.executeScript(
      "CREATE TEMP TRIGGER refusing BEFORE UPDATE ON main.mem_nodes BEGIN SELECT RAISE(FAIL, 'the disk is full'); END")
    #expect(try fixture.engine.read(ReadRequest(uri: uri)).node.accessCount == 0)
    try connection.executeScript("DROP TRIGGER refusing")
    try fixture.engine.flushUse()
    #expect(try fixture.engine.read(ReadRequest(uri: uri)).node.accessCount == 2)
  }

  @Test("Each line of the context has its reason and its tokens, and what did not fit is told")
  func reasons() throws {
    let fixture = try EngineFixture()
    try fixture.remember("Two spaces in Swift.", .preferences)
    for number in 0..<30 { try fixture.remember("Decision \(number): \(String(repeating: "because ", count: 20))", .events) }
    var request = ContextRequest()
    request.budgetTokens = 400
    request.preview = true
    let outcome = try fixture.engine.context(request)
    #expect(
      outcome.sections.flatMap(\.lines).allSatisfy { !$0.reason.isEmpty && $0.tokens > 0 && outcome.markdown.contains($0.text) })
    #expect(!outcome.leftOut.isEmpty)
    #expect(outcome.budgetTokens == 400)
    let shown = Set(outcome.uris)
    #expect(outcome.leftOut.allSatisfy { !shown.contains($0.uri) })
  }

  @Test("Health counts every memory in one step of relevance, and the hooks by their event")
  func health() throws {
    let fixture = try EngineFixture()
    for number in 0..<4 { try fixture.remember("Event number \(number) happened.", .events) }
    fixture.advance(by: .seconds(86_400 * 90))
    try fixture.remember("A fresh one.", .events)
    let home = StoreHome(path: fixture.directory)
    for milliseconds in [3, 5, 40] {
      HookTiming(at: fixture.now, event: "tool", duration: .milliseconds(milliseconds)).note(home: home)
    }
    let health = try fixture.engine.health()
    #expect(health.relevance.reduce(0, +) == 5)
    #expect(health.relevance[5] + health.relevance[4] == 4)
    #expect(health.relevance[9] == 1)
    #expect(health.hooks.map(\.event) == ["tool"])
    #expect(health.hooks.first?.median == .milliseconds(5))
    #expect(health.hooks.first?.longest == .milliseconds(40))
  }

  @Test("The file of hook timings stays small, and what is half written is passed over")
  func timings() throws {
    let fixture = try EngineFixture()
    let home = StoreHome(path: fixture.directory)
    for number in 0..<9000 { HookTiming(at: fixture.now, event: "tool", duration: .microseconds(number)).note(home: home) }
    let recent = HookTiming.recent(home: home)
    #expect((1000..<8000).contains(recent.count), "\(recent.count)")
    #expect(recent.last?.duration == .microseconds(8999))
  }
}
