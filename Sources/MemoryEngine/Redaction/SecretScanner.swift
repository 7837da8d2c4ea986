/// Finds secrets in one pass over the words of a text: a secret begins with a word that its issuer made recognisable, or stands
/// behind a name that says what it is. Every look-ahead and look-back is bounded or never repeated, so the pass is linear.
struct SecretScanner {
  let view: ByteView
  private(set) var cuts: [Cut] = []
  /// Where the last cut ended: nothing before it is looked at again.
  private(set) var position = 0
  /// Command lines up to here have been read for passwords among their arguments.
  var commandEnd = 0
  /// No JSON web token begins before this: the run of its bytes has been read and was none.
  var webTokenSearchEnd = 0
  /// A value that was read up to here is too long to be read again for each name in it.
  var longValueEnd = 0
  /// The end of the next key block, where one has been looked for.
  var nextBlockEnd = 0..<0

  init(_ view: ByteView) { self.view = view }

  mutating func scan() {
    let count = view.count
    withUnsafeTemporaryAllocation(of: Bool.self, capacity: 256) { isWord in
      for byte in 0..<256 { isWord.initializeElement(at: byte, to: Byte.isWord(UInt8(byte))) }
      let bytes = view.bytes
      var index = 0
      while index < count {
        guard isWord[Int(bytes[index])] else {
          index += 1
          continue
        }
        let start = index
        repeat { index += 1 } while index < count && isWord[Int(bytes[index])]
        if index - start >= 12 || (index < count && bytes[index] != Byte.space) || index - start >= 3 {
          inspect(start..<index)
          index = max(index, position)
        }
      }
    }
  }

  /// Records that `range` is a secret. What a cut covers is not looked at again.
  mutating func cut(_ range: Range<Int>, _ kind: String) {
    guard !range.isEmpty, range.lowerBound >= position else { return }
    cuts.append(Cut(range: range, replacement: Redactor.marker(kind)))
    position = range.upperBound
  }

  private mutating func inspect(_ run: Range<Int>) {
    let word = afterEscape(run)
    guard !word.isEmpty else { return }
    let next = view[word.upperBound]
    if mayBeginToken(word, next), token(word) { return }
    if next == Byte.space || Byte.isLineEnd(next) || next == 0 {
      if phrase(word) { return }
    }
    switch next {
    case Byte.colon:
      if puttyKey(word) || url(word) || telegramToken(word) || passwordFileLine(word) { return }
    case Byte.openParenthesis:
      if dataSourceName(word) { return }
    case Byte.comma where view.isWord("base64", word) && view[word.lowerBound - 1] == Byte.semicolon:
      // The bytes of an image or a font: long, random, and nobody's secret.
      position = max(
        position, view.end(from: word.upperBound + 1) { Byte.isAlphanumeric($0) || $0 == Byte.plus || $0 == Byte.slash })
      return
    default: break
    }
    if mayNameAValue(word, next), let name = SecretName(view, lastWord: word) { assignment(name) }
  }

  /// A token is long, or its prefix ends at one of few bytes.
  @inline(__always)
  private func mayBeginToken(_ word: Range<Int>, _ next: UInt8) -> Bool {
    if word.count >= 12 { return true }
    switch next {
    case Byte.hyphen, Byte.tilde: return true
    case Byte.period:
      switch view.bytes[word.lowerBound] {
      case UInt8(ascii: "S"), UInt8(ascii: "h"), UInt8(ascii: "d"), UInt8(ascii: "y"), UInt8(ascii: "s"), UInt8(ascii: "x"),
        UInt8(ascii: "a"),
        UInt8(ascii: "e"), UInt8(ascii: "v"):
        return true
      default: return false
      }
    case Byte.slash:
      switch view.bytes[word.lowerBound] {
      case UInt8(ascii: "1"): return word.count == 1
      case UInt8(ascii: "s"), UInt8(ascii: "w"), UInt8(ascii: "t"): return word.count >= 8
      default: return false
      }
    default: return false
    }
  }

  /// Whether what stands behind `word` can set something; most words are followed by another one.
  @inline(__always)
  private func mayNameAValue(_ word: Range<Int>, _ next: UInt8) -> Bool {
    switch next {
    case Byte.equals, Byte.colon, Byte.quote, Byte.apostrophe, Byte.backtick, Byte.backslash, Byte.closeBracket,
      Byte.closeParenthesis,
      Byte.greater, Byte.ampersand, Byte.openParenthesis:
      return true
    case Byte.space, Byte.tab:
      switch view[word.upperBound + 1] {
      case Byte.equals, Byte.colon, Byte.space, Byte.tab, UInt8(ascii: "i"), UInt8(ascii: "s"): return true
      default: return view[word.lowerBound - 1] == Byte.hyphen || view.hasPrefix("ENV ", at: word.lowerBound - 4)
      }
    default: return false
    }
  }

  /// In JSON and source text a word can stand right behind an escape, `\nghp_…`: its letter is not the word's.
  private func afterEscape(_ run: Range<Int>) -> Range<Int> {
    guard view[run.lowerBound - 1] == Byte.backslash else { return run }
    switch view[run.lowerBound] {
    case UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"), UInt8(ascii: "b"), UInt8(ascii: "f"):
      return run.lowerBound + 1..<run.upperBound
    case UInt8(ascii: "u")
    where run.count >= 5 && view.end(from: run.lowerBound + 1, limit: run.lowerBound + 5, while: Byte.isHex) == run.lowerBound + 5:
      return run.lowerBound + 5..<run.upperBound
    default: return run
    }
  }

  /// Words that say something by what follows a space: header schemes, commands, a key's first line.
  private mutating func phrase(_ word: Range<Int>) -> Bool {
    switch view.bytes[word.lowerBound] | 0x20 {
    case UInt8(ascii: "b"):
      if view.isWord("begin", word), view[word.lowerBound - 1] == Byte.hyphen || view[word.lowerBound - 1] == Byte.space {
        return privateKeyBlock(word)
      }
      if view.isWord("bearer", word) || view.isWord("basic", word) { return credentials(after: word, isHeader: false) }
    case UInt8(ascii: "m") where view.isWord("machine", word): return netrcEntry(word)
    default: break
    }
    return commandArguments(word)
  }
}
