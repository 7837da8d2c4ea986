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
  package var timeout: Duration

  package init(
    task: Task, system: String, prompt: String, schema: JSONValue? = nil, maximumTokens: Int = 2048,
    timeout: Duration = .seconds(60)
  ) {
    self.task = task
    self.system = system
    self.prompt = prompt
    self.schema = schema
    self.maximumTokens = maximumTokens
    self.timeout = timeout
  }
}

/// What it answered, and what that cost.
package struct CompletionReply: Hashable, Sendable {
  package var text: String
  /// The model that the provider says it used, which may be narrower than the one that was asked for.
  package var model: String
  package var usage: ModelUsage

  package init(text: String, model: String, usage: ModelUsage) {
    self.text = text
    self.model = model
    self.usage = usage
  }
}
