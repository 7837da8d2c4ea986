package import MemoryModel

/// A memory that a session suggests; the engine still compares it with what it knows.
package struct Candidate: Hashable, Sendable {
  package var category: Category
  /// What it is about, where the content does not begin with that.
  package var title: String?
  package var content: String
  /// 0...1: what the user said about 0.9, what the assistant concluded 0.6 and less.
  package var confidence: Double
  /// Which of the turns it comes from, from 1.
  package var turnNumber: Int?
  /// When it was said.
  package var at: Timestamp?

  package init(
    category: Category, title: String? = nil, content: String, confidence: Double, turnNumber: Int? = nil, at: Timestamp? = nil
  ) {
    self.category = category
    self.title = title
    self.content = content
    self.confidence = confidence
    self.turnNumber = turnNumber
    self.at = at
  }
}
