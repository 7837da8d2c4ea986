extension TierWriter {
  /// The content itself where it has at most `overviewLimit` tokens; else its headings, the first sentences of its paragraphs and list
  /// items, sentences with key words, and what else there is room for, each in its place.
  package static func overview(of content: String) -> String { overview(of: content, limit: overviewLimit) }

  static func overview(of content: String, limit: Int) -> String {
    if TokenEstimate.tokens(content) <= limit { return content.trimmingSpace() }
    let pieces = pieces(of: content)
    var chosen: [Int] = []
    var used = 0
    // The more telling ones first, until the limit.
    for rank in 0...lowestRank where used < limit {
      for (index, piece) in pieces.enumerated() where piece.rank == rank && used + piece.tokens <= limit {
        used += piece.tokens
        chosen.append(index)
      }
    }
    var overview = ""
    var last: Int?
    for index in chosen.sorted() {
      // Sentences that stood side by side still do.
      if let last { overview += last + 1 == index && pieces[index].follows ? " " : "\n" }
      overview += pieces[index].text
      last = index
    }
    return overview.isEmpty ? abstract(of: content) : overview
  }

  private struct Piece {
    var text: String
    /// 0 tells most.
    var rank: Int
    var tokens: Int
    /// Belongs to the same paragraph as the piece before.
    var follows: Bool
  }

  private static let lowestRank = 5
  /// Tokens of one piece, so that a single endless sentence does not take it all.
  private static let pieceLimit = 120
  /// Sentences of one paragraph that are looked at; a paragraph with more is no prose.
  private static let sentencesOfParagraph = 200

  private static func pieces(of content: String) -> [Piece] {
    var pieces: [Piece] = []
    func add(_ text: String, prefix: String = "", rank: Int, follows: Bool = false) {
      let fitted = TextCut.fit(text, tokens: pieceLimit)
      guard !fitted.isEmpty else { return }
      let line = prefix + fitted
      pieces.append(Piece(text: line, rank: rank, tokens: TokenEstimate.tokens(line) + 1, follows: follows))
    }
    var isFirstOfSection = true
    for block in MarkdownBlock.blocks(of: content) {
      switch block {
      case .heading(let level, let text):
        add(MarkdownBlock.plain(text), prefix: String(repeating: "#", count: level) + " ", rank: level <= 2 ? 0 : 1)
        isFirstOfSection = true
      case .paragraph(let text):
        for (index, sentence) in sentences(of: MarkdownBlock.plain(text)).enumerated() {
          let rank = isFirstOfSection ? 1 : hasKeyWord(sentence) ? 2 : index == 0 ? 3 : 5
          add(sentence, rank: rank, follows: index > 0)
          isFirstOfSection = false
        }
      case .listItem(let depth, let text):
        let sentence = Sentences.first(of: MarkdownBlock.plain(text))
        let indent = String(repeating: "  ", count: min(depth, 4))
        add(sentence, prefix: indent + "- ", rank: hasKeyWord(sentence) ? 2 : depth == 0 ? 3 : 4)
      case .code(let language, let code):
        let line = codeLine(of: [.code(language: language, lines: code)])
        if !line.isEmpty { add(line, rank: 4) }
      case .tableRow(let row):
        add(cells(of: row), prefix: "- ", rank: 4)
      }
    }
    return pieces
  }

  private static func sentences(of text: String) -> [String] {
    let bytes = Array(text.utf8)
    let ranges = Sentences.ranges(in: bytes, 0..<bytes.count).prefix(sentencesOfParagraph)
    return ranges.map { String(decoding: bytes[$0], as: UTF8.self).trimmingSpace() }
  }

  /// Words that mark a sentence which tells more than its neighbours, in lower case.
  private static let keyWords: [[UInt8]] = [
    "must", "never", "always", "important", "because", "decided", "decision", "root cause", "caused by", "fixed", "therefore",
    "warning", "instead", "note:", "todo", "breaking", "required",
  ].map { Array($0.utf8) }

  private static func hasKeyWord(_ sentence: String) -> Bool {
    let bytes = sentence.utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
    var isWordStart = true
    for (index, byte) in bytes.enumerated() {
      if isWordStart, keyWords.contains(where: { $0[0] == byte && bytes[index...].starts(with: $0) }) { return true }
      isWordStart = byte <= 0x20 || byte == UInt8(ascii: "(")
    }
    return false
  }
}
