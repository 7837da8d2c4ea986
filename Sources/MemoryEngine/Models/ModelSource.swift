package import LanguageModels

/// Where the engine gets a language model from. Only a process that may ask one is given this: the worker, and what a person starts;
/// never a hook's.
package struct ModelSource: Sendable {
  /// The model for a task, checked and within its budget; nil where none is configured or found, and rules do the work. Called once
  /// for a task, when it is needed for the first time. Throws why the one that is named cannot be asked.
  package typealias Make = @Sendable (CompletionRequest.Task) throws(LanguageModelError) -> (any LanguageModel)?

  package var make: Make
  /// How long a whole answer may take (`llm.timeout_seconds`).
  package var timeout: Duration

  package init(timeout: Duration = .seconds(120), make: @escaping Make) {
    self.timeout = timeout
    self.make = make
  }
}
