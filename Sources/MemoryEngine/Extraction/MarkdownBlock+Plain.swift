extension MarkdownBlock {
  /// The words of Markdown without its marks: no emphasis, back ticks, links' addresses, images, HTML tags; white space is single.
  static func plain(_ text: String) -> String {
    let bytes = Array(text.utf8)
    var stripper = MarkStripper(bytes: bytes)
    return stripper.run()
  }
}

/// Copies text without the marks of Markdown. Every mark is ASCII, so that it works on bytes.
private struct MarkStripper {
  let bytes: [UInt8]
  private var result: [UInt8] = []
  private var position = 0
  private var endsInSpace = true

  init(bytes: [UInt8]) {
    self.bytes = bytes
    result.reserveCapacity(bytes.count)
  }

  mutating func run() -> String {
    while position < bytes.count { step() }
    if result.last == 0x20 { result.removeLast() }
    return String(decoding: result, as: UTF8.self)
  }

  private func byte(_ index: Int) -> UInt8 { index >= 0 && index < bytes.count ? bytes[index] : 0x20 }

  private mutating func put(_ byte: UInt8) {
    if byte <= 0x20 {
      if !endsInSpace { result.append(0x20) }
      endsInSpace = true
    } else {
      result.append(byte)
      endsInSpace = false
    }
  }

  private mutating func step() {
    let byte = bytes[position]
    switch byte {
    case UInt8(ascii: "`"): position += 1
    case UInt8(ascii: "!") where self.byte(position + 1) == UInt8(ascii: "["): position += 1
    case UInt8(ascii: "["):
      guard let link = link(at: position) else { return keep() }
      for inner in bytes[link.text] where inner != UInt8(ascii: "`") && inner != UInt8(ascii: "*") { put(inner) }
      position = link.end
    case UInt8(ascii: "*"), UInt8(ascii: "~"), UInt8(ascii: "_"): emphasis(byte)
    case UInt8(ascii: "<"):
      guard let end = endOfMarkup(at: position) else { return keep() }
      position = end
    case UInt8(ascii: "\\") where isPunctuation(self.byte(position + 1)):
      position += 1
      keep()
    // Separators of lines that are no ASCII: U+0085, U+2028, U+2029.
    case 0xC2 where self.byte(position + 1) == 0x85:
      put(0x20)
      position += 2
    case 0xE2 where self.byte(position + 1) == 0x80 && (0xA8...0xA9).contains(self.byte(position + 2)):
      put(0x20)
      position += 3
    default: keep()
    }
  }

  private mutating func keep() {
    put(bytes[position])
    position += 1
  }

  /// A mark of emphasis touches a word; between spaces an asterisk is multiplication, inside a word an underscore is a letter.
  private mutating func emphasis(_ mark: UInt8) {
    var end = position
    while byte(end) == mark, end < bytes.count { end += 1 }
    let (before, after) = (byte(position - 1), byte(end))
    let isBetweenSpaces = before <= 0x20 && after <= 0x20
    let isInWord = isWord(before) && isWord(after)
    let stays: Bool =
      switch mark {
      case UInt8(ascii: "*"): isBetweenSpaces || (isInWord && end - position == 1)
      case UInt8(ascii: "~"): end - position != 2 || isBetweenSpaces
      default: isBetweenSpaces || isInWord || before == UInt8(ascii: "(") || after == UInt8(ascii: "(")
      }
    if stays { for _ in position..<end { put(mark) } }
    position = end
  }

  private func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
    default: byte >= 0x80
    }
  }

  private func isPunctuation(_ byte: UInt8) -> Bool { (0x21...0x7E).contains(byte) && !isWord(byte) }

  /// `[text](address)`
  private func link(at start: Int) -> (text: Range<Int>, end: Int)? {
    guard let close = bytes[start..<min(start + 400, bytes.count)].firstIndex(of: UInt8(ascii: "]")),
      byte(close + 1) == UInt8(ascii: "("),
      let end = bytes[close..<min(close + 600, bytes.count)].firstIndex(of: UInt8(ascii: ")"))
    else { return nil }
    return ((start + 1)..<close, end + 1)
  }

  /// The tags of HTML that people write in Markdown; any other `<word>` is a placeholder or a type's parameter.
  private static let markup: Set<String> = [
    "b", "i", "em", "strong", "code", "br", "p", "div", "span", "a", "img", "sub", "sup", "details", "summary", "kbd", "ul", "li",
    "ol", "hr", "table", "tr", "td", "th", "pre", "u", "center", "h1", "h2", "h3",
  ]

  private func endOfMarkup(at start: Int) -> Int? {
    var nameStart = start + 1
    if byte(nameStart) == UInt8(ascii: "/") { nameStart += 1 }
    var nameEnd = nameStart
    while nameEnd < bytes.count, nameEnd - nameStart < 10, byte(nameEnd) < 0x80, isWord(byte(nameEnd)) { nameEnd += 1 }
    guard nameEnd > nameStart, let end = bytes[start..<min(start + 120, bytes.count)].firstIndex(of: UInt8(ascii: ">")),
      Self.markup.contains(String(decoding: bytes[nameStart..<nameEnd], as: UTF8.self).lowercased())
    else { return nil }
    return end + 1
  }
}

extension Character {
  var isLetterOrNumber: Bool { isLetter || isNumber }
}
