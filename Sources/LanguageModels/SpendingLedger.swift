/// Where each call of a model is written down, before it is made and after.
///
/// Before, so that two processes cannot spend the same tokens, and so that a process that is killed in the middle of a call has not
/// forgotten it.
package protocol SpendingLedger: Sendable {
  /// Writes a call down if the budget permits it, with the most that it may cost; asks and writes in one transaction.
  ///
  /// Throws `ModelBudget.Refusal` when it does not, and whatever the ledger's own trouble is: then no call is made.
  func begin(_ call: PlannedCall, within budget: ModelBudget) throws -> LedgerEntry
  /// What it did cost. A call that failed may have cost something too.
  func finish(_ entry: LedgerEntry, model: String, usage: ModelUsage, cost: Double?) throws
  /// The call was not made after all.
  func withdraw(_ entry: LedgerEntry) throws
}

/// A call that is about to be made.
package struct PlannedCall: Hashable, Sendable {
  /// What it is for: the request's task.
  package var purpose: String
  /// `ollama`
  package var provider: String
  /// `llama3.2`
  package var model: String
  package var session: String?
  /// Estimated, to the high side.
  package var inputTokens: Int
  /// The most that the answer may have.
  package var outputTokens: Int

  package init(purpose: String, provider: String, model: String, session: String?, inputTokens: Int, outputTokens: Int) {
    self.purpose = purpose
    self.provider = provider
    self.model = model
    self.session = session
    self.inputTokens = inputTokens
    self.outputTokens = outputTokens
  }

  /// The most that it may cost.
  package var tokens: Int { ModelUsage(inputTokens: inputTokens, outputTokens: outputTokens).tokens }
}

/// The row of one call.
package struct LedgerEntry: Hashable, Sendable {
  package var id: Int64

  package init(id: Int64) { self.id = id }
}
