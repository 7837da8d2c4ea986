/// One call of a language model and what it cost.
package struct LedgerEntry: Hashable, Sendable {
  package var at: Timestamp
  package var purpose: String
  package var provider: String
  package var model: String
  package var inputTokens: Int
  package var outputTokens: Int
  package var cost: Double?
  package var session: String?

  package init(
    at: Timestamp, purpose: String, provider: String, model: String, inputTokens: Int, outputTokens: Int, cost: Double?,
    session: String?
  ) {
    self.at = at
    self.purpose = purpose
    self.provider = provider
    self.model = model
    self.inputTokens = inputTokens
    self.outputTokens = outputTokens
    self.cost = cost
    self.session = session
  }
}
