/// A sentence that the user typed, ready to be looked at word by word.
struct TypedSentence {
  /// As it was typed, without a list marker, on one line.
  var text: String
  /// Lower-case words, and punctuation marks as words of their own. A quotation or inline code is one `TypedSentence.opaque`.
  var words: [String]
  /// Lower case, quotations and code blanked out; for scripts that put no spaces between words.
  var masked: String
  /// Ends with a question mark, or begins like a question does.
  var isQuestion: Bool
  /// Counts paragraphs, so that a sentence can be told from one in another paragraph.
  var paragraph: Int
  /// Stood behind `-`, `*` or a number.
  var isListItem: Bool

  /// What stands for a quotation or inline code: it can be what a phrase is about, and it never is the phrase.
  static let opaque = "\u{FFFC}"
  static let punctuation: Set<String> = [",", ";", ":", "—", "–", "(", ")", ".", "!", "?", "…", "-"]

  var endsWithColon: Bool { words.last == ":" }

  /// The words without the punctuation.
  var wordCount: Int { words.count { !Self.punctuation.contains($0) } }

  static func words(of masked: String) -> [String] {
    var words: [String] = []
    var word = ""
    func end() {
      // A full stop inside a word is part of it ("setup.sh"), at its end it is not.
      var trailing: [String] = []
      while let last = word.last, ".:!?,".contains(last) {
        trailing.insert(String(last), at: 0)
        word.removeLast()
      }
      if !word.isEmpty { words.append(word) }
      words += trailing
      word = ""
    }
    for character in masked {
      switch character {
      case "’", "'":
        if !word.isEmpty { word.append("'") }
      case _ where character == "\u{FFFC}":
        end()
        words.append(opaque)
      case _ where character.isLetter || character.isNumber || character == "_" || character == "/" || character == "@":
        word.append(character)
      case ".", ":", "-", "+", "#":
        if word.isEmpty {
          if character == "." || character == ":" || character == "-" { words.append(String(character)) }
        } else {
          word.append(character)
        }
      case ",", ";", "—", "–", "(", ")", "!", "?", "…":
        end()
        words.append(String(character))
      default: end()
      }
    }
    end()
    return words.map { $0.hasSuffix("-") && $0.count > 1 ? String($0.dropLast()) : $0 }
  }

  static func isQuestion(_ words: [String]) -> Bool {
    if words.suffix(3).contains("?") { return true }
    let content = words.drop { softOpenings.contains($0) || punctuation.contains($0) }
    guard let first = content.first, questionOpenings.contains(first) else { return false }
    // "do not …" and "have a look" are orders, "where possible, …" is a condition.
    let second = content.dropFirst().first ?? ""
    switch first {
    case "do", "have", "will": return questionSubjects.contains(second)
    case "where": return !["possible", "needed", "applicable", "necessary", "available"].contains(second)
    default: return true
    }
  }

  private static let questionSubjects: Set<String> = [
    "we", "you", "i", "they", "he", "she", "it", "the", "these", "those", "this", "that", "any", "all", "our", "your",
  ]
  private static let softOpenings: Set<String> = [
    "and", "but", "so", "ok", "okay", "hmm", "hm", "well", "oh", "ah", "also", "or", "wait", "q",
  ]
  private static let questionOpenings: Set<String> = [
    "why", "what", "who", "whose", "which", "where", "how", "should", "shall", "do", "does", "did", "is", "are", "was", "were",
    "am", "can", "could", "would", "will", "has", "have", "had", "isn't", "aren't", "doesn't", "didn't", "shouldn't", "couldn't",
    "wouldn't", "won't", "can't", "haven't", "hasn't", "what's", "who's", "where's", "how's", "may", "might", "wondering",
    "whats",
  ]
}
