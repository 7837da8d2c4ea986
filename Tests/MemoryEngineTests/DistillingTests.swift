import JSONValues
import LanguageModels
import MemoryModel
import MemoryStore
import ScriptedModel
import Synchronization
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

  /// What was asked for memories: other jobs ask the same model for other things.
  static func extractions(_ model: ScriptedModel) -> [CompletionRequest] { model.requests.filter { $0.task == .extraction } }

  static func learned(_ fixture: EngineFixture) throws -> [MemoryNode] {
    var filter = NodeFilter()
    filter.categories = Category.allCases.filter { $0 != .sessions }
    filter.order = .uri
    filter.limit = 1000
    return try fixture.engine.store.nodes(filter).filter { $0.provenance.origin == .extracted && $0.uri.name != "communication" }
  }

  static let talk = [("let's go with bun here, npm takes too long", "Done: the scripts use bun.")]

  @Test("what it suggests becomes a memory with its tiers, its turn, and who made it")
  func remembered() async throws {
    let model = ScriptedModel(identity: "ollama/tiny") { request, _ in
      request.task == .extraction ? .json(["memories": [Self.memory]]) : .json([:])
    }
    let fixture = try EngineFixture(models: ModelSource { _ in model })
    try Self.session(Self.talk, in: fixture)
    try Self.end(in: fixture)
    let outcome = try await fixture.drain()
    #expect(outcome.failed == 0, "\(outcome)")
    let node = try #require(try Self.learned(fixture).first)
    #expect(node.uri.description == "mem://user/preferences/package-manager")
    #expect(node.abstract == "Uses bun instead of npm in this project.")
    #expect(node.content.hasSuffix("takes too long."))
    #expect(node.provenance.maker == "extraction/1 ollama/1")
    #expect(node.provenance.session == "s1")
    #expect(try await fixture.drain().done == 0)
    #expect(Self.extractions(model).count == 1)
    let request = try #require(Self.extractions(model).first)
    #expect(request.task == .extraction && request.session == "s1")
    #expect(request.prompt.contains("User: let's go with bun here"))
  }

  @Test(
    "what a large model says of a session in its own words is believed: alternatives with a slash, evidence that runs across a quotation",
    arguments: [
      (
        "can you use a switch case instead of linked ifelse?", "Favours switch statements over chained if/else.",
        "can you use a switch case instead of linked ifelse"
      ),
      (
        "the report should say \"nothing was picked in the whole of this week\" in the first column please, the people here read that one",
        "The report says in its first column that nothing was picked.",
        "the report should say \"nothing was picked in the whole of this week\" in the first column please"
      ),
    ])
  func ownWords(prompt: String, abstract: String, evidence: String) async throws {
    let memory: JSONValue = [
      "category": "preferences", "uri_hint": "way-of-it", "l0": .string(abstract), "l1": .string(abstract), "l2": .string(abstract),
      "confidence": 0.9, "evidence": [.string(evidence)],
    ]
    let model = ScriptedModel { request, _ in request.task == .extraction ? .json(["memories": [memory]]) : .json([:]) }
    let fixture = try EngineFixture(models: ModelSource { _ in model })
    try Self.session([(prompt, "Done.")], in: fixture)
    try Self.end(in: fixture)
    #expect(try await fixture.drain().failed == 0)
    #expect(try Self.learned(fixture).contains { $0.abstract == abstract })
  }

  @Test("a process without a model, and a model that fails, leave the work to the rules")
  func rules() async throws {
    let failing = ScriptedModel { _, _ in .failure(.unavailable("nothing listens")) }
    for source in [nil, ModelSource { _ in nil }, ModelSource { _ in failing }] {
      let fixture = try EngineFixture(models: source)
      try Self.session([("My name is Ada.", "Hello Ada.")], in: fixture)
      try Self.end(in: fixture)
      #expect(try await fixture.drain().failed == 0)
      #expect(try Self.learned(fixture).map(\.content) == ["My name is Ada."])
      #expect(try Self.learned(fixture).first?.provenance.maker == nil)
    }
  }

  @Test("a spent day puts the work off until the next one, and that is no failure")
  func budget() async throws {
    let fixture: EngineFixture
    let clock = Timestamp(milliseconds: 1_790_000_000_000)
    let tomorrow = clock.advanced(by: .seconds(3600))
    let model = ScriptedModel { request, number in
      request.task != .extraction
        ? .json([:])
        : number == 0
          ? .failure(.overBudget(.init(period: .day, until: tomorrow, description: "over budget")))
          : .json(["memories": [Self.memory]])
    }
    fixture = try EngineFixture(models: ModelSource { _ in model })
    try Self.session(Self.talk, in: fixture)
    try Self.end(in: fixture)
    let outcome = try await fixture.drain()
    #expect(outcome.failed == 0 && outcome.notes.count == 1)
    let waiting = try #require(try fixture.engine.store.waitingJobs(limit: 10).first { $0.kind == DistilSessionJob.kind })
    #expect(waiting.dueAt == tomorrow && waiting.attempts == 0)
    #expect(try await fixture.drain().done == 0)
    fixture.advance(by: .seconds(3600))
    #expect(try await fixture.drain().done == 1)
    #expect(try Self.learned(fixture).count == 1)
  }

  @Test("a session that goes on is asked about when it rests or much was said, not after every turn")
  func rest() async throws {
    let model = ScriptedModel { request, _ in request.task == .extraction ? .json(["memories": []]) : .json([:]) }
    let fixture = try EngineFixture(models: ModelSource { _ in model })
    for _ in 0..<5 {
      try Self.session(Self.talk, in: fixture)
      _ = try await fixture.drain()
    }
    #expect(Self.extractions(model).isEmpty)
    fixture.advance(by: DistilSessionJob.rest)
    _ = try await fixture.drain()
    #expect(Self.extractions(model).count == 1)
    try Self.session([("now the tests", "They pass.")], in: fixture)
    try Self.end(in: fixture)
    _ = try await fixture.drain()
    #expect(Self.extractions(model).count == 2)
    #expect(Self.extractions(model).last?.prompt.contains("npm") == false, "what was read once is not read again")
  }

  @Test("nothing of a model is looked for while hooks record, find answers and a session begins")
  func untouched() async throws {
    let asked = Mutex(0)
    let fixture = try EngineFixture(
      models: ModelSource { _ in
        asked.withLock { $0 += 1 }
        return nil
      })
    try Self.session(Self.talk, in: fixture)
    try fixture.remember("Uses pnpm in the docs.", .preferences)
    _ = try fixture.find("package manager")
    _ = try fixture.engine.status(workingDirectory: "/home/ada/shop", project: nil)
    #expect(asked.withLock { $0 } == 0)
  }

  @Test("a tier that is too long is asked for again, in one question for all of them, and never cut")
  func tooLong() async throws {
    let long =
      "Uses bun instead of npm in this project, " + String(repeating: "because npm takes too long and bun is here, ", count: 20)
    var memory = Self.memory.object!
    memory["l0"] = .string(long)
    memory["l1"] = .string(String(repeating: long, count: 20))
    let short = "Uses bun instead of npm in this project, because npm takes too long."
    for shortens in [true, false] {
      let model = ScriptedModel { [memory] request, _ in
        switch request.task {
        case .extraction: .json(["memories": [.object(memory)]])
        case .tiers: shortens ? .json(["texts": [.string(short), .string(short)]]) : .failure(.overloaded("busy"))
        default: .json([:])
        }
      }
      let fixture = try EngineFixture(models: ModelSource { _ in model })
      try Self.session(Self.talk, in: fixture)
      try Self.end(in: fixture)
      _ = try await fixture.drain()
      #expect(model.requests.prefix(2).map(\.task) == [.extraction, .tiers])
      let node = try #require(try Self.learned(fixture).first)
      #expect(TokenEstimate.tokens(node.abstract) <= TierWriter.abstractLimit)
      #expect(TokenEstimate.tokens(node.overview) <= TierWriter.overviewLimit)
      if shortens { #expect(node.abstract == short && node.overview == short) }
    }
  }

  @Test("a long session is read in parts, at most eight memories are taken, and each part is paid for once")
  func parts() async throws {
    let lines = Array(repeating: String(repeating: "it plans rows of trees ", count: 10), count: 6).joined(separator: "\n")
    let words = (0..<60).map { "let's call module \($0) the harvest planner number \($0).\n\n\(lines)" }
    let asked = Mutex(0)
    let model = ScriptedModel { request, _ in
      guard request.task == .extraction else { return .json([:]) }
      let number = asked.withLock { number in
        number += 1
        return number - 1
      }
      let memories = (0..<3).map { index -> JSONValue in
        let module = number * 20 + index
        return [
          "category": "entities", "uri_hint": .string("module-\(module)"),
          "l0": .string("Module \(module) is the harvest planner."),
          "l1": "", "l2": "", "confidence": 0.8, "evidence": [.string("let's call module \(module) the harvest planner")],
        ]
      }
      return .json(["memories": .array(memories)])
    }
    let fixture = try EngineFixture(models: ModelSource { _ in model })
    try Self.session(words.map { ($0, "Done.") }, in: fixture)
    try Self.end(in: fixture)
    _ = try await fixture.drain()
    #expect((3...6).contains(Self.extractions(model).count))
    for request in Self.extractions(model) { #expect(request.prompt.utf8.count < SessionPart.maximumLength + 2000) }
    let distillation = try fixture.engine.store.distillation(ofSession: "s1")
    #expect(distillation.taken <= 8 && distillation.waiting == nil)
  }
}
