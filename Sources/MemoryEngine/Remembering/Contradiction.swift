/// Tells by rules whether a new preference takes an old one back. It rather misses one than closes a memory that is still true.
enum Contradiction {
  static func closes(old: String, new: String) -> Bool {
    let (oldWords, newWords) = (Likeness.words(of: old), Likeness.words(of: new))
    guard oldWords.count <= 60, newWords.count <= 60 else { return false }
    return polarityFlips(old, new, oldWords, newWords) || rejects(oldWords: oldWords, newWords: newWords)
      || replacesObject(oldWords, newWords)
  }

  /// "Always use X for Y" – "never use X for Y": the same matter, once for and once against.
  private static func polarityFlips(_ old: String, _ new: String, _ oldWords: [String], _ newWords: [String]) -> Bool {
    guard isNegative(oldWords) != isNegative(newWords) else { return false }
    let (left, right) = (Likeness.contentWords(of: old), Likeness.contentWords(of: new))
    return !left.isEmpty && Likeness.overlap(left, right) >= 0.7
  }

  private static func isNegative(_ words: [String]) -> Bool { words.contains { negations.contains($0) } }

  /// "Use bun, not npm", "bun instead of npm", "no longer npm", "switched from npm to bun": what is turned down is what the old one was for.
  private static func rejects(oldWords: [String], newWords: [String]) -> Bool {
    guard !isNegative(oldWords) else { return false }
    let old = Set(oldWords.map(Likeness.stem))
    let chosen = choice(in: oldWords).map { Set($0) } ?? []
    for rejected in rejectedWords(in: newWords) where chosen.contains(Likeness.stem(rejected)) {
      // The old one must be about little else, or speak of the same matter in other words too.
      let rest = Set(newWords.map(Likeness.stem)).subtracting([Likeness.stem(rejected)])
      if old.count <= 6 || old.intersection(rest).count >= 2 { return true }
    }
    return false
  }

  private static func rejectedWords(in words: [String]) -> [String] {
    var rejected: [String] = []
    for (index, word) in words.enumerated() {
      let next = index + 1 < words.count ? words[index + 1] : nil
      let afterNext = index + 2 < words.count ? words[index + 2] : nil
      switch (word, next) {
      case ("instead", "of"?), ("rather", "than"?), ("no", "longer"?): if let afterNext { rejected.append(afterNext) }
      case ("not", let object?), ("over", let object?), ("from", let object?): rejected.append(object)
      default: break
      }
      // "no longer use npm", "not use npm"
      if word == "longer" || word == "not" || word == "dont" || word == "never", let next, choosing.contains(next), let afterNext {
        rejected.append(afterNext)
      }
    }
    return rejected
  }

  /// "Prefers tabs for indentation" – "prefers spaces for indentation": the same frame, another object.
  private static func replacesObject(_ old: [String], _ new: [String]) -> Bool {
    guard let before = frame(of: old), let after = frame(of: new), !isNegative(old), !isNegative(new) else { return false }
    return before.purpose == after.purpose && !before.purpose.isEmpty && before.object != after.object && before.object.count <= 3
      && after.object.count <= 3 && before.object.isDisjoint(with: after.object)
  }

  private static func frame(of words: [String]) -> (object: Set<String>, purpose: Set<String>)? {
    guard let verb = words.firstIndex(where: choosing.contains) else { return nil }
    let rest = words[(verb + 1)...]
    guard let preposition = rest.firstIndex(where: purposes.contains) else { return nil }
    let object = rest[..<preposition].filter { !articles.contains($0) }.map(Likeness.stem)
    let purpose = rest[(preposition + 1)...].filter { !articles.contains($0) }.map(Likeness.stem)
    return object.isEmpty ? nil : (Set(object), Set(purpose))
  }

  /// The words after "use" and the like, up to the first preposition.
  private static func choice(in words: [String]) -> [String]? {
    guard let verb = words.firstIndex(where: choosing.contains) else { return nil }
    return words[(verb + 1)...].prefix { !purposes.contains($0) && !negations.contains($0) && $0 != "over" && $0 != "instead" }.map(
      Likeness.stem)
  }

  private static let choosing: Set<String> = [
    "use", "uses", "using", "prefer", "prefers", "choose", "pick", "want", "wants", "likes", "like",
  ]
  private static let purposes: Set<String> = ["for", "in", "when", "as", "with", "on", "while", "during"]
  private static let articles: Set<String> = ["a", "an", "the", "my", "our", "all", "any"]
  private static let negations: Set<String> = ["never", "not", "dont", "no", "avoid", "without", "stop"]
}
