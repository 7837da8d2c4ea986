/// How alike two short texts are, by their words.
enum Likeness {
  /// Lower-case words in their order, without punctuation; unsegmented scripts letter by letter.
  static func words(of text: String) -> [String] {
    var words: [String] = []
    var word = ""
    for scalar in text.lowercased().unicodeScalars {
      if isUnsegmented(scalar) {
        if !word.isEmpty { words.append(word) }
        word = ""
        words.append(String(scalar))
      } else if scalar.properties.isAlphabetic || scalar.properties.numericType != nil || scalar == "_" || scalar == "+"
        || scalar == "#"
      {
        word.unicodeScalars.append(scalar)
      } else if scalar == "'" || scalar == "’" {
        continue
      } else if !word.isEmpty {
        words.append(word)
        word = ""
      }
    }
    if !word.isEmpty { words.append(word) }
    return words
  }

  /// The words that carry meaning, roughly stemmed, without those that only frame a preference.
  static func contentWords(of text: String) -> Set<String> {
    Set(words(of: text).filter { !framing.contains($0) }.map(stem))
  }

  /// Shared words over all words (Jaccard), 0...1.
  static func overlap(_ left: Set<String>, _ right: Set<String>) -> Double {
    let all = left.union(right).count
    return all == 0 ? 0 : Double(left.intersection(right).count) / Double(all)
  }

  /// Good enough to bring `tests`, `testing` and `test` together; never shorter than three letters.
  static func stem(_ word: String) -> String {
    var word = word
    let length = word.withUTF8 { letters in
      // The endings are ASCII; how many letters stand before them counts in characters, and those are bytes where all of them are.
      letters.allSatisfy { $0 < 0x80 } ? letters.count - endingLength(of: letters) : nil
    }
    if let length { return length == word.utf8.count ? word : String(word.utf8.prefix(length)) ?? word }
    for ending in ["ing", "es", "ed", "s"] where word.hasSuffix(ending) && word.count - ending.count >= 3 && !word.hasSuffix("ss") {
      return String(word.dropLast(ending.count))
    }
    return word
  }

  private static func endingLength(of letters: UnsafeBufferPointer<UInt8>) -> Int {
    let count = letters.count
    guard count >= 4 else { return 0 }
    let (last, before) = (letters[count - 1], letters[count - 2])
    switch last {
    case UInt8(ascii: "g"):
      return count >= 6 && before == UInt8(ascii: "n") && letters[count - 3] == UInt8(ascii: "i") ? 3 : 0
    case UInt8(ascii: "d"): return count >= 5 && before == UInt8(ascii: "e") ? 2 : 0
    case UInt8(ascii: "s"): return before == last ? 0 : count >= 5 && before == UInt8(ascii: "e") ? 2 : 1
    default: return 0
    }
  }

  /// Chinese, Japanese, Thai, Lao, Khmer, Myanmar: scripts without spaces between words.
  private static func isUnsegmented(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x0E00...0x0EFF, 0x1000...0x109F, 0x1780...0x17FF, 0x3040...0x30FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0x20000...0x2FA1F:
      true
    default: false
    }
  }

  /// English function words and the verbs that state a preference: they say nothing about what it is about.
  private static let framing: Set<String> = [
    "a", "an", "and", "are", "as", "at", "be", "but", "by", "do", "does", "for", "from", "had", "has", "have", "he", "her", "his",
    "i", "im",
    "in", "into", "is", "it", "its", "me", "my", "of", "on", "or", "our", "she", "so", "than", "that", "the", "their", "them",
    "then", "they",
    "this", "to", "us", "we", "was", "were", "when", "will", "with", "you", "your", "always", "never", "not", "dont", "prefer",
    "prefers",
    "preferred", "please", "use", "uses", "using", "used", "user", "want", "wants", "like", "likes", "should", "must", "instead",
    "over",
    "remember", "longer", "no", "now",
  ]
}
