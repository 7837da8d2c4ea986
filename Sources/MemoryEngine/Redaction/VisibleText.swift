/// A text without the characters that show nothing (zero-width and direction marks, soft hyphens, terminal colours), and the way
/// back to the places in the text as it was. They are what hides a key from a search and not from the person who copies it.
struct VisibleText {
  /// For each run that was left out: where it stood in the visible text, and how many bytes are left out up to there.
  private var runs: [(visible: Int, omitted: Int)] = []

  /// Calls `body` with the visible bytes of `bytes`, which are `bytes` themselves for most texts.
  static func with<Result>(
    _ bytes: UnsafeBufferPointer<UInt8>, hasInvisible: Bool, _ body: (ByteView, VisibleText) -> Result
  ) -> Result {
    guard hasInvisible, let first = firstInvisible(bytes, from: 0) else { return body(ByteView(bytes), VisibleText()) }
    var text = VisibleText()
    var visible: [UInt8] = []
    visible.reserveCapacity(bytes.count)
    var position = 0
    var next: (start: Int, length: Int)? = first
    while let (start, length) = next {
      visible.append(contentsOf: bytes[position..<start])
      position = start + length
      text.runs.append((visible.count, position - visible.count))
      next = firstInvisible(bytes, from: position)
    }
    visible.append(contentsOf: bytes[position...])
    return visible.withUnsafeBufferPointer { body(ByteView($0), text) }
  }

  func map(_ cuts: [Cut]) -> [Cut] {
    runs.isEmpty ? cuts : cuts.map { Cut(range: range($0.range), replacement: $0.replacement) }
  }

  /// What is left out before the range stays outside of it, what is left out within or right after its last byte goes with it.
  func range(_ range: Range<Int>) -> Range<Int> {
    guard !runs.isEmpty else { return range }
    let upper = range.upperBound + omitted(upTo: range.upperBound)
    return min(range.lowerBound + omitted(upTo: range.lowerBound), upper)..<upper
  }

  private func omitted(upTo index: Int) -> Int {
    var (low, high) = (0, runs.count)
    while low < high {
      let middle = (low + high) / 2
      if runs[middle].visible <= index { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? 0 : runs[low - 1].omitted
  }

  private static func firstInvisible(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> (start: Int, length: Int)? {
    let view = ByteView(bytes)
    var index = ByteHints.nextInvisible(bytes, from: start)
    while index < view.count {
      let length = invisibleLength(view, index)
      if length > 0 { return (index, length) }
      index = ByteHints.nextInvisible(bytes, from: index + 1)
    }
    return nil
  }

  /// How many bytes the invisible character at `index` has; 0 for every other character.
  private static func invisibleLength(_ view: ByteView, _ index: Int) -> Int {
    switch (view[index], view[index + 1], view[index + 2]) {
    case (0xC2, 0xAD, _), (0xCD, 0x8F, _): 2  // soft hyphen, combining grapheme joiner
    case (0xE1, 0xA0, 0x8E): 3  // Mongolian vowel separator
    case (0xE2, 0x80, 0x8B...0x8F), (0xE2, 0x80, 0xAA...0xAE): 3  // zero-width space and joiners, direction marks
    case (0xE2, 0x81, 0xA0...0xAF): 3  // word joiner, isolates
    case (0xEF, 0xB8, 0x80...0x8F), (0xEF, 0xBB, 0xBF): 3  // variation selectors, byte order mark
    case (0xF3, 0xA0, 0x80...0x87): view[index + 3] & 0xC0 == 0x80 ? 4 : 0  // tags, further variation selectors
    case (0x1B, UInt8(ascii: "["), _): controlSequenceLength(view, index)
    default: 0
    }
  }

  /// ECMA-48: parameters, then one letter; 32 bytes are more than any terminal program writes.
  private static func controlSequenceLength(_ view: ByteView, _ index: Int) -> Int {
    let end = view.end(from: index + 2, limit: index + 34) { Byte.isDigit($0) || $0 == Byte.semicolon || $0 == Byte.colon }
    return Byte.isLetter(view[end]) ? end + 1 - index : 0
  }
}
