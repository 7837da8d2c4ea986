import JSONValues
import LanguageModels
import MemoryModel
import MemoryStore
import ScriptedModel
import Testing

@testable import MemoryEngine

@Suite("A model plans a search")
struct SearchPlanTests {
  private static func fixture(_ source: ModelSource?, settings: EngineSettings = EngineSettings()) throws -> EngineFixture {
    let fixture = try EngineFixture(settings: settings, models: source)
    try fixture.remember("The staging database is called plum and runs on Fly.", .entities, uri: "mem://user/entities/plum")
    try fixture.remember("Migrations are run by hand, after a backup.", .patterns, uri: "mem://agent/patterns/migrations")
    try fixture.remember("The user likes pears.", .preferences, uri: "mem://user/preferences/pears")
    return fixture
  }

  private static func plan(_ queries: (String, String)...) -> ScriptedModel.Step {
    .json(["queries": .array(queries.map { ["type": .string($0.0), "query": .string($0.1)] })])
  }

  private static func request(_ query: String, session: String? = nil) -> FindRequest {
    var request = FindRequest(query: query)
    request.session = session
    return request
  }

  @Test("typed sub-queries come from the question, the context and the session's last turns; the plan says who made it")
  func planned() async throws {
    let model = ScriptedModel([Self.plan(("RESOURCE", "staging database plum"), ("PATTERN", "migrations by hand"))])
    let fixture = try Self.fixture(ModelSource { _ in model })
    try await onThread {
      _ = try fixture.engine.recordPrompt(PromptRequest(session: "s-1", prompt: "What is our staging database?"))
      var request = Self.request("how do I migrate it", session: "s-1")
      request.context = "Preparing a release"
      let outcome = try fixture.engine.search(request)
      #expect(outcome.plan.author == .llm && !outcome.plan.isReranked)
      #expect(outcome.plan.subQueries.map(\.query) == ["staging database plum", "migrations by hand", "how do I migrate it"])
      #expect(outcome.plan.subQueries.map(\.type) == [.resource, .pattern, .pattern])
      #expect(Set(outcome.items.prefix(2).map(\.node.uri.name)) == ["plum", "migrations"])
    }
    let asked = try #require(model.requests.first)
    #expect(asked.task == .intent && asked.session == "s-1" && asked.timeout == .milliseconds(5000))
    for words in ["how do I migrate it", "What is our staging database?", "Preparing a release"] {
      #expect(asked.prompt.contains(words))
    }
  }

  @Test("find never asks a model, nor does search where the settings give it no time")
  func never() async throws {
    let model = ScriptedModel([])
    var settings = EngineSettings()
    settings.searchPlanMilliseconds = 0
    settings.reranksSearch = true
    let patient = try Self.fixture(ModelSource { _ in model })
    let hasty = try Self.fixture(ModelSource { _ in model }, settings: settings)
    try await onThread {
      #expect(try !patient.engine.find(Self.request("staging database")).items.isEmpty)
      let outcome = try hasty.engine.search(Self.request("staging database"))
      #expect(outcome.plan.author == .rules && outcome.items.first?.node.uri.name == "plum")
    }
    #expect(model.requests.isEmpty)
  }

