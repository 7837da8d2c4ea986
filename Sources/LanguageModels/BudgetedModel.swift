import JSONValues

/// A model that spends no more than it may. Nothing calls a model but through this.
package struct BudgetedModel: LanguageModel {
  private let model: any LanguageModel
  private let ledger: any SpendingLedger
  private let budget: ModelBudget
  private let estimate: @Sendable (_ text: String) -> Int

  /// - Parameter estimate: how many tokens a text has, to the high side rather than to the low one.
  package init(
    _ model: any LanguageModel, ledger: any SpendingLedger, budget: ModelBudget,
    estimate: @escaping @Sendable (_ text: String) -> Int = { ($0.utf8.count + 2) / 3 }
  ) {
    self.model = model
    self.ledger = ledger
    self.budget = budget
    self.estimate = estimate
  }

  package var identity: String { model.identity }

  package func complete(_ request: CompletionRequest) async throws(LanguageModelError) -> CompletionReply {
    let call = planned(request)
    let entry = try begin(call)
    let reply: CompletionReply
    do {
      reply = try await model.complete(request)
    } catch {
      settle(entry, call, after: error)
      throw error
    }
    // A provider that counts nothing is not free.
    let usage =
      reply.usage.tokens > 0 ? reply.usage : ModelUsage(calls: 1, inputTokens: call.inputTokens, outputTokens: estimate(reply.text))
    // What cannot be corrected stands in the ledger as what was planned, which is more.
    try? ledger.finish(entry, model: reply.model.isEmpty ? call.model : reply.model, usage: usage, cost: reply.cost)
    return reply
  }

  private func planned(_ request: CompletionRequest) -> PlannedCall {
    let parts = identity.split(separator: "/", maxSplits: 1).map(String.init)
    let input = [request.system, request.prompt, request.schema?.text ?? ""].map(estimate)
    return PlannedCall(
      purpose: request.task.rawValue, provider: parts.first ?? "", model: parts.count > 1 ? parts[1] : "", session: request.session,
      inputTokens: input.reduce(0) { ModelUsage(inputTokens: $0, outputTokens: max(0, $1)).tokens },
      outputTokens: max(0, request.maximumTokens))
  }

  private func begin(_ call: PlannedCall) throws(LanguageModelError) -> LedgerEntry {
    do {
      return try ledger.begin(call, within: budget)
    } catch {
      if let refusal = error as? ModelBudget.Refusal { throw .overBudget(refusal) }
      throw .unavailable("the ledger cannot be written, and no call is made without it: \(error)")
    }
  }

  /// Nobody says what a failed call cost. Where it may have been read or answered, its input counts as spent.
  private func settle(_ entry: LedgerEntry, _ call: PlannedCall, after error: LanguageModelError) {
    switch error {
    case .unavailable, .overBudget: try? ledger.withdraw(entry)
    case .refused, .overloaded: try? ledger.finish(entry, model: call.model, usage: ModelUsage(calls: 1), cost: nil)
    case .timedOut, .unusable, .cancelled:
      try? ledger.finish(entry, model: call.model, usage: ModelUsage(calls: 1, inputTokens: call.inputTokens), cost: nil)
    }
  }
}
