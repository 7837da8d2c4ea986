package import MemoryModel

/// Something in a prompt that the user wants remembered.
package struct Signal: Hashable, Sendable {
  package var category: Category
  /// The sentences to remember, in the user's words, understandable without the rest of the prompt.
  package var text: String
  /// The phrase that gave it away: "remember", "always", "we decided", …
  package var phrase: String
  /// 0...1
  package var confidence: Double
  /// It is to be done later, and open until it is.
  package var isIntention: Bool

  package init(category: Category, text: String, phrase: String, confidence: Double, isIntention: Bool = false) {
    self.category = category
    self.text = text
    self.phrase = phrase
    self.confidence = confidence
    self.isIntention = isIntention
  }
}
