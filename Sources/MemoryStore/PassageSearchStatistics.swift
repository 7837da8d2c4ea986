/// Which words stand nearly everywhere, learned from the questions that were asked.
///
/// A word of half the memories decides nothing between them, but to walk its posting list is most of the work of a question: 1.8 of 3 ms at
/// 10,000 memories that were all made by one template. FTS5 tells how frequent a word is only by that walk, so it is done once in a while.
package struct PassageSearchStatistics {
  /// A smaller store is walked at once.
  private static let smallestStore = 2000
  /// Of all passages.
  private static let ubiquity = 0.4
  /// Questions after which a word is looked at again.
  private static let lifetime = 200

  private struct Key: Hashable {
    var word: String
    var scope: PassageScope
  }

  /// Questions for which each word may still be left out.
  private var remaining: [Key: Int] = [:]

  package init() {}

  /// Whether a question may leave the term out; it counts as one use.
  package mutating func isUbiquitous(_ term: SearchTerm, in scope: PassageScope) -> Bool {
    let key = Key(word: term.text, scope: scope)
    guard let uses = remaining[key] else { return false }
    remaining[key] = uses > 1 ? uses - 1 : nil
    return true
  }

  mutating func learn(_ hits: PassageHits, of terms: some Collection<SearchTerm>, in scope: PassageScope) {
    guard hits.passageCount >= Self.smallestStore else { return }
    for (term, frequency) in zip(terms, hits.frequencies) where Double(frequency) > Self.ubiquity * Double(hits.passageCount) {
      remaining[Key(word: term.text, scope: scope)] = Self.lifetime
    }
  }
}
