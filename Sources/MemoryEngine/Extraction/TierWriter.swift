/// Makes a memory's L0 and L1 from its content by rules, where no model does.
package enum TierWriter {
  /// Tokens of an L0: one line that tells whether the rest is worth reading.
  package static let abstractLimit = 100
  /// Tokens of an L1.
  package static let overviewLimit = 2000

  // MARK: L0

  /// One line of at most `abstractLimit` tokens: the title and the first sentence, or the first sentence alone. Marks of Markdown
  /// are gone, no word is cut, and it is never empty.
  package static func abstract(of content: String, title: String? = nil) -> String {
    let blocks = MarkdownBlock.blocks(of: beginning(of: content))
    var name = title.map { MarkdownBlock.plain($0) } ?? ""
    if name.isEmpty, case .heading(_, let text)? = blocks.first { name = MarkdownBlock.plain(text) }
    var sentence = firstSentence(of: blocks)
    if sentence.isEmpty { sentence = codeLine(of: blocks) }
    let line: String
    if name.isEmpty || startsAlike(sentence, name) {
      line = sentence
    } else if sentence.isEmpty || startsAlike(name, sentence) {
      line = name
    } else {
      let border = name.last.map { ".:!?。：！？".contains($0) } == true ? " " : ": "
      line = name + border + sentence
    }
    let fitted = TextCut.fit(line, tokens: abstractLimit)
    return fitted.isEmpty ? description(of: content) : fitted
  }

  /// As much of a content as its first sentence can be in.
  private static func beginning(of content: String) -> String {
    let reach = 32_768
    return content.utf8.count <= reach ? content : String(decoding: content.utf8.prefix(reach), as: UTF8.self)
  }

  private static func startsAlike(_ text: String, _ beginning: String) -> Bool {
    !beginning.isEmpty && text.lowercased().hasPrefix(beginning.lowercased())
  }

  /// Of the first block with words. A paragraph that only introduces a list ("We agreed:") takes the first items with it.
  private static func firstSentence(of blocks: [MarkdownBlock]) -> String {
    for (index, block) in blocks.enumerated() {
      switch block {
      case .heading, .code: continue
      case .paragraph(let text):
        let plain = MarkdownBlock.plain(text)
        guard plain.contains(where: \.isLetterOrNumber) else { continue }
        let sentence = Sentences.first(of: plain)
        guard sentence == plain, plain.hasSuffix(":") || plain.hasSuffix("：") else { return sentence }
        let items = items(in: blocks[(index + 1)...])
        return items.isEmpty ? sentence : sentence + " " + items.joined(separator: "; ")
      case .listItem:
        return items(in: blocks[index...]).joined(separator: "; ")
      case .tableRow(let row):
        return cells(of: row)
      }
    }
    return ""
  }

  /// The first sentences of the list items that stand first, as many as an abstract may hold.
  private static func items(in blocks: ArraySlice<MarkdownBlock>) -> [String] {
    var result: [String] = []
    var tokens = 0
    for case .listItem(_, let text) in blocks.prefix(while: { if case .listItem = $0 { true } else { false } }) {
      var sentence = Sentences.first(of: MarkdownBlock.plain(text))
      if sentence.hasSuffix(".") { sentence.removeLast() }
      guard !sentence.isEmpty else { continue }
      tokens += TokenEstimate.tokens(sentence) + 1
      if tokens > abstractLimit * 2 / 3, !result.isEmpty { break }
      result.append(sentence)
    }
    return result
  }

  static func cells(of row: String) -> String {
    row.split(separator: "|").map { MarkdownBlock.plain(String($0)) }.filter { !$0.isEmpty }.joined(separator: ", ")
  }

  /// For content that is nothing but code: its comment or its first declaration.
  static func codeLine(of blocks: [MarkdownBlock]) -> String {
    for case .code(let language, let lines) in blocks {
      let texts = lines.map { $0.trimmingSpace() }.filter { $0.contains(where: \.isLetterOrNumber) }
      guard let first = texts.first(where: { !isPreamble($0) }) ?? texts.first else { continue }
      let label = language.isEmpty ? "Code" : "Code (\(language))"
      return label + ": " + first.split(separator: " ").joined(separator: " ")
    }
    return ""
  }

  /// A line that opens most files of its kind and says nothing of this one.
  private static func isPreamble(_ line: String) -> Bool {
    ["#!", "import ", "#include", "package ", "using ", "from ", "<?", "\"use ", "'use ", "module "].contains { line.hasPrefix($0) }
  }

  /// For content without a line that could be shown: one endless word, or signs alone.
  private static func description(of content: String) -> String {
    let trimmed = content.trimmingSpace()
    let lines = trimmed.split(whereSeparator: \.isNewline).count
    return lines > 1 ? "Text of \(lines) lines, \(trimmed.count) characters" : "Text of \(trimmed.count) characters"
  }
}
