package import JSONValues

/// What a model is asked.
package struct CompletionRequest: Hashable, Sendable {
  /// What the answer is for; it decides which of the configured models is taken, and stands in the ledger.
  package enum Task: String, CaseIterable, Sendable { case tiers, extraction, relational, intent, merge }

  package var task: Task
  /// The standing instructions.
  package var system: String
  package var prompt: String
  /// JSON Schema (draft 7 at most: see the clients) that the answer is to satisfy; nil for free text. Models break it: validate.
  package var schema: JSONValue?
  /// The most tokens that the answer may have.
  package var maximumTokens: Int
  /// For the whole answer, retries and a repair included.
  package var timeout: Duration
  /// The session that it is about, whose budget it spends; nil for work that belongs to none.
  package var session: String?

  package init(
    task: Task, system: String, prompt: String, schema: JSONValue? = nil, maximumTokens: Int = 2048,
    timeout: Duration = .seconds(60), session: String? = nil
  ) {
    self.task = task
    self.system = system
    self.prompt = prompt
    self.schema = schema
    self.maximumTokens = maximumTokens
    self.timeout = timeout
    self.session = session
  }
}

/// What it answered, and what that cost.
package struct CompletionReply: Hashable, Sendable {
  /// How the answer came to its end.
  package enum Ending: Hashable, Sendable {
    case complete
    /// The limit of tokens was reached: the rest is missing.
    case truncated
    /// The model did not want to, or a filter did not let it; in its own words where it has any.
    case refused(String)
  }

  package var text: String
  /// The answer as JSON, once it was found to satisfy the request's schema; nil before, and for free text.
  package var value: JSONValue?
  /// The model that the provider says it used, which may be narrower than the one that was asked for.
  package var model: String
  package var usage: ModelUsage
  /// US dollars, where the provider says it.
  package var cost: Double?
  package var ending: Ending

  package init(
    text: String, value: JSONValue? = nil, model: String, usage: ModelUsage, cost: Double? = nil, ending: Ending = .complete
  ) {
    self.text = text
    self.value = value
    self.model = model
    self.usage = usage
    self.cost = cost
    self.ending = ending
  }
}
