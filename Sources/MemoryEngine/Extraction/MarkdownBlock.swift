/// A piece of a text that stands on its own: a heading, a paragraph, a list item, code, a table.
enum MarkdownBlock: Equatable {
  case heading(level: Int, text: String)
  case paragraph(String)
  case listItem(depth: Int, text: String)
  case code(language: String, lines: [String])
  case tableRow(String)

  /// The blocks of any text; what is no Markdown is paragraphs. Front matter, rules and blank lines are dropped.
  static func blocks(of text: String) -> [MarkdownBlock] {
    var parser = Parser()
    for line in text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false) { parser.add(Substring(line)) }
    parser.endParagraph()
    parser.endCode()
    return parser.blocks
  }

  private struct Parser {
    var blocks: [MarkdownBlock] = []
    var paragraph: [String] = []
    var code: (fence: String, language: String, lines: [String])?
    var isFrontMatter = false
    var lineNumber = 0

    mutating func endParagraph() {
      if !paragraph.isEmpty { blocks.append(.paragraph(paragraph.joined(separator: " "))) }
      paragraph = []
    }

    mutating func endCode() {
      if let code { blocks.append(.code(language: code.language, lines: code.lines)) }
      code = nil
    }

    mutating func add(_ line: Substring) {
      defer { lineNumber += 1 }
      let body = line.trimmingSpace()
      if code != nil {
        if body == code?.fence { endCode() } else { code?.lines.append(String(line)) }
        return
      }
      if lineNumber == 0, body == "---" {
        isFrontMatter = true
        return
      }
      if isFrontMatter {
        if body == "---" { isFrontMatter = false }
        return
      }
      if body.hasPrefix("```") || body.hasPrefix("~~~") {
        endParagraph()
        let fence = body.prefix { $0 == body.first }
        let language = body.dropFirst(fence.count).trimmingSpace()
        code = (String(fence), language.split(separator: " ").first.map(String.init) ?? "", [])
        return
      }
      if body.isEmpty || isRule(body) { return endParagraph() }
      if line.hasPrefix("    ") || line.hasPrefix("\t"), paragraph.isEmpty, !isListLike(body), !followsListItem {
        if case .code("", let lines)? = blocks.last {
          blocks[blocks.count - 1] = .code(language: "", lines: lines + [String(line)])
        } else {
          blocks.append(.code(language: "", lines: [String(line)]))
        }
        return
      }
      let marks = body.prefix { $0 == "#" }.count
      if (1...6).contains(marks), body.dropFirst(marks).first == " " {
        endParagraph()
        var text = body.dropFirst(marks).trimmingSpace()
        while text.hasSuffix("#") { text.removeLast() }
        return blocks.append(.heading(level: marks, text: text.trimmingSpace()))
      }
      if body.hasPrefix("|"), body.count > 2 {
        endParagraph()
        if !body.allSatisfy({ "|-: ".contains($0) }) { blocks.append(.tableRow(body)) }
        return
      }
      if let item = MarkdownBlock.listItem(body) {
        endParagraph()
        let depth = line.prefix { $0 == " " || $0 == "\t" }.count / 2
        return blocks.append(.listItem(depth: depth, text: item))
      }
      // A line that goes on from a list item belongs to it.
      if paragraph.isEmpty, line.first == " ", case .listItem(let depth, let text)? = blocks.last {
        blocks[blocks.count - 1] = .listItem(depth: depth, text: text + " " + body)
        return
      }
      paragraph.append(body.hasPrefix("> ") ? String(body.dropFirst(2)) : body)
    }

    private var followsListItem: Bool { if case .listItem? = blocks.last { true } else { false } }
    private func isRule(_ body: String) -> Bool { body.count >= 3 && body.allSatisfy { "-*_= ".contains($0) } }
    private func isListLike(_ body: String) -> Bool { MarkdownBlock.listItem(body) != nil }
  }

  /// The text of a list item's line, nil for any other line.
  static func listItem(_ body: String) -> String? {
    for mark in ["- [ ] ", "- [x] ", "- ", "* ", "+ ", "• "] where body.hasPrefix(mark) {
      return body.dropFirst(mark.count).trimmingSpace()
    }
    let number = body.prefix { $0.isASCII && $0.isNumber }
    let rest = body.dropFirst(number.count)
    guard (1...3).contains(number.count), let mark = rest.first, mark == "." || mark == ")", rest.dropFirst().first == " " else {
      return nil
    }
    return rest.dropFirst(2).trimmingSpace()
  }
}
