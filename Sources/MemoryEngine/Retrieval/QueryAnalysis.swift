import MemoryModel
import MemoryStore

/// What a question asks for, told from its words alone.
struct QueryAnalysis: Sendable {
  /// At most `MemoryStore.maximumSearchTerms`: first the words in their order, then names that were written as one.
  var terms: [SearchTerm]
  /// Bit *n*: term *n* and the next were neighbours, but for words like "of the".
  var pairs: UInt64
  /// Every word of the question, lower-case: may be a label.
  var words: Set<String>
  var dates: [DateSpan]
  /// It asks for a time.
  var asksWhen: Bool

  /// - Parameter now: what "yesterday" counts from.
  init(_ question: String, now: Timestamp) {
    let all = SearchText.terms(of: question)
    words = Set(all.lazy.filter { $0.kind == .word }.map(\.text))
    let content = all.filter { !$0.isStopWord }
    let asked = content.isEmpty ? all : content
    // Places among the words that count: "bank of the river" has its two words side by side.
    var place = -1
    let numbered = asked.map { term in
      if term.kind != .compound { place += 1 }
      var term = term
      term.place = place
      return term
    }
    let chosen = Self.chosen(numbered)
    terms = chosen.filter { $0.kind != .compound } + chosen.filter { $0.kind == .compound }
    pairs = Self.pairs(of: terms)
    let mentions = DateMentions(question, now: now)
    dates = mentions.spans
    asksWhen = mentions.asksWhen
  }

  /// The question without the terms that `isUbiquitous` names; with all of them when it has no others.
  func leavingOut(_ isUbiquitous: (SearchTerm) -> Bool) -> QueryAnalysis {
    let rest = terms.filter { !isUbiquitous($0) }
    guard !rest.isEmpty, rest.count < terms.count else { return self }
    var query = self
    query.terms = rest
    query.pairs = Self.pairs(of: rest)
    return query
  }

  private static func pairs(of terms: [SearchTerm]) -> UInt64 {
    var pairs: UInt64 = 0
    for index in terms.indices.dropLast() where terms[index].kind != .compound && terms[index + 1].kind != .compound {
      if terms[index + 1].place == terms[index].place + 1 { pairs |= 1 << UInt64(index) }
    }
    return pairs
  }

  /// Of a long text the longest words: length is a cheap sign of rarity.
  private static func chosen(_ terms: [SearchTerm]) -> [SearchTerm] {
    let limit = MemoryStore.maximumSearchTerms
    guard terms.count > limit else { return terms }
    let longest = terms.indices.sorted { (terms[$0].text.utf8.count, -$0) > (terms[$1].text.utf8.count, -$1) }.prefix(limit)
    return longest.sorted().map { terms[$0] }
  }
}
