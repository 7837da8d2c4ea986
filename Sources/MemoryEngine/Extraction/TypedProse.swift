import Transcripts

/// Finds the sentences that a user typed in a prompt, among all that people put into one: logs, diffs, code, quotations, plans that
/// an agent wrote.
///
/// A phrase such as "always use" counts only in these. Prompts are full of other people's sentences, and a rule out of a pasted
/// linter message is a false memory with the user's name on it.
enum TypedProse {
  /// Bytes; more is a paste as a whole.
  private static let maximumPromptLength = 20_000
  /// Bytes of one line; nobody types a longer one without a break.
  private static let maximumLineLength = 700
  /// Of a longer text, only the first and the last lines are the user's: an instruction stands before or after what it is about.
  private static let maximumLines = 40
  private static let linesBesidePaste = 4

  static func sentences(in prompt: String) -> [TypedSentence] {
    let typed = TypedText.typed(in: prompt)
    guard !typed.isEmpty, typed.utf8.count <= maximumPromptLength else { return [] }
    var lines = PastedLines.typedLines(of: typed)
    if lines.count(where: { !$0.isBlank }) > maximumLines { keepEnds(of: &lines) }
    var sentences: [TypedSentence] = []
    for (number, paragraph) in paragraphs(of: lines).enumerated() {
      for unit in paragraph { sentences += self.sentences(of: unit, paragraph: number) }
    }
    return sentences
  }

  /// Blanks all but the first and the last paragraph, and these beyond `linesBesidePaste` lines. A paste without a blank line leaves its first
  /// line, and never its last: that is where a page puts what it wants an agent to do.
  private static func keepEnds(of lines: inout [PastedLines.Line]) {
    guard let first = lines.firstIndex(where: { !$0.isBlank }), let last = lines.lastIndex(where: { !$0.isBlank }) else { return }
    var head = first
    while head < last, head < first + linesBesidePaste, !lines[head].isBlank { head += 1 }
    if !lines[head].isBlank { head = first + 1 }
    var tail = last
    while tail > head, tail > last - linesBesidePaste, !lines[tail].isBlank { tail -= 1 }
    if !lines[tail].isBlank { tail = last }
    for index in lines.indices where index >= head && index <= tail { lines[index] = .blank }
  }

  private struct Unit {
    var text: String
    var isListItem: Bool
  }

  /// Lines joined where one was only wrapped; units of the text, by paragraph.
  private static func paragraphs(of lines: [PastedLines.Line]) -> [[Unit]] {
    var paragraphs: [[Unit]] = []
    var current: [Unit] = []
    for line in lines {
      guard case .typed(let text) = line, text.utf8.count <= maximumLineLength else {
        // A paste between two lines parts them; what was said before it may still be meant by what comes after.
        if line.isBlank, !current.isEmpty {
          paragraphs.append(current)
          current = []
        }
        continue
      }
      let (body, isListItem) = withoutListMarker(text)
      if let last = current.last, !isListItem, isWrapped(last.text, before: body) {
        current[current.count - 1].text += " " + body
      } else if !body.isEmpty {
        current.append(Unit(text: body, isListItem: isListItem))
      }
    }
    if !current.isEmpty { paragraphs.append(current) }
    return paragraphs
  }

  /// An editor breaks lines at 60 to 100 columns, and the next one goes on in lower case.
  private static func isWrapped(_ line: String, before next: String) -> Bool {
    guard line.count >= 55, let last = line.last, !".!?:;".contains(last), let first = next.first else { return false }
    return first.isLowercase
  }

  private static func withoutListMarker(_ line: String) -> (String, Bool) {
    let body = line.trimmingSpace()
    for marker in ["- [ ] ", "- [x] ", "- ", "* ", "+ ", "• ", "– "] where body.hasPrefix(marker) {
      return (String(body.dropFirst(marker.count)).trimmingSpace(), true)
    }
    let number = body.prefix { $0.isASCII && $0.isNumber }
    let rest = body.dropFirst(number.count)
    if (1...3).contains(number.count), let mark = rest.first, mark == "." || mark == ")", rest.dropFirst().first == " " {
      return (String(rest.dropFirst(2)).trimmingSpace(), true)
    }
    return (body, false)
  }

  private static func sentences(of unit: Unit, paragraph: Int) -> [TypedSentence] {
    let bytes = Array(unit.text.utf8)
    let masked = QuotationMask.masked(bytes)
    return Sentences.ranges(in: masked, 0..<masked.count).compactMap { range in
      let text = String(decoding: bytes[range], as: UTF8.self).trimmingSpace()
      let lower = QuotationMask.text(of: masked[range]).lowercased()
      let words = TypedSentence.words(of: lower)
      guard !words.isEmpty else { return nil }
      return TypedSentence(
        text: text, words: words, masked: lower.trimmingSpace(), isQuestion: TypedSentence.isQuestion(words), paragraph: paragraph,
        isListItem: unit.isListItem)
    }
  }
}
