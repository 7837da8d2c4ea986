/// Something that completes a prompt: a local service, a remote one, a command line. Nothing here knows a network.
///
/// A model only ever makes a memory better. Whoever asks has a way to go on when it refuses, fails or is not there.
package protocol LanguageModel: Sendable {
  /// `ollama/llama3.2`: who answered, for the ledger and for a person.
  var identity: String { get }

  /// One answer to one request, within the request's timeout; the calling task's cancellation ends it.
  ///
  /// A client of a provider gives what it was given. `BudgetedModel` around it asks the budget first, `CheckedModel` around that
  /// sees to it that the answer is whole and satisfies the schema.
  func complete(_ request: CompletionRequest) async throws(LanguageModelError) -> CompletionReply
}
