import MemoryModel

/// Finds what a user asks to have remembered in the prompt that they just typed.
///
/// Precision is what matters: whoever finds a memory that they never meant stops trusting all of them. A phrase counts at the
/// place in a sentence where it is an order or a statement of the user's own: "always use tabs" and "you should never push to main",
/// but not "it always fails", "should we always use tabs?", "the linter says always use tabs". What is said without naming its
/// subject ("let's go with that") makes no memory, for nobody could understand it later.
package enum SignalDetector {
  /// A prompt with more is a list of rules that belongs in a file; the first ones are taken.
  package static let maximumSignals = 8

  /// The signals in the order in which they were typed.
  package static func signals(in prompt: String) -> [Signal] {
    let sentences = TypedProse.sentences(in: prompt)
    var signals: [Signal] = []
    var used = Set<Int>()
    for index in sentences.indices where !used.contains(index) {
      guard signals.count < maximumSignals, let match = match(at: index, in: sentences) else { continue }
      let text = standingAlone(match.text.trimmingSpace())
      guard !text.isEmpty, !signals.contains(where: { $0.text == text }) else { continue }
      used.formUnion(match.sentences)
      let category = match.category ?? CategoryClassifier.category(of: text)
      signals.append(
        Signal(
          category: category, text: text, phrase: match.phrase, confidence: match.confidence, isIntention: match.isIntention))
    }
    return signals
  }

  /// Without the word that tied the sentence to the one before it: "And always use tabs" is read alone from now on.
  static func standingAlone(_ text: String) -> String {
    for word in ["And ", "But ", "Also, ", "Also ", "So ", "Oh, and ", "Oh and ", "Und ", "Y ", "Et "] where text.hasPrefix(word) {
      let rest = text.dropFirst(word.count)
      guard let first = rest.first, first.isLetter else { return text }
      return first.uppercased() + rest.dropFirst()
    }
    return text
  }

  /// What a rule made of a sentence.
  struct Match {
    /// Nil: told from the text.
    var category: Category?
    var phrase: String
    var text: String
    var confidence: Double
    /// The sentences that went into the text.
    var sentences: [Int]
    var isIntention = false
  }

  private static func match(at index: Int, in sentences: [TypedSentence]) -> Match? {
    let clause = Clause(sentences, index)
    return IntentionPhrases.match(clause) ?? RememberPhrases.match(clause) ?? RulePhrases.match(clause)
      ?? StatementPhrases.match(clause) ?? ForeignPhrases.match(clause)
  }
}
