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
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) { parser.add(line) }
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

  /// The words of Markdown without its marks: no emphasis, back ticks, links' addresses, images, HTML tags; white space is single.
  static func plain(_ text: String) -> String {
    let characters = Array(text)
    var result = ""
    var position = 0
    var isSpaced = true
    func put(_ character: Character) {
      if character.isWhitespace {
        if !isSpaced { result.append(" ") }
        isSpaced = true
      } else {
        result.append(character)
        isSpaced = false
      }
    }
    while position < characters.count {
      let character = characters[position]
      let next = position + 1 < characters.count ? characters[position + 1] : " "
      switch character {
      case "`", "\u{0}": break
      case "!" where next == "[": break
      case "[":
        if let link = linkText(characters, at: position) {
          for inner in link.text where inner != "`" && inner != "*" { put(inner) }
          position = link.end
          continue
        }
        put(character)
      case "*", "~":
        // A mark of emphasis touches a word; an asterisk between spaces is multiplication.
        let run = characters[position...].prefix { $0 == character }.count
        let after = position + run < characters.count ? characters[position + run] : " "
        let before = position > 0 ? characters[position - 1] : " "
        let isMark = character == "*" ? !(before.isWhitespace && after.isWhitespace) : run == 2
        if !isMark || (before.isLetterOrNumber && after.isLetterOrNumber && run == 1) {
          for _ in 0..<run { put(character) }
        }
        position += run
        continue
      case "_":
        let before = position > 0 ? characters[position - 1] : " "
        let run = characters[position...].prefix { $0 == "_" }.count
        let after = position + run < characters.count ? characters[position + run] : " "
        if before.isLetterOrNumber && after.isLetterOrNumber || before.isWhitespace && after.isWhitespace || before == "("
          || after == "("
        {
          for _ in 0..<run { put("_") }
        }
        position += run
        continue
      case "<":
        if next.isLetter || next == "/", let end = characters[position...].prefix(80).firstIndex(of: ">"),
          isMarkup(characters[(position + 1)..<end])
        {
          position = end + 1
          continue
        }
        put(character)
      case "\\" where next.isPunctuation || next.isSymbol:
        put(next)
        position += 1
      default: put(character)
      }
      position += 1
    }
    return result.trimmingSpace()
  }

  /// The tags of HTML that people write in Markdown; any other `<word>` is a placeholder or a type's parameter.
  private static let markup: Set<String> = [
    "b", "i", "em", "strong", "code", "br", "p", "div", "span", "a", "img", "sub", "sup", "details", "summary", "kbd", "ul", "li",
    "ol", "hr",
    "table", "tr", "td", "th", "pre", "u", "center", "h1", "h2", "h3",
  ]

  private static func isMarkup(_ inside: ArraySlice<Character>) -> Bool {
    let name = String(inside.drop { $0 == "/" }.prefix { $0.isLetterOrNumber }).lowercased()
    return markup.contains(name)
  }

  /// `[text](address)` at a place.
  private static func linkText(_ characters: [Character], at start: Int) -> (text: ArraySlice<Character>, end: Int)? {
    guard let close = characters[start...].prefix(300).firstIndex(of: "]"), close + 1 < characters.count,
      characters[close + 1] == "(",
      let end = characters[(close + 1)...].prefix(500).firstIndex(of: ")")
    else { return nil }
    return (characters[(start + 1)..<close], end + 1)
  }
}

extension Character {
  var isLetterOrNumber: Bool { isLetter || isNumber }
}
