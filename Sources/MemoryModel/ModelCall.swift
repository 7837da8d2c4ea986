/// One call of a language model: what for, which, and what it cost.
package struct ModelCall: Hashable, Sendable {
  package var id: Int64
  package var at: Timestamp
  /// `extraction`
  package var purpose: String
  /// `ollama`
  package var provider: String
  package var model: String
  package var inputTokens: Int64
  package var outputTokens: Int64
  /// US dollars, where the provider said it.
  package var cost: Double?
  package var session: String?

  package init(
    id: Int64 = 0, at: Timestamp, purpose: String, provider: String, model: String, inputTokens: Int64, outputTokens: Int64,
    cost: Double? = nil, session: String? = nil
  ) {
    self.id = id
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
