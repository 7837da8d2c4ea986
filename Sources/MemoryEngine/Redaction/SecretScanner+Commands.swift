extension SecretScanner {
  /// The programs that take a password as an argument, and how.
  private enum Tool {
    /// `-pPASSWORD`
    case attached
    /// `-p PASSWORD`, and which letter
    case separate(UInt8)
    /// `-u user:password`
    case pair(StaticString)
  }

  private func tool(_ word: Range<Int>) -> Tool? {
    switch view.bytes[word.lowerBound] | 0x20 {
    case UInt8(ascii: "m"):
      for name: StaticString in ["mysql", "mysqldump", "mysqladmin", "mysqlimport", "mariadb"] where view.isWord(name, word) {
        return .attached
      }
      for name: StaticString in ["mongo", "mongosh", "mongodump", "mongorestore"] where view.isWord(name, word) {
        return .separate(UInt8(ascii: "p"))
      }
    case UInt8(ascii: "s"):
      if view.isWord("sshpass", word) { return .separate(UInt8(ascii: "p")) }
      if view.isWord("smbclient", word) { return .pair("-U") }
    case UInt8(ascii: "c"):
      if view.isWord("curl", word) { return .pair("-u") }
      if view.isWord("cli", word), view.hasPrefix("redis-", at: word.lowerBound - 6) { return .separate(UInt8(ascii: "a")) }
    case UInt8(ascii: "l"):
      if view.isWord("login", word) { return .separate(UInt8(ascii: "p")) }
      if view.isWord("ldapsearch", word) { return .separate(UInt8(ascii: "w")) }
    case UInt8(ascii: "z") where view.isWord("zip", word): return .separate(UInt8(ascii: "P"))
    case UInt8(ascii: "u") where view.isWord("unzip", word): return .separate(UInt8(ascii: "P"))
    default: break
    }
    return nil
  }

  /// Reads the rest of the command line behind the name of a program that takes a password; each line is read once.
  mutating func commandArguments(_ word: Range<Int>) -> Bool {
    guard word.upperBound > commandEnd, let tool = tool(word) else { return false }
    let end = view.end(from: word.upperBound, limit: word.upperBound + 1024) {
      !Byte.isLineEnd($0) && $0 != Byte.bar && $0 != Byte.semicolon
    }
    commandEnd = end
    var index = word.upperBound
    while index < end {
      guard view[index] == Byte.hyphen, Byte.isBlank(view[index - 1]), let start = argument(of: tool, at: index, end: end),
        let value = value(at: start, toLineEnd: true), value.range.upperBound <= end
      else {
        index += 1
        continue
      }
      let range = passwordPart(value.range, tool)
      let shape = ValueShape(view, range)
      if range.count >= 3, !shape.isStandIn, !shape.isReference, !shape.isPlainWord, view[range.lowerBound] != Byte.hyphen,
        issuedToken(at: range.lowerBound) == nil
      {
        cut(range, "password")
        return true
      }
      index = max(index + 1, value.end)
    }
    return false
  }

  private func argument(of tool: Tool, at index: Int, end: Int) -> Int? {
    switch tool {
    case .attached:
      let next = view[index + 2]
      return view[index + 1] == UInt8(ascii: "p") && !Byte.isWhitespace(next) && next != 0 && !hasLongName(index) ? index + 2 : nil
    case .separate(let letter):
      guard view[index + 1] == letter else { return nil }
      let start = view.end(from: index + 2, limit: end, while: Byte.isBlank)
      return start < end && (start > index + 2 || Byte.isQuote(view[start])) ? start : nil
    case .pair(let flag):
      if view.hasPrefix(flag, at: index) {
        let start = view.end(from: index + 2, limit: end, while: Byte.isBlank)
        return start < end ? start : nil
      }
      for name: StaticString in ["--user", "--proxy-user"] where view.hasPrefix(name, at: index) {
        let start = index + name.utf8CodeUnitCount
        return Byte.isBlank(view[start]) || view[start] == Byte.equals ? start + 1 : nil
      }
      return nil
    }
  }

  /// `-protocol`, `-port`: a word, not a password.
  private func hasLongName(_ index: Int) -> Bool {
    view.hasPrefix("-protocol", at: index) || view.hasPrefix("-port", at: index) || view.hasPrefix("-plugin", at: index)
  }

  /// Behind the first `:` or `%` of `user:password`; empty where there is none.
  private func passwordPart(_ range: Range<Int>, _ tool: Tool) -> Range<Int> {
    guard case .pair = tool else { return range }
    let separator = view.end(from: range.lowerBound, limit: range.upperBound) { $0 != Byte.colon && $0 != Byte.percent }
    return min(separator + 1, range.upperBound)..<range.upperBound
  }

  // MARK: Password files

  /// `machine host login name password secret` of a .netrc file, on one line or several.
  mutating func netrcEntry(_ word: Range<Int>) -> Bool {
    var index = afterSpace(word.upperBound)
    func field() -> Range<Int> {
      let end = view.end(from: index, limit: index + 256) { !Byte.isWhitespace($0) && !Byte.isQuote($0) && $0 != Byte.backslash }
      return index..<end
    }
    let host = field()
    // "machine learning" is followed by anything.
    guard
      host.contains(where: { view[$0] == Byte.period }) || view.isWord("localhost", host) || view.isWord("login", nextField(host))
    else {
      return false
    }
    index = afterSpace(host.upperBound)
    for _ in 0..<3 {
      let name = field()
      guard view.isWord("login", name) || view.isWord("password", name) || view.isWord("account", name) else { return false }
      index = afterSpace(name.upperBound)
      let value = field()
      guard !value.isEmpty else { return false }
      if view.isWord("password", name) {
        let shape = ValueShape(view, value)
        guard !shape.isStandIn, !shape.isReference, !shape.isPlainWord, issuedToken(at: value.lowerBound) == nil else {
          return false
        }
        cut(value, "password")
        return true
      }
      index = afterSpace(value.upperBound)
    }
    return false
  }

  private func nextField(_ field: Range<Int>) -> Range<Int> {
    let start = afterSpace(field.upperBound)
    return start..<view.end(from: start, limit: start + 16, while: Byte.isLetter)
  }

  private func afterSpace(_ start: Int) -> Int {
    var index = view.end(from: start, limit: start + 64, while: Byte.isWhitespace)
    while view[index] == Byte.backslash, view[index + 1] == UInt8(ascii: "n") || view[index + 1] == UInt8(ascii: "t") {
      index = view.end(from: index + 2, limit: index + 64, while: Byte.isWhitespace)
    }
    return index
  }

  /// `host:port:database:user:password` of a .pgpass file; `word` is the port, or the host where the port is `*`.
  mutating func passwordFileLine(_ word: Range<Int>) -> Bool {
    var index = word.upperBound + 1
    if view.hasPrefix("*:", at: index) {
      index += 2
    } else {
      guard view[word.lowerBound - 1] == Byte.colon, word.count == 4,
        view.hasPrefix("54", at: word.lowerBound) || view.hasPrefix("64", at: word.lowerBound),
        view.end(from: word.lowerBound, limit: word.upperBound, while: Byte.isDigit) == word.upperBound
      else { return false }
    }
    for _ in 0..<2 {
      let end = view.end(from: index, limit: index + 128) {
        !Byte.isWhitespace($0) && $0 != Byte.colon && $0 != Byte.slash && !Byte.isQuote($0)
      }
      guard end > index, view[end] == Byte.colon else { return false }
      index = end + 1
    }
    let end = view.end(from: index, limit: index + 256) { !Byte.isWhitespace($0) && !Byte.isQuote($0) && $0 != Byte.backslash }
    let shape = ValueShape(view, index..<end)
    guard end - index >= 3, !shape.isStandIn, !shape.isReference, !shape.isPlainWord else { return false }
    cut(index..<end, "password")
    return true
  }
}
