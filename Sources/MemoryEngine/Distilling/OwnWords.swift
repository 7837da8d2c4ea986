import Transcripts

/// The words of somebody in a session, in their order and as a set.
struct OwnWords {
  let sequence: [String]
  /// Those that carry meaning, roughly stemmed.
  let content: Set<String>

  init(_ texts: [String]) {
    let text = MaterialText.withoutInvisible(texts.joined(separator: "\n"))
    sequence = Likeness.words(of: text)
    content = Likeness.contentWords(of: text)
  }

  static func words(of text: String) -> [String] { Likeness.words(of: MaterialText.withoutInvisible(text)) }

  /// Whether `words` stand there one after another.
  func holds(_ words: [String]) -> Bool {
    guard let first = words.first, sequence.count >= words.count else { return false }
    return (0...(sequence.count - words.count)).contains {
      sequence[$0] == first && sequence[$0..<($0 + words.count)].elementsEqual(words)
    }
  }

  /// Whether each of some pieces stands there; of none, nothing does.
  func holds(all pieces: [[String]]) -> Bool { !pieces.isEmpty && pieces.allSatisfy { holds($0) } }

  // MARK: What a user typed

  /// More words in quotation marks are somebody else's sentence; fewer are a name or a command.
  private static let longestName = 4

  /// The user's own sentences of a prompt, without what they quote at length.
  static func typed(in prompt: String) -> [String] {
    TypedProse.sentences(in: withoutDialogues(prompt)).compactMap { sentence in
      let bytes = Array(sentence.text.utf8)
      let masked = QuotationMask.masked(bytes)
      let isMasked = masked.contains(where: { $0 == QuotationMask.blank })
      // In the middle of a quotation that runs over several sentences.
      if sentence.masked.contains("\u{FFFC}"), !isMasked { return nil }
      return isMasked ? own(bytes, masked) : sentence.text
    }
  }

  /// A text without what it quotes at length, as `typed` leaves it out of a prompt.
  static func withoutQuotations(_ text: String) -> String {
    let bytes = Array(text.utf8)
    return own(bytes, QuotationMask.masked(bytes))
  }

  private static func own(_ bytes: [UInt8], _ masked: [UInt8]) -> String {
    var own: [UInt8] = []
    var index = 0
    while index < bytes.count {
      let isQuoted = masked[index] == QuotationMask.blank
      let end = masked[index...].firstIndex { ($0 == QuotationMask.blank) != isQuoted } ?? bytes.count
      let piece = bytes[index..<end]
      if !isQuoted || Likeness.words(of: String(decoding: piece, as: UTF8.self)).count <= longestName {
        own += piece
      } else {
        own.append(0x20)
      }
      index = end
    }
    return String(decoding: own, as: UTF8.self)
  }

  /// Without what looks like somebody's conversation with a model, each from its first line to the next blank one.
  private static func withoutDialogues(_ prompt: String) -> String {
    var (kept, isInside) = ([Substring](), false)
    for line in prompt.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      let isBlank = !line.utf8.contains { $0 > 0x20 }
      if isBlank { isInside = false }
      let isMark = ["<|", "[INST]", "<<SYS>>"].contains { line.contains($0) }
      if isMark || MaterialText.beginsLikeTurn(String(line.prefix(200))) { isInside = true }
      kept.append(isInside ? "" : line)
    }
    return kept.joined(separator: "\n")
  }

  // MARK: Names

  /// What cannot be put in other words: what holds a digit or a sign inside a word. Dates are left out: they follow from the turn.
  static func names(in text: String) -> [String] {
    text.split { $0.isWhitespace || "()[]{}\"'`“”„«»‘’,;!?。，、".contains($0) }.map { word in
      var word = word
      while let last = word.last, ".:-–—".contains(last) { word.removeLast() }
      return String(word)
    }.filter { word in
      let inside = word.dropFirst().dropLast()
      let isDate = word.allSatisfy { $0.isNumber || $0 == "-" }
      return !isDate && (word.contains { $0.isASCII && $0.isNumber } || inside.contains { "./@_:\\$=&|<>~".contains($0) })
    }
  }
}