  @Test(
    "rules plan when the model fails, answers nonsense, or there is none; a model that failed is left alone for a while",
    arguments: [
      ScriptedModel.Step.failure(.timedOut("scripted/1", after: .seconds(5))), .failure(.unavailable("nothing listens")),
      .json(["queries": []]), .json(["queries": [["type": "MEMORY", "query": "the of and"]]]), .text("no JSON"),
    ])
  func failing(_ step: ScriptedModel.Step) async throws {
    let model = ScriptedModel { _, _ in step }
    let fixture = try Self.fixture(ModelSource { _ in model })
    let rules = try Self.fixture(nil)
    try await onThread {
      for _ in 0..<3 {
        let outcome = try fixture.engine.search(Self.request("staging database"))
        #expect(outcome.plan.author == .rules)
        #expect(outcome.items.map(\.node.uri) == (try rules.engine.search(Self.request("staging database"))).items.map(\.node.uri))
      }
    }
    if case .failure = step { #expect(model.requests.count == 1) }
  }

  @Test("a spent budget leaves the plan to the rules and calls nobody")
  func budget() async throws {
    let model = ScriptedModel([])
    let desk = BudgetedDesk(model)
    let fixture = try Self.fixture(desk.source)
    try await onThread {
      desk.follow(fixture)
      try desk.spendToday(fixture)
      #expect(try fixture.engine.search(Self.request("staging database")).plan.author == .rules)
    }
    #expect(model.requests.isEmpty)
  }

  @Test("reranking is off unless it is asked for; then a second call orders the best, loses none, and is counted")
  func reranking() async throws {
    let script: @Sendable (CompletionRequest, Int) -> ScriptedModel.Step = { request, _ in
      request.prompt.contains("The results:")
        ? .json(["order": [3, 99, 1, 3]]) : Self.plan(("MEMORY", "user database migrations pears"))
    }
    var settings = EngineSettings()
    settings.reranksSearch = true
    let model = ScriptedModel(answer: script)
    let desk = BudgetedDesk(model, callsPerDay: 10)
    let fixture = try Self.fixture(desk.source, settings: settings)
    let plain = try Self.fixture(ModelSource { _ in ScriptedModel(answer: script) })
    try await onThread {
      desk.follow(fixture)
      let before = try plain.engine.search(Self.request("user database migrations pears"))
      let after = try fixture.engine.search(Self.request("user database migrations pears"))
      #expect(!before.plan.isReranked && after.plan.isReranked)
      let order = before.items.map(\.node.uri)
      #expect(order.count == 3)
      #expect(after.items.map(\.node.uri) == [order[2], order[0], order[1]])
      #expect(after.items.map(\.score) == before.items.map(\.score))
      let total = try fixture.engine.store.ledgerTotal(since: Timestamp(fixture.now.date))
      #expect(total.calls == 2 && total.tokens == 300)
    }
  }

  @Test("more than is shown is put in order, so that what helps most comes up from below; no more is shown for it")
  func rerankingBelow() async throws {
    let model = ScriptedModel { request, _ in
      guard request.prompt.contains("The results:") else { return Self.plan(("MEMORY", "cellar crates")) }
      let line = request.prompt.split(separator: "\n").first { $0.contains("the key hangs") }
      return .json(["order": .array((line?.prefix { $0.isNumber }).flatMap { Int64($0) }.map { [.integer($0)] } ?? [])])
    }
    var settings = EngineSettings()
    settings.reranksSearch = true
    let fixture = try EngineFixture(settings: settings, models: ModelSource { _ in model })
    for number in 1...12 { try fixture.remember("Crates of the cellar: crate \(number) stands on shelf \(number).", .entities) }
    try fixture.remember("Beside the cellar door the key hangs.", .entities, uri: "mem://user/entities/key")
    try await onThread {
      var request = Self.request("cellar crates")
      request.limit = 3
      let outcome = try fixture.engine.search(request)
      #expect(outcome.plan.isReranked && outcome.items.count == 3)
      #expect(outcome.items.first?.node.uri.name == "key")
    }
  }

  @Test("what a question costs is bounded: a plan some hundred tokens, an order of 20 results not much over a thousand")
  func cost() async throws {
    let model = ScriptedModel { request, _ in
      request.prompt.contains("The results:") ? .json(["order": [2, 1]]) : Self.plan(("MEMORY", "deploy the gateway"))
    }
    let ledger = MemoryLedger()
    let budget = ModelBudget(day: .init(calls: 1000, tokens: 10_000_000), session: .init(calls: 1000, tokens: 10_000_000))
    var settings = EngineSettings()
    settings.reranksSearch = true
    let fixture = try EngineFixture(
      settings: settings,
      models: ModelSource { _ in BudgetedModel(model, ledger: ledger, budget: budget) { TokenEstimate.tokens($0) } })
    let questions = RetrievalGoldSet.questions.prefix(40)
    try await onThread {
      for memory in RetrievalGoldSet.memories where memory.category != .sessions {
        try fixture.remember(memory.text, memory.category)
      }
      for question in questions {
        var request = Self.request(question.text)
        request.limit = 20
        _ = try fixture.engine.search(request)
      }
    }
    let asked = zip(model.requests, ledger.rows.map(\.call.inputTokens))
    let plans = asked.filter { !$0.0.prompt.contains("The results:") }.map(\.1)
    let orders = asked.filter { $0.0.prompt.contains("The results:") }.map(\.1)
    #expect(plans.count == questions.count && orders.count >= questions.count / 2)
    let means = (plans.reduce(0, +) / plans.count, orders.reduce(0, +) / orders.count)
    #expect(means.0 <= 600 && means.1 <= 1400, "a plan \(means.0) tokens, an order \(means.1), on average")
    #expect((plans.max() ?? 0) <= 800 && (orders.max() ?? 0) <= 2000, "at most \(plans.max() ?? 0) and \(orders.max() ?? 0)")
  }
}
