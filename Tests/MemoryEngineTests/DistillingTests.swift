import JSONValues
import LanguageModels
import MemoryModel
import MemoryStore
import ScriptedModel
import Testing

@testable import MemoryEngine

@Suite("A model reads a session")
struct DistillingTests {
  static let memory: JSONValue = [
    "category": "preferences", "uri_hint": "package-manager", "l0": "Uses bun instead of npm in this project.",
    "l1": "Uses bun instead of npm in this project.", "l2": "Uses bun instead of npm in this project, because npm takes too long.",
    "confidence": 0.9, "evidence": ["let's go with bun here, npm takes too long"],
  ]

  /// A session of these prompts and answers that has ended, as the hooks tell it.
  static func session(_ turns: [(String, String)], id: String = "s1", in fixture: EngineFixture) throws {
    for (prompt, answer) in turns {
      var request = PromptRequest(session: id, prompt: prompt)
      request.workingDirectory = "/home/ada/shop"
      _ = try fixture.engine.recordPrompt(request)
      fixture.advance(by: .seconds(30))
      var stop = SessionBoundaryRequest(session: id, boundary: .turn(lastWords: answer))
      stop.workingDirectory = "/home/ada/shop"
      _ = try fixture.engine.recordBoundary(stop)
      fixture.advance(by: .seconds(30))
    }
  }

  static func end(_ id: String = "s1", in fixture: EngineFixture) throws {
    var end = SessionBoundaryRequest(session: id, boundary: .end(reason: nil))
    end.workingDirectory = "/home/ada/shop"
    _ = try fixture.engine.recordBoundary(end)
  }

  static func learned(_ fixture: EngineFixture) throws -> [MemoryNode] {
    var filter = NodeFilter()
    filter.categories = Category.allCases.filter { $0 != .sessions }
    filter.order = .uri
    filter.limit = 1000
    return try fixture.engine.store.nodes(filter).filter { $0.provenance.origin == .extracted }
  }

  static let talk = [("let's go with bun here, npm takes too long", "Done: the scripts use bun.")]

  @Test("what it suggests becomes a memory with its tiers, its turn, and who made it")
  func remembered() throws {
    let model = ScriptedModel([.json(["memories": [Self.memory]])], identity: "ollama/tiny")
    let fixture = try EngineFixture(models: ModelSource { _ in model })
    try Self.session(Self.talk, in: fixture)
    try Self.end(in: fixture)
    let outcome = try fixture.engine.drain()
    #expect(outcome.failed == 0, "\(outcome)")
    let node = try #require(try Self.learned(fixture).first)
    #expect(node.uri.description == "mem://user/preferences/package-manager")
    #expect(node.abstract == "Uses bun instead of npm in this project.")
    #expect(node.content.hasSuffix("takes too long."))
    #expect(node.provenance.maker == "extraction/1 ollama/1")
    #expect(node.provenance.session == "s1")
    #expect(try fixture.engine.drain().done == 0)
    #expect(model.requests.count == 1)
    let request = try #require(model.requests.first)
    #expect(request.task == .extraction && request.session == "s1")
    #expect(request.prompt.contains("User: let's go with bun here"))
  }

  @Test("a process without a model, and a model that fails, leave the work to the rules")
  func rules() throws {
    let failing = ScriptedModel { _, _ in .failure(.unavailable("nothing listens")) }
    for source in [nil, ModelSource { _ in nil }, ModelSource { _ in failing }] {
      let fixture = try EngineFixture(models: source)
      try Self.session([("My name is Ada.", "Hello Ada.")], in: fixture)
      try Self.end(in: fixture)
      #expect(try fixture.engine.drain().failed == 0)
      #expect(try Self.learned(fixture).map(\.content) == ["My name is Ada."])
      #expect(try Self.learned(fixture).first?.provenance.maker == nil)
    }
  }

  @Test("a spent day puts the work off until the next one, and that is no failure")
  func budget() throws {
    let fixture: EngineFixture
    let clock = Timestamp(milliseconds: 1_790_000_000_000)
    let tomorrow = clock.advanced(by: .seconds(3600))
    let model = ScriptedModel { _, number in
      number == 0
        ? .failure(.overBudget(.init(period: .day, until: tomorrow, description: "over budget")))
        : .json(["memories": [Self.memory]])
    }
    fixture = try EngineFixture(models: ModelSource { _ in model })
    try Self.session(Self.talk, in: fixture)
    try Self.end(in: fixture)
    let outcome = try fixture.engine.drain()
    #expect(outcome.failed == 0 && outcome.notes.count == 1)
    let waiting = try #require(try fixture.engine.store.waitingJobs(limit: 10).first { $0.kind == DistilSessionJob.kind })
    #expect(waiting.dueAt == tomorrow && waiting.attempts == 0)
    #expect(try fixture.engine.drain().done == 0)
    fixture.advance(by: .seconds(3600))
    #expect(try fixture.engine.drain().done == 1)
    #expect(try Self.learned(fixture).count == 1)
  }

  @Test("a session that goes on is asked about when it rests or much was said, not after every turn")
  func rest() throws {
    let model = ScriptedModel { _, _ in .json(["memories": []]) }
    let fixture = try EngineFixture(models: ModelSource { _ in model })
    for _ in 0..<5 {
      try Self.session(Self.talk, in: fixture)
      _ = try fixture.engine.drain()
    }
    #expect(model.requests.isEmpty)
    fixture.advance(by: DistilSessionJob.rest)
    _ = try fixture.engine.drain()
    #expect(model.requests.count == 1)
    try Self.session([("now the tests", "They pass.")], in: fixture)
    try Self.end(in: fixture)
    _ = try fixture.engine.drain()
    #expect(model.requests.count == 2)
    #expect(model.requests.last?.prompt.contains("npm") == false, "what was read once is not read again")
  }
}
