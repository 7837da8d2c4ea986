import JSONValues
import LanguageModels
import MemoryModel
import ScriptedModel
import Testing

struct BudgetedModelTests {
  private let budget = ModelBudget(day: .init(calls: 3, tokens: 5000), session: .init(calls: 3, tokens: 5000))

  private func request(_ prompt: String = "prompt", maximumTokens: Int = 1000, session: String? = "s1") -> CompletionRequest {
    CompletionRequest(task: .relational, system: "sys", prompt: prompt, maximumTokens: maximumTokens, session: session)
  }

  private func error(_ model: BudgetedModel, _ request: CompletionRequest) async throws -> LanguageModelError {
    let error = await #expect(throws: LanguageModelError.self) { try await model.complete(request) }
    return try #require(error)
  }

  @Test("A call is written down with its purpose, provider, model, session and what it did cost")
  func recorded() async throws {
    let ledger = MemoryLedger()
    let reply = CompletionReply(
      text: "ok", model: "llama3.2:3b", usage: ModelUsage(calls: 1, inputTokens: 70, outputTokens: 8), cost: 0.5)
    let model = BudgetedModel(ScriptedModel([.reply(reply)], identity: "ollama/llama3.2"), ledger: ledger, budget: budget) {
      $0.count
    }
    #expect(model.identity == "ollama/llama3.2")
    #expect(try await model.complete(request()) == reply)
    let row = try #require(ledger.rows.first)
    #expect(
      row.call
        == PlannedCall(
          purpose: "relational", provider: "ollama", model: "llama3.2", session: "s1", inputTokens: 9, outputTokens: 1000))
    #expect(row.model == "llama3.2:3b" && row.usage == reply.usage && row.cost == 0.5)
  }

  @Test("It is written down before it is made")
  func before() async throws {
    let ledger = MemoryLedger()
    let model = ScriptedModel { _, _ in
      #expect(ledger.rows.map(\.isFinished) == [false])
      return .text("ok")
    }
    _ = try await BudgetedModel(model, ledger: ledger, budget: budget).complete(request())
    #expect(ledger.rows.map(\.isFinished) == [true])
  }

  @Test("What might pass a limit is not asked, and says until when")
  func refused() async throws {
    let tomorrow = try #require(Timestamp(iso8601: "2026-11-22T00:00:00Z"))
    let scripted = ScriptedModel { _, _ in .text("ok", usage: ModelUsage(calls: 1, inputTokens: 10, outputTokens: 10)) }
    let model = BudgetedModel(scripted, ledger: MemoryLedger(dayEnds: tomorrow), budget: budget)
    for session in ["s1", "s2", "s3"] { _ = try await model.complete(request(session: session)) }
    guard case .overBudget(let refusal) = try await error(model, request(session: "s4")) else { throw Unexpected() }
    #expect(refusal.until == tomorrow && refusal.period == .day)
    #expect(refusal.description.hasPrefix("over budget until 2026-11-22T00:00:00Z: the day's 3 model calls are spent"))
    #expect(scripted.requests.count == 3)
    let fresh = BudgetedModel(scripted, ledger: MemoryLedger(dayEnds: tomorrow), budget: budget)
    guard case .overBudget(let large) = try await error(fresh, request(maximumTokens: 6000)) else { throw Unexpected() }
    #expect(large.until == nil, "no day is long enough for it")
    guard case .overBudget = try await error(fresh, request(maximumTokens: .max)) else { throw Unexpected() }
  }

  private struct Unexpected: Error {}

  @Test(
    "A failed call costs what it may have cost: nothing where nobody was reached, its input where somebody may have read it",
    arguments: [
      (LanguageModelError.unavailable("x"), nil), (.refused("x"), 0), (.overloaded("x"), 0),
      (.timedOut("x", after: .seconds(1)), 9), (.unusable("x"), 9), (.cancelled, 9),
    ] as [(LanguageModelError, Int?)])
  func failures(_ failure: LanguageModelError, tokens: Int?) async throws {
    let ledger = MemoryLedger()
    let model = BudgetedModel(ScriptedModel([.failure(failure)]), ledger: ledger, budget: budget) { $0.count }
    #expect(try await error(model, request()) == failure)
    #expect(ledger.rows.map(\.usage) == (tokens.map { [ModelUsage(calls: 1, inputTokens: $0)] } ?? []))
  }

  @Test("A provider that counts nothing is not free")
  func uncounted() async throws {
    let ledger = MemoryLedger()
    let model = BudgetedModel(ScriptedModel([.text("four", usage: ModelUsage())]), ledger: ledger, budget: budget) { $0.count }
    _ = try await model.complete(request())
    #expect(ledger.rows.first?.usage == ModelUsage(calls: 1, inputTokens: 9, outputTokens: 4))
  }

  @Test("Without a ledger that can be written there is no call")
  func brokenLedger() async throws {
    let scripted = ScriptedModel([.text("ok")])
    let model = BudgetedModel(scripted, ledger: MemoryLedger(isBroken: true), budget: budget)
    guard case .unavailable = try await error(model, request()) else { throw Unexpected() }
    #expect(scripted.requests.isEmpty)
  }
}
