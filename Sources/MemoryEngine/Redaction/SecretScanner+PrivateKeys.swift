extension SecretScanner {
  /// A PEM, OpenSSH or PGP private key, from its `-----BEGIN` to its `-----END`. A key without an end reaches to the end of the text:
  /// what was cut off is not known. The line alone, as in prose or code that looks for it, is no key.
  mutating func privateKeyBlock(_ begin: Range<Int>) -> Bool {
    let label = view.end(from: begin.upperBound, limit: begin.upperBound + 64) {
      Byte.isUpper($0) || Byte.isDigit($0) || $0 == Byte.space
    }
    guard view[label] == Byte.hyphen || view[label - 1] == Byte.space,
      (begin.upperBound..<label).contains(where: { view.hasPrefix("PRIVATE KEY", at: $0) })
    else { return false }
    let body = view.end(from: label, limit: label + 8) { $0 == Byte.hyphen }
    guard body - label >= 4 else { return false }
    let start = view.start(before: begin.lowerBound, limit: max(position, begin.lowerBound - 8)) {
      $0 == Byte.hyphen || $0 == Byte.space
    }
    let dashes = view.end(from: start, limit: begin.lowerBound, while: { $0 == Byte.space })

    if let end = blockEnd(from: body) {
      // The dashes of an END line may be those of the BEGIN line before it.
      guard hasKeyBytes(body..<max(body, end.lowerBound), longerThan: 7) else { return false }
      cut(dashes..<end.upperBound, "private-key")
      return true
    }
    guard beginsWithKeyBytes(body) else { return false }
    cut(dashes..<view.count, "private-key")
    return true
  }

  /// The range of the `END` line that follows. Found once for all blocks before it: a text of a million beginnings stays linear.
  private mutating func blockEnd(from start: Int) -> Range<Int>? {
    if start >= nextBlockEnd.lowerBound {
      var index = start
      nextBlockEnd = view.count..<view.count
      while index < view.count {
        if view.bytes[index] == UInt8(ascii: "E"), view.hasPrefix("END ", at: index),
          view[index - 1] == Byte.hyphen || view[index - 1] == Byte.space
        {
          let label = view.end(from: index, limit: index + 64) { Byte.isUpper($0) || Byte.isDigit($0) || $0 == Byte.space }
          let end = view.end(from: label, limit: label + 8) { $0 == Byte.hyphen }
          if end - label >= 4 {
            nextBlockEnd = view.start(before: index, limit: index - 8) { $0 == Byte.hyphen || $0 == Byte.space }..<end
            break
          }
        }
        index += 1
      }
    }
    return nextBlockEnd.lowerBound < view.count ? nextBlockEnd : nil
  }

  private func hasKeyBytes(_ range: Range<Int>, longerThan limit: Int) -> Bool {
    var run = 0
    for index in range {
      run =
        Byte.isAlphanumeric(view.bytes[index]) || view.bytes[index] == Byte.slash || view.bytes[index] == Byte.plus ? run + 1 : 0
      if run > limit { return true }
    }
    return false
  }

  /// Behind line ends (real or escaped), quotes, line numbers and PEM headers stands a run of base64.
  private func beginsWithKeyBytes(_ start: Int) -> Bool {
    var index = start
    for _ in 0..<12 {
      index = view.end(from: index, limit: index + 64) {
        Byte.isWhitespace($0) || Byte.isQuote($0) || $0 == Byte.plus || $0 == Byte.greater || $0 == Byte.hash || $0 == Byte.bar
      }
      if view[index] == Byte.backslash,
        view[index + 1] == UInt8(ascii: "n") || view[index + 1] == UInt8(ascii: "r") || Byte.isLineEnd(view[index + 1])
          || view[index + 1] == Byte.backslash
      {
        index += 2
        continue
      }
      let end = view.end(from: index, limit: index + 128) {
        Byte.isAlphanumeric($0) || $0 == Byte.slash || $0 == Byte.plus || $0 == Byte.equals || $0 == Byte.hyphen
      }
      let isNumber = end > index && end - index < 7 && view.end(from: index, limit: end, while: Byte.isDigit) == end
      if isNumber {
        index = end
        if view[index] == 0xE2 { index += 3 }
        continue
      }
      if view[end] == Byte.colon, end > index {
        index = view.end(from: end, limit: end + 256) { !Byte.isLineEnd($0) && $0 != Byte.backslash }
        continue
      }
      let isWholeLine = end >= view.count || Byte.isLineEnd(view[end]) || view[end] == Byte.backslash
      return end - index >= 16 || (isWholeLine && end - index >= 4 && index > start)
    }
    return false
  }

  /// The private half of a PuTTY key file. `word` is the `Lines` of `Private-Lines: 14`.
  mutating func puttyKey(_ word: Range<Int>) -> Bool {
    guard view.isWord("lines", word), view.hasPrefix("Private-", at: word.lowerBound - 8) else { return false }
    let number = view.end(from: word.upperBound + 1, limit: word.upperBound + 8) { Byte.isBlank($0) || Byte.isDigit($0) }
    let end = view.end(from: number) { TokenFormat.Body.base64.holds($0) || Byte.isWhitespace($0) }
    let mac = view.start(before: end, limit: number) { Byte.isLetter($0) }
    guard mac - number > 32 else { return false }
    cut(number..<mac, "private-key")
    return true
  }
}
