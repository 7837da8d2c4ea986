import LanguageModels
import Testing

struct ModelBudgetTests {
  private let budget = ModelBudget(day: .init(calls: 10, tokens: 1000), session: .init(calls: 2, tokens: 300))

  @Test("A call that fits both limits exactly is permitted")
  func fits() throws {
    try budget.permit(
      tokens: 100, spentToday: ModelUsage(calls: 9, inputTokens: 500, outputTokens: 400),
      spentOnSession: ModelUsage(calls: 1, inputTokens: 150, outputTokens: 50))
  }

  @Test(
    "One call or one token over a limit is refused, and the refusal names the key that sets it",
    arguments: [
      (1, ModelUsage(calls: 10), ModelUsage(), "budget.calls_per_day"),
      (101, ModelUsage(inputTokens: 900), ModelUsage(), "budget.tokens_per_day"),
      (1, ModelUsage(), ModelUsage(calls: 2), "budget.calls_per_session"),
      (301, ModelUsage(), ModelUsage(), "budget.tokens_per_session"),
      (1, ModelUsage(inputTokens: .max, outputTokens: .max), ModelUsage(), "budget.tokens_per_day"),
    ])
  func refused(_ tokens: Int, today: ModelUsage, session: ModelUsage, key: String) {
    let refusal = #expect(throws: ModelBudget.Refusal.self) {
      try budget.permit(tokens: tokens, spentToday: today, spentOnSession: session)
    }
    #expect(refusal?.description.contains(key) == true, "\(String(describing: refusal))")
  }

  @Test("A limit of nothing permits nothing; work of no session has no session's limit")
  func edges() throws {
    let none = ModelBudget(day: .init(calls: 0, tokens: 0), session: .init(calls: 0, tokens: 0))
    #expect(throws: ModelBudget.Refusal.self) { try none.permit(tokens: 0, spentToday: ModelUsage(), spentOnSession: nil) }
    try budget.permit(tokens: 900, spentToday: ModelUsage(), spentOnSession: nil)
  }
}
