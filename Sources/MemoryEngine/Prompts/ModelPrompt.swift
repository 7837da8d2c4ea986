import JSONValues
import LanguageModels

/// What a language model is told to do, as data: one file for each, and this one for what they share.
///
/// A released text is not edited without a new version: the version stands in the provenance of every memory that came of it, and
/// `PromptTests` hold the two together.
struct ModelPrompt: Sendable {
  let task: CompletionRequest.Task
  /// Two prompts of one task have different subjects: `extraction`, `tiers`.
  let subject: String
  let version: Int
  /// The standing instructions.
  let instructions: String
  /// What the answer is to look like; nil for free text.
  let schema: JSONValue?
  /// The most tokens that the answer may have.
  let maximumTokens: Int

  /// `extraction/1`: for provenance and for troubles.
  var name: String { "\(subject)/\(version)" }

  /// All there are, for the tests that hold each to its form.
  static let all: [ModelPrompt] = [
    extraction, merge, shorter, relational, directoryTiers, memoryTiers, intent, reranking,
  ]
}
