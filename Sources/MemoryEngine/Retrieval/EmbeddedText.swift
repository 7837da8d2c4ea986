/// What of a passage and of a question is embedded.
enum EmbeddedText {
  /// The passage, in the third person where its label tells who speaks: "Caroline: I went" becomes "Caroline: Caroline went", for
  /// she is who a question will name. Meaning alone finds 61 % of the LoCoMo turns instead of 49 %; the turn before it, embedded
  /// with it, adds nothing once all is fused.
  ///
  /// A change here needs new vectors.
  static func of(passage text: String) -> String {
    guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")), !PassageTraits.label(of: text).isEmpty else { return text }
    let name = text[..<colon]
    var result = String(text[...colon])
    result.reserveCapacity(text.utf8.count + text.utf8.count / 8)
    var rest = text[text.index(after: colon)...]
    while let first = rest.first {
      guard isLetter(first) else {
        result.append(first)
        rest = rest.dropFirst()
        continue
      }
      // A word with its "'m" or "'ve".
      let word = rest.prefix { isLetter($0) || $0 == "'" || $0 == "’" }
      rest = rest.dropFirst(word.count)
      switch thirdPerson[word.replacing("’", with: "'").lowercased()] {
      // "i" is written small by many, but it is also a name of variables and of list items.
      case let ending? where word.first == "I" || word.utf8.count > 1: result += name + ending
      default: result += word
      }
    }
    return result
  }

  /// The question as it is asked.
  static func query(_ text: String) -> String { text }

  private static func isLetter(_ character: Character) -> Bool { character.isLetter || character.isNumber || character == "_" }

  /// What follows the name for each word that stands for the speaker.
  private static let thirdPerson: [String: String] = [
    "i": "", "me": "", "myself": "", "my": "'s", "mine": "'s", "i'm": " is", "i've": " has", "i'll": " will", "i'd": " would",
  ]
}
