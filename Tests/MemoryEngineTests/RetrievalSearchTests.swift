import MemoryModel
import MemoryStore
import Testing

@testable import MemoryEngine

@Suite struct RetrievalSearchTests {
  private func plan(_ query: String, context: String? = nil, turns: [String] = []) -> [String] {
    SearchPlanner(query: query, context: context, turns: turns).subQueries().map { "\($0.type.rawValue) \($0.query)" }
  }

  @Test(
    "A question's kind is told from its words",
    arguments: [
      ("what does Ann like?", "MEMORY"), ("who owns billing?", "RESOURCE"), ("where is the config", "RESOURCE"),
      ("Sources/App/main.swift", "RESOURCE"), ("why does the import fail?", "PATTERN"), ("how do we name migrations?", "PATTERN"),
      ("how old is Ann?", "MEMORY"),
    ])
  func kinds(query: String, kind: String) {
    #expect(plan(query) == ["\(kind) \(query)"])
  }

  @Test("Questions asked in one breath are asked one by one")
  func clauses() {
    #expect(
      plan("where is the staging database and who approves schema changes?") == [
        "RESOURCE where is the staging database", "RESOURCE who approves schema changes?",
      ])
    #expect(plan("what broke the export? how was the timeout cured?").count == 2)
    #expect(plan("where is it and who owns it?").count == 1)
  }

  @Test("What points back is asked with the words of the last turn")
  func references() {
    let turns = ["The SQLite importer chokes on quotes", "I rewrote parseRow to honour RFC 4180"]
    let queries = plan("and did that survive?", turns: turns)
    #expect(queries.count == 2)
    #expect(queries[1].contains("parse") && queries[1].contains("rewrote"))
    #expect(plan("which quoting rules does the exporter follow?", turns: turns).count == 1)
  }

  @Test("What the caller is doing is taken in")
  func context() {
    #expect(plan("which port does staging use", context: "debugging the payment webhook").last?.contains("payment webhook") == true)
  }

  @Test("Search answers both halves of a question, with its plan and the kinds it asked for")
  func bothHalves() throws {
    let fixture = try EngineFixture()
    try fixture.remember("The staging database is reset on Sundays", .entities)
    try fixture.remember("Anna approves schema changes", .entities)
    try fixture.remember("Lunch is at noon", .events)
    let outcome = try fixture.engine.search(
      FindRequest(query: "when is the staging database reset and who approves schema changes?"))
    #expect(Set(outcome.items.map(\.node.content)) == ["The staging database is reset on Sundays", "Anna approves schema changes"])
    #expect(outcome.plan.subQueries.count == 2)
    #expect(outcome.plan.rounds >= 3)
  }

  @Test("What is linked with the best comes along, behind it, and says why")
  func links() throws {
    let fixture = try EngineFixture()
    let cause = try fixture.remember("The importer was killed", .cases).uri
    let cure = try fixture.remember("Stream the file in pieces of 64 KB", .patterns).uri
    let store = fixture.engine.store
    let (from, to) = (try #require(try store.node(at: cause)), try #require(try store.node(at: cure)))
    try store.write { try store.link(from.id, to: to.id, kind: .coMention, weight: 1, at: fixture.now) }
    var request = FindRequest(query: "importer killed")
    request.explain = true
    let items = try fixture.engine.search(request).items
    #expect(items.map(\.node.uri) == [cause, cure])
    #expect(items.last?.parts.map(\.name) == ["link"])
    for item in items { #expect(abs(item.parts.reduce(0) { $0 + $1.contribution } - item.score) < 1e-9) }
  }

  @Test("The last words of the session tell what is meant")
  func sessions() throws {
    let fixture = try EngineFixture()
    try fixture.remember("Webhook signatures use HMAC with the tenant's secret", .patterns)
    try fixture.remember("Telephone numbers are kept as E.164", .patterns)
    var prompt = PromptRequest(session: "s", prompt: "the webhook signatures fail")
    prompt.workingDirectory = nil
    _ = try fixture.engine.recordPrompt(prompt)
    var request = FindRequest(query: "how do we do that?")
    request.session = "s"
    #expect(try fixture.engine.search(request).items.first?.node.content.hasPrefix("Webhook") == true)
  }
}
