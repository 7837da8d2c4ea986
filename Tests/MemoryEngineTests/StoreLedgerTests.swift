import LanguageModels
import MemoryEngine
import MemoryModel
import MemoryStore
import ScriptedModel
import Testing

/// The budget as every process of a user sees it.
struct StoreLedgerTests {
  private let budget = ModelBudget(day: .init(calls: 3, tokens: 10_000), session: .init(calls: 2, tokens: 4000))

  private func ledger(_ fixture: EngineFixture) throws -> StoreLedger {
    try StoreLedger(home: StoreHome(path: fixture.directory), clock: { [now = fixture.now] in now })
  }

  private func request(session: String? = nil) -> CompletionRequest {
    CompletionRequest(task: .tiers, system: "s", prompt: "p", maximumTokens: 1000, session: session)
  }

  @Test("Calls of several processes spend from one day and one session; tomorrow there is a new day, but no new session")
  func limits() async throws {
    let fixture = try EngineFixture()
    let model = ScriptedModel { _, _ in .text("ok") }
    func process() throws -> BudgetedModel { BudgetedModel(model, ledger: try ledger(fixture), budget: budget) }
    func refusal(session: String? = nil) async throws -> ModelBudget.Refusal? {
      let model = try process()
      do throws(LanguageModelError) {
        _ = try await model.complete(request(session: session))
        return nil
      } catch {
        guard case .overBudget(let refusal) = error else { throw error }
        return refusal
      }
    }
    #expect(try await refusal(session: "a") == nil)
    #expect(try await refusal(session: "a") == nil)
    #expect(try await refusal(session: "a")?.period == .session)
    #expect(try await refusal(session: "b") == nil)
    let day = try #require(try await refusal())
    #expect(day.period == .day)
    #expect(day.until == Timestamp(CalendarDate(daysSinceEpoch: fixture.now.date.daysSinceEpoch + 1)))
    #expect(model.requests.count == 3, "what is over budget is not asked")
    #expect(try fixture.engine.store.ledgerTotal(since: Timestamp(fixture.now.date)).inputTokens == 300)
    fixture.advance(by: .seconds(86_400))
    #expect(try await refusal(session: "a")?.period == .session)
    #expect(try await refusal(session: "b") == nil)
  }

  @Test("A call is on disk with the most that it may cost while it is made, so that a killed process has not forgotten it")
  func planned() throws {
    let fixture = try EngineFixture()
    let call = PlannedCall(purpose: "tiers", provider: "ollama", model: "m", session: "a", inputTokens: 500, outputTokens: 3000)
    let entry = try ledger(fixture).begin(call, within: budget)
    let row = try #require(try fixture.engine.store.ledgerRows(since: Timestamp(fixture.now.date), limit: 1).first)
    #expect(row.inputTokens == 500 && row.outputTokens == 3000 && row.session == "a" && row.at == fixture.now)
    // 3500 of the session's 4000 are taken by a call that nobody has heard of again.
    #expect(throws: ModelBudget.Refusal.self) { try ledger(fixture).begin(call, within: budget) }
    try ledger(fixture).finish(entry, model: "m:1", usage: ModelUsage(calls: 1, inputTokens: 400, outputTokens: 20), cost: 0.001)
    let settled = try #require(try fixture.engine.store.ledgerRows(since: Timestamp(fixture.now.date), limit: 1).first)
    #expect(settled.inputTokens == 400 && settled.outputTokens == 20 && settled.cost == 0.001 && settled.model == "m:1")
    try ledger(fixture).withdraw(entry)
    #expect(try fixture.engine.store.ledgerRows(since: Timestamp(fixture.now.date), limit: 1) == [])
  }
}
