/// Shortens text to a number of tokens without cutting a word.
enum TextCut {
  /// The beginning of `text` that has at most `limit` tokens, ending with "…" where something is missing. Cuts at the end of a clause
  /// when one lies in the second half, else between words; in scripts without spaces between characters. Empty when not even
  /// the first word fits.
  static func fit(_ text: String, tokens limit: Int) -> String {
    // A token has at most six letters here, and a text of many times that is not worth counting.
    if text.utf8.count <= limit * 64, TokenEstimate.tokens(text) <= limit { return text }
    let ellipsis = 1
    var (end, clauseEnd) = (text.startIndex, text.startIndex)
    var used = 0
    var start = text.startIndex
    while start < text.endIndex {
      let piece = text[start..<endOfPiece(in: text, from: start)]
      start = piece.endIndex
      let tokens = TokenEstimate.tokens(piece)
      guard used + tokens + ellipsis <= limit else { break }
      used += tokens
      end = piece.endIndex
      if used > limit / 2, let last = piece.trimmingSpace().last, ",;:.!?—–、，；：。！？".contains(last) { clauseEnd = end }
    }
    var cut = text[..<(clauseEnd > text.startIndex ? clauseEnd : end)].trimmingSpace()
    while let last = cut.last, ",;:—–、，；：-(".contains(last) || last.isWhitespace { cut.removeLast() }
    return cut.isEmpty ? "" : cut + "…"
  }

  /// The end of the piece that begins at `start` and may not be cut: a word with the white space that follows it.
  private static func endOfPiece(in text: String, from start: String.Index) -> String.Index {
    var index = start
    while index < text.endIndex {
      let character = text[index]
      index = text.index(after: index)
      guard index < text.endIndex else { break }
      let next = text[index]
      if !next.isWhitespace, character.isWhitespace || isUnspaced(character) || isUnspaced(next), !"、，。！？；：」』）".contains(next) {
        return index
      }
    }
    return text.endIndex
  }

  /// A character of a script that puts no spaces between words: Han, kana, Thai, Lao, Khmer, Burmese.
  static func isUnspaced(_ character: Character) -> Bool {
    guard let value = character.unicodeScalars.first?.value, value >= 0x0E00 else { return false }
    switch value {
    case 0x0E00...0x0EFF, 0x1000...0x109F, 0x1780...0x17FF, 0x3000...0x30FF, 0x31F0...0x31FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
      0xF900...0xFAFF, 0xFF00...0xFF60, 0x20000...0x3FFFF:
      return true
    default: return false
    }
  }
}
