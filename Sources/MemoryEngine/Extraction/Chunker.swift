/// Cuts a long content into passages for the search index.
package enum Chunker {
  /// Tokens of a passage: a paragraph or two, enough to be understood alone and little enough to be about one thing.
  package static let passageLimit = 200

  /// The passages in order. Joined they are `content`, byte for byte. Borders lie between paragraphs and around code blocks where possible,
  /// else between lines, sentences, words, and at last characters: never inside a grapheme cluster. A passage has at most
  /// `limit` tokens by `TokenEstimate`, and fits the embedder's window, unless a single grapheme cluster has more.
  package static func passages(of content: String, limit: Int = passageLimit) -> [Substring] {
    guard !content.isEmpty else { return [] }
    if TokenEstimate.tokens(content) <= limit { return fitted(content[...], in: content) }
    return packed(blocks(of: content[...]), limit: limit, in: content).flatMap { fitted($0, in: content) }
  }

  /// The estimate knows today's large vocabularies. The built-in embedder's is small and English: Greek and Hebrew fall apart into
  /// letters there, and so do numbers. What it could not read to its end is halved.
  private static func fitted(_ passage: Substring, in content: String) -> [Substring] {
    if PassageWindow.holds(passage) { return [passage] }
    let halves = packed(blocks(of: passage), limit: (TokenEstimate.tokens(passage) + 1) / 2, in: content)
    return halves.count == 1 ? halves : halves.flatMap { fitted($0, in: content) }
  }

  /// The passages as the index takes them: without the white space around them, and none that is blank.
  static func chunks(of content: String) -> [String] {
    passages(of: content).map { $0.trimmingSpace() }.filter { !$0.isEmpty }
  }

  /// Joins neighbours while they fit, and cuts what is too long by the next finer border.
  private static func packed(_ pieces: [Piece], limit: Int, in content: String) -> [Substring] {
    var result: [Substring] = []
    var open: Substring?
    var used = 0
    func close() {
      if let open { result.append(open) }
      open = nil
      used = 0
    }
    for piece in pieces {
      let tokens = TokenEstimate.tokens(piece.text)
      if tokens > limit, piece.grain != .character {
        close()
        result += packed(finer(piece), limit: limit, in: content)
        continue
      }
      // A heading opens a passage, unless the one before it is short.
      if used + tokens > limit || (piece.isHeading && used > limit / 4) { close() }
      open = open.map { content[$0.startIndex..<piece.text.endIndex] } ?? piece.text
      used += tokens
    }
    close()
    return result
  }

  private struct Piece {
    var text: Substring
    var grain: Grain
    var isHeading = false
  }

  private enum Grain { case block, line, sentence, word, character }

  private static func finer(_ piece: Piece) -> [Piece] {
    switch piece.grain {
    case .block: lines(of: piece.text).map { Piece(text: $0, grain: .line) }
    case .line: sentences(of: piece.text).map { Piece(text: $0, grain: .sentence) }
    case .sentence: words(of: piece.text).map { Piece(text: $0, grain: .word) }
    case .word, .character:
      piece.text.indices.map { Piece(text: piece.text[$0..<piece.text.index(after: $0)], grain: .character) }
    }
  }

  /// Paragraphs with the blank lines behind them; a fenced block is one piece.
  private static func blocks(of text: Substring) -> [Piece] {
    var result: [Piece] = []
    var start = text.startIndex
    var fence: String?
    var wasBlank = false
    var isHeading = false
    func end(at index: Substring.Index) {
      if start < index { result.append(Piece(text: text[start..<index], grain: .block, isHeading: isHeading)) }
      start = index
      isHeading = false
    }
    for line in lines(of: text) {
      let body = line.trimmingSpace()
      if let open = fence {
        if body == open {
          fence = nil
          wasBlank = true
        }
        continue
      }
      if body.isEmpty {
        wasBlank = true
        continue
      }
      let isFence = body.hasPrefix("```") || body.hasPrefix("~~~")
      let opensSection = body.hasPrefix("#") && body.drop { $0 == "#" }.first == " "
      if wasBlank || isFence || opensSection { end(at: line.startIndex) }
      if isFence { fence = String(body.prefix { $0 == body.first }) }
      if opensSection { isHeading = true }
      wasBlank = false
    }
    end(at: text.endIndex)
    return result
  }

  /// Lines with their line feeds; behind one a grapheme cluster always ends.
  private static func lines(of text: Substring) -> [Substring] {
    var result: [Substring] = []
    var start = text.startIndex
    while let newline = text.utf8[start...].firstIndex(of: 0x0A) {
      let end = text.utf8.index(after: newline)
      result.append(text[start..<end])
      start = end
    }
    if start < text.endIndex { result.append(text[start...]) }
    return result
  }

  private static func sentences(of text: Substring) -> [Substring] {
    let bytes = Array(text.utf8)
    let ends = Sentences.ranges(in: bytes, 0..<bytes.count).map(\.upperBound)
    return cut(text, atBytes: ends)
  }

  private static func words(of text: Substring) -> [Substring] {
    var result: [Substring] = []
    var start = text.startIndex
    for index in text.indices where text[index].isWhitespace || TextCut.isUnspaced(text[index]) {
      let end = text.index(after: index)
      result.append(text[start..<end])
      start = end
    }
    if start < text.endIndex { result.append(text[start...]) }
    return result
  }

  /// Cuts at those of the offsets that lie between grapheme clusters: a combining mark may follow a space.
  private static func cut(_ text: Substring, atBytes offsets: [Int]) -> [Substring] {
    var result: [Substring] = []
    var start = text.startIndex
    for offset in offsets {
      let index = text.utf8.index(text.utf8.startIndex, offsetBy: offset)
      guard index > start, index < text.endIndex, String.Index(index, within: text) != nil else { continue }
      result.append(text[start..<index])
      start = index
    }
    if start < text.endIndex { result.append(text[start...]) }
    return result
  }
}
