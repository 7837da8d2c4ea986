import MemoryModel

/// "remember …", "don't forget …", and the like: the user asks for a memory in so many words.
enum RememberPhrases {
  static func match(_ clause: Clause) -> SignalDetector.Match? {
    guard !clause.sentence.isQuestion || clause.isPoliteOrder else { return nil }
    for place in clause.words.indices {
      guard let (phrase, end, isNegated) = phrase(clause, at: place) else { continue }
      guard clause.opensClause(place) || isAsked(clause, place) else { continue }
      if let match = match(clause, phrase, place, end, confidence: isNegated ? 0.9 : 0.95) { return match }
    }
    return nil
  }

  private static let openings: [(words: [String], isNegated: Bool)] = [
    (["remember"], false), (["memorize"], false), (["memorise"], false), (["make", "a", "note"], false),
    (["note", "to", "self"], false),
    (["don't", "forget"], true), (["dont", "forget"], true), (["do", "not", "forget"], true), (["never", "forget"], true),
    (["add", "to", "memory"], false), (["add", "to", "your", "memory"], false), (["save", "to", "memory"], false),
    (["add", "this", "to", "memory"], false), (["add", "this", "to", "your", "memory"], false),
    (["save", "this", "to", "memory"], false),
    (["save", "this", "to", "your", "memory"], false), (["store", "this", "in", "memory"], false),
    (["keep", "this", "in", "memory"], false),
    (["commit", "this", "to", "memory"], false), (["for", "future", "reference"], false),
    (["store", "this", "in", "your", "memory"], false),
  ]

  private static func phrase(_ clause: Clause, at place: Int) -> (String, end: Int, isNegated: Bool)? {
    guard let found = openings.first(where: { clause.has($0.words, at: place) }) else { return nil }
    return (found.words.joined(separator: " "), place + found.words.count, found.isNegated)
  }

  /// "I want you to remember", "you should remember", "can you remember".
  private static func isAsked(_ clause: Clause, _ place: Int) -> Bool {
    guard !clause.isReported(before: place) else { return false }
    var before = place - 1
    while Clause.softeners.contains(clause.word(before)) { before -= 1 }
    if clause.word(before) == "to" { return ["you", "try", "sure", "need"].contains(clause.word(before - 1)) }
    if ["should", "must"].contains(clause.word(before)) { return clause.word(before - 1) == "you" }
    return clause.isPoliteOrder && clause.word(before) == "you"
  }

  private static func match(
    _ clause: Clause, _ phrase: String, _ place: Int, _ end: Int, confidence: Double
  ) -> SignalDetector.Match? {
    func made(_ text: String, _ sentences: [Int], _ confidence: Double = confidence) -> SignalDetector.Match {
      SignalDetector.Match(
        category: nil, phrase: phrase, text: text.capitalizingFirst(), confidence: confidence, sentences: sentences)
    }
    var rest = end
    // "remember this: …", "remember that …", "remember: …", "remember, …"
    let pointers: [[String]] = [
      ["the", "following"], ["these", "things"], ["one", "thing"], ["this"], ["that"], ["it"], ["these"],
    ]
    let pointer = pointers.first { clause.has($0, at: rest) }
    if let pointer { rest += pointer.count }
    while ["please", "too", "also", "well", "as", "for", "later", "next", "time", "the", "future", "session", "sessions", "always"]
      .contains(
        clause.word(rest)),
      pointer != nil, isAside(clause, rest)
    { rest += 1 }
    let mark = clause.word(rest)

    if mark == ":" || mark == "—" || mark == "–" || (mark == "," && pointer != ["that"]) || mark == "-" {
      let content = clause.contentWords(from: rest + 1)
      if content.isEmpty, mark == ":" {
        let list = clause.introduced
        return list.isEmpty ? nil : made(list.map { line(clause, $0) }.joined(separator: "\n"), [clause.index] + list)
      }
      guard content.count >= 2, !startsRecollection(clause, rest + 1) else { return nil }
      return made(clause.sentence.text(afterWord: rest), [clause.index])
    }

    if mark.isEmpty || [".", "!", "…", ")"].contains(mark) {
      // Bare: it is about what was said just before, or else just after.
      guard pointer != nil else { return nil }
      if place > 1, let before = clause.sentence.text(beforeWord: place), clause.contentWords(from: 0).count >= 3 {
        return made(before, [clause.index])
      }
      if let previous = clause.previous, !clause.sentences[previous].isQuestion {
        let about = [previous - 1, previous].filter {
          $0 >= 0 && clause.sentences[$0].paragraph == clause.sentence.paragraph && !clause.sentences[$0].isQuestion
        }
        return made(about.map { clause.sentences[$0].text }.joined(separator: " "), [clause.index] + about)
      }
      if let next = clause.next, !clause.sentences[next].isQuestion {
        return made(clause.sentences[next].text, [clause.index, next])
      }
      return nil
    }

    if mark == "to" {
      // "remember to run the tests" is part of the task at hand unless it stands alone and says when.
      guard clause.opensClause(place), place <= 2, clause.contentWords(from: rest + 1).count >= 2 else { return nil }
      let isRule = clause.words.dropFirst(rest).contains { Self.generalisers.contains($0) }
      guard isRule || (phrase != "remember" && clause.sentences.count <= 3) else { return nil }
      var match = made(clause.sentence.text, [clause.index], isRule ? 0.85 : 0.7)
      match.category = .preferences
      return match
    }

    if pointer == ["this"] || pointer == ["these"] || pointer == ["it"] { return nil }
    guard !startsRecollection(clause, rest), clause.contentWords(from: rest).count >= 2 else { return nil }
    // "remember that …" may say anything; without "that" only a whole statement counts.
    guard pointer == ["that"] || states(clause, from: rest) else { return nil }
    if pointer == ["that"], !states(clause, from: rest), clause.contentWords(from: rest).count < 3 { return nil }
    return made(clause.sentence.text(afterWord: rest - 1), [clause.index])
  }

