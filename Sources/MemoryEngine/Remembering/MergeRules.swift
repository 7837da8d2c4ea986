/// What becomes of a new text where a mergeable memory stands already.
enum MergeRules {
  enum Decision: Equatable {
    /// It says what the old one says.
    case unchanged
    /// The new text holds the old one, or takes its place.
    case replace
    /// Both stay: the new text is added as a paragraph.
    case append
    /// The new text takes the old one back.
    case contradiction
  }

  /// Words shared by two texts that say the same: below, they are two memories. Chosen on pairs of real preferences: paraphrases with one word changed
  /// reach 0.75, two wishes about one tool stay below 0.6.
  static let likenessThreshold = 0.72

  static func decide(old: String, new: String) -> Decision {
    if Fingerprint.words(old) == Fingerprint.words(new) { return .unchanged }
    if Contradiction.closes(old: old, new: new) { return .contradiction }
    let (before, after) = (Likeness.contentWords(of: old), Likeness.contentWords(of: new))
    if after.isSubset(of: before), contains(old, all: new) { return .unchanged }
    if before.isSubset(of: after) { return .replace }
    return Likeness.overlap(before, after) >= likenessThreshold ? .replace : .append
  }

  static func areAlike(_ left: String, _ right: String) -> Bool {
    areAlike(Likeness.contentWords(of: left), Likeness.contentWords(of: right))
  }

  static func areAlike(_ left: Set<String>, _ right: Set<String>) -> Bool {
    // Two words are too few to tell: "use tabs" and "use tests".
    left.count >= 2 && right.count >= 2 && Likeness.overlap(left, right) >= likenessThreshold
  }

  private static func contains(_ text: String, all part: String) -> Bool {
    let (words, wanted) = (Likeness.words(of: text), Likeness.words(of: part))
    guard !wanted.isEmpty, words.count >= wanted.count else { return false }
    return (0...(words.count - wanted.count)).contains { Array(words[$0..<($0 + wanted.count)]) == wanted }
  }
}
