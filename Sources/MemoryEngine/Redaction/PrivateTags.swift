/// Finds what stands between `<private>` and `</private>`, in any case, nested, with white space or attributes in the tag, and
/// escaped for HTML (`&lt;private&gt;`) or JSON (`\u003cprivate\u003e`, `<\/private>`).
///
/// Where it is not clear what was meant, more is taken out rather than less: an open tag without its end reaches to the end of
/// the text, and `<private/>` opens. Two cases are a mention and not a tag, where no closing tag stands anywhere after them: `<private>`
/// alone between backticks, and a type's argument, `Local<Private>`.
struct PrivateTags {
  private let view: ByteView
  private(set) var cuts: [Cut] = []
  /// The ranges between the tags of each passage.
  private(set) var contents: [Range<Int>] = []
  private(set) var spans = 0
  /// There is a private passage and nothing else but white space.
  private(set) var isWhole = false

  private struct Tag {
    var range: Range<Int>
    var isClosing: Bool
  }

  /// The last `>` has been passed: no further tag can end, which keeps a text of a million `<private ` linear.
  private var hasNoMoreEnds = false

  init(_ view: ByteView) { self.view = view }

  mutating func find() {
    let tags = allTags()
    guard !tags.isEmpty else { return }
    let lastClosing = tags.lastIndex { $0.isClosing } ?? -1
    var depth = 0
    var opening = 0..<0
    for (index, tag) in tags.enumerated() {
      if tag.isClosing {
        guard depth > 0 else {
          cut(tag.range)
          continue
        }
        depth -= 1
        if depth == 0 { takeOut(opening.lowerBound..<tag.range.upperBound, content: opening.upperBound..<tag.range.lowerBound) }
      } else {
        if depth == 0, index > lastClosing, isMention(tag.range) { continue }
        if depth == 0 { opening = tag.range }
        depth += 1
      }
    }
    if depth > 0 { takeOut(opening.lowerBound..<view.count, content: opening.upperBound..<view.count) }
    isWhole = spans > 0 && nothingElseStands()
  }

  private mutating func takeOut(_ range: Range<Int>, content: Range<Int>) {
    spans += 1
    contents.append(content)
    cut(range)
  }

  /// A passage that fills its lines goes with them; within a line a marker stays.
  private mutating func cut(_ range: Range<Int>) {
    let start = view.start(before: range.lowerBound, limit: cuts.last?.range.upperBound ?? 0, while: Byte.isBlank)
    let end = view.end(from: range.upperBound) { Byte.isBlank($0) || $0 == Byte.carriageReturn }
    if start == 0 || view[start - 1] == Byte.newline, end == view.count || view[end] == Byte.newline {
      cuts.append(Cut(range: start..<min(end + 1, view.count), replacement: ""))
    } else {
      cuts.append(Cut(range: range, replacement: Redactor.privateMarker))
    }
  }

  private func nothingElseStands() -> Bool {
    var position = 0
    for cut in cuts {
      guard view.end(from: position, limit: cut.range.lowerBound, while: Byte.isWhitespace) == cut.range.lowerBound else {
        return false
      }
      position = cut.range.upperBound
    }
    return view.end(from: position, while: Byte.isWhitespace) == view.count
  }

  private func isMention(_ range: Range<Int>) -> Bool {
    let before = view[range.lowerBound - 1]
    if before == Byte.backtick, view[range.upperBound] == Byte.backtick { return true }
    return Byte.isWord(before) && view.hasPrefix("<Private", at: range.lowerBound)
  }

  private mutating func allTags() -> [Tag] {
    var tags: [Tag] = []
    var index = ByteHints.nextTag(view.bytes, from: 0)
    while index < view.count {
      if let tag = tag(at: index) {
        tags.append(tag)
        index = tag.range.upperBound
      } else {
        index += 1
      }
      index = ByteHints.nextTag(view.bytes, from: index)
    }
    return tags
  }

  private mutating func tag(at start: Int) -> Tag? {
    guard var index = afterOpening(start) else { return nil }
    index = view.end(from: index, while: Byte.isWhitespace)
    var isClosing = false
    if let next = afterSlash(index) {
      isClosing = true
      index = view.end(from: next, while: Byte.isWhitespace)
    }
    guard view.hasPrefix(ignoringCase: "private", at: index) else { return nil }
    index += "private".utf8.count
    if let end = afterClosing(index) { return Tag(range: start..<end, isClosing: isClosing) }
    guard Byte.isWhitespace(view[index]) || afterSlash(index) != nil, !hasNoMoreEnds else { return nil }
    while index < view.count {
      if let end = afterClosing(index) { return Tag(range: start..<end, isClosing: isClosing) }
      index += 1
    }
    hasNoMoreEnds = true
    return nil
  }

  private func afterOpening(_ index: Int) -> Int? {
    switch view[index] {
    case Byte.less: return index + 1
    case Byte.ampersand: return view.hasPrefix(ignoringCase: "&lt;", at: index) ? index + 4 : nil
    default: return view[index + 1] == UInt8(ascii: "u") && view.hasPrefix(ignoringCase: "\\u003c", at: index) ? index + 6 : nil
    }
  }

  private func afterClosing(_ index: Int) -> Int? {
    if view[index] == Byte.greater { return index + 1 }
    if view.hasPrefix(ignoringCase: "&gt;", at: index) { return index + 4 }
    return view.hasPrefix(ignoringCase: "\\u003e", at: index) ? index + 6 : nil
  }

  private func afterSlash(_ index: Int) -> Int? {
    if view[index] == Byte.slash { return index + 1 }
    return view[index] == Byte.backslash && view[index + 1] == Byte.slash ? index + 2 : nil
  }
}
