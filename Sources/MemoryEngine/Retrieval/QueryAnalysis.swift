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
    let chosen = Self.chosen(content.isEmpty ? all : content)
    terms = chosen.filter { $0.kind != .compound } + chosen.filter { $0.kind == .compound }
    let places = Dictionary(
      (content.isEmpty ? all : content).lazy.filter { $0.kind != .compound }.enumerated().map { ($1.place, $0) }
    ) { a, _ in a }
    pairs = 0
    for index in terms.indices.dropLast() where terms[index].kind != .compound && terms[index + 1].kind != .compound {
      if let here = places[terms[index].place], let next = places[terms[index + 1].place], next == here + 1 {
        pairs |= 1 << UInt64(index)
      }
    }
    let mentions = DateMentions(question, now: now)
    dates = mentions.spans
    asksWhen = mentions.asksWhen
  }

  /// Of a long text the longest words: length is a cheap sign of rarity.
  private static func chosen(_ terms: [SearchTerm]) -> [SearchTerm] {
    let limit = MemoryStore.maximumSearchTerms
    guard terms.count > limit else { return terms }
    let longest = terms.indices.sorted { (terms[$0].text.utf8.count, -$0) > (terms[$1].text.utf8.count, -$1) }.prefix(limit)
    return longest.sorted().map { terms[$0] }
  }
}
