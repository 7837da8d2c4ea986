package import MemoryModel

/// A memory that a session suggests; the engine still compares it with what it knows.
package struct Candidate: Hashable, Sendable {
  package var category: Category
  /// A segment for its URI, made of what it is about without what is said of it: "always use tabs" and "never use tabs" have the same
  /// one, so that the later statement meets the earlier.
  package var slug: String
  /// L0
  package var abstract: String
  /// L1; nil where the content is short enough to be its own.
  package var overview: String?
  package var content: String
  /// 0...1: what the user said about 0.9, what the assistant concluded 0.6 and less.
  package var confidence: Double
  /// The `id` of the turn that it comes from.
  package var turn: String

  package init(
    category: Category, slug: String, abstract: String, overview: String? = nil, content: String, confidence: Double, turn: String
  ) {
    self.category = category
    self.slug = slug
    self.abstract = abstract
    self.overview = overview
    self.content = content
    self.confidence = confidence
    self.turn = turn
  }
}
