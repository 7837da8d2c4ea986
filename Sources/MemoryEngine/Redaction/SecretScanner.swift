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
    if word.count >= 12 || next == Byte.hyphen || next == Byte.period || next == Byte.tilde || next == Byte.slash {
      if token(word) { return }
    }
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
      position = max(position, view.end(from: word.upperBound + 1) { Byte.isAlphanumeric($0) || $0 == Byte.plus || $0 == Byte.slash })
      return
    default: break
    }
    if let name = SecretName(view, lastWord: word) { assignment(name) }
  }

  /// In JSON and source text a word can stand right behind an escape, `\nghp_…`: its letter is not the word's.
  private func afterEscape(_ run: Range<Int>) -> Range<Int> {
    guard view[run.lowerBound - 1] == Byte.backslash else { return run }
    switch view[run.lowerBound] {
    case UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"), UInt8(ascii: "b"), UInt8(ascii: "f"):
      return run.lowerBound + 1..<run.upperBound
    case UInt8(ascii: "u") where run.count >= 5 && view.end(from: run.lowerBound + 1, limit: run.lowerBound + 5, while: Byte.isHex) == run.lowerBound + 5:
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