  private static func line(_ clause: Clause, _ index: Int) -> String {
    (clause.sentences[index].isListItem ? "- " : "") + clause.sentences[index].text
  }

  /// "for next time", "for later", "please": nothing but such words up to the mark.
  private static func isAside(_ clause: Clause, _ place: Int) -> Bool {
    var place = place
    while ["please", "too", "also", "well", "as", "for", "later", "next", "time", "the", "future", "session", "sessions", "always"]
      .contains(
        clause.word(place))
    {
      place += 1
    }
    return clause.word(place).isEmpty || TypedSentence.punctuation.contains(clause.word(place))
  }

  /// "remember when we …", "remember the bug we had": asks about the past.
  private static func startsRecollection(_ clause: Clause, _ place: Int) -> Bool {
    if ["when", "how", "what", "where", "why", "if", "who", "whether", "last", "me", "earlier", "which", "yesterday", "back"]
      .contains(clause.word(place))
    {
      return clause.word(place) != "when" || !clause.words.dropFirst(place).contains(",")
    }
    return false
  }

  /// Whether a finite verb of the present follows, as in a statement.
  private static func states(_ clause: Clause, from place: Int) -> Bool {
    let subjects: Set<String> = [
      "the", "our", "my", "we", "i", "i'm", "all", "every", "you", "there", "there's", "it's", "in", "for", "on", "tests", "this",
      "that",
      "we're", "each", "no", "nobody", "everyone", "only", TypedSentence.opaque,
    ]
    guard subjects.contains(clause.word(place)) || clause.words.count > place + 2 else { return false }
    // "we have a deadline" states; "the bug that we have" only names.
    if ["we", "i"].contains(clause.word(place)), clause.word(place + 1) == "have" { return true }
    return clause.words.dropFirst(place).prefix(14).contains { verbs.contains($0) }
  }

  private static let verbs: Set<String> = [
    "is", "isn't", "are", "aren't", "has", "uses", "use", "lives", "live", "runs", "run", "needs", "need", "requires", "require",
    "must", "mustn't", "should", "shouldn't", "can't", "cannot", "can", "don't", "doesn't", "won't", "goes", "means", "prefer",
    "prefers", "likes", "like", "hate", "hates", "want", "wants", "works", "work", "belongs", "listens", "expects", "returns",
    "depends", "comes", "stands", "named", "called", "i'm", "we're", "it's", "there's", "never", "always", "deploys", "deploy",
    "ships", "starts", "ends", "breaks", "supports", "speak", "speaks", "knows", "owns", "reviews",
  ]

  private static let generalisers: Set<String> = [
    "always", "every", "each", "whenever", "when", "before", "after", "any", "everytime", "all", "never", "time",
  ]
}

extension TypedSentence {
  /// The text behind the `place`-th word, found by counting words and marks from the end.
  func text(afterWord place: Int) -> String { cut(keepingLast: words.count - place - 1) ?? text }

  /// The text before the `place`-th word; nil when it cannot be told.
  func text(beforeWord place: Int) -> String? {
    guard let tail = cut(keepingLast: words.count - place), text.hasSuffix(tail) else { return nil }
    let head = String(text.dropLast(tail.count)).trimmingSpace()
    let trimmed = head.hasSuffix(",") || head.hasSuffix("-") || head.hasSuffix("—") ? String(head.dropLast()).trimmingSpace() : head
    return trimmed.isEmpty ? nil : trimmed
  }

  /// The shortest end of the text that has this many words.
  private func cut(keepingLast count: Int) -> String? {
    guard count > 0 else { return nil }
    let bytes = Array(text.utf8)
    let masked = QuotationMask.masked(bytes)
    var position = bytes.count
    var found: Int?
    while position > 0 {
      position -= 1
      // Only before a word or a mark can a text begin.
      guard
        position == 0 || Sentences.isSpace(bytes[position - 1]) || bytes[position - 1] == UInt8(ascii: ":")
          || bytes[position - 1] == UInt8(ascii: ",") || bytes[position] == UInt8(ascii: ",")
          || bytes[position] == UInt8(ascii: ":")
      else { continue }
      let number = Self.words(of: QuotationMask.text(of: masked[position...]).lowercased()).count
      if number == count { found = position }
      if number > count { break }
    }
    return found.map { String(decoding: bytes[$0...], as: UTF8.self).trimmingSpace() }
  }
}

extension String {
  /// With a capital when it begins with a common word; a name such as `npm` keeps its letters.
  func capitalizingFirst() -> String {
    let word = prefix { $0.isLetter || $0 == "'" || $0 == "’" }.lowercased()
    guard let first, first.isLowercase, openingWords.contains(word) else { return self }
    return first.uppercased() + dropFirst()
  }
}

private let openingWords: Set<String> = [
  "the", "we", "our", "my", "all", "every", "i", "i'm", "you", "in", "on", "for", "it", "it's", "tests", "there", "there's",
  "this", "when", "whenever", "always", "never", "don't", "use", "each", "no", "any", "if", "before", "after", "only", "these",
  "to",
]
