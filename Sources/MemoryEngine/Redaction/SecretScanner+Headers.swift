extension SecretScanner {
  /// `Bearer …` and `Basic …` wherever they stand. `word` is the scheme.
  mutating func credentials(after word: Range<Int>, isHeader: Bool) -> Bool {
    let start = view.end(from: word.upperBound, limit: word.upperBound + 8, while: Byte.isBlank)
    let range = start..<view.end(from: start, limit: start + 8192, while: Self.isCredential)
    if issuedToken(at: start) != nil || view.hasPrefix("eyJ", at: start) { return false }
    if view.isWord("basic", word) {
      guard decodesToPair(range) else { return false }
      cut(range, "basic-auth")
      return true
    }
    let shape = ValueShape(view, range)
    guard range.count >= (isHeader ? 6 : 16), !shape.isStandIn, !shape.isReference, !shape.isPlainWord else { return false }
    guard isHeader ? shape.digits > 0 || shape.changes >= 3 || range.count >= 16 : shape.isKey else { return false }
    cut(range, "bearer-token")
    return true
  }

  private static func isCredential(_ byte: UInt8) -> Bool {
    TokenFormat.Body.base64OrURL.holds(byte) || byte == Byte.period || byte == Byte.tilde
  }

  /// The value of an `Authorization` header: the scheme stays where there is one.
  mutating func credentials(at start: Int) -> Bool {
    var index = start
    while Byte.isQuote(view[index]) || view[index] == Byte.backslash { index += 1 }
    let scheme = index..<view.end(from: index, limit: index + 32) { Byte.isWord($0) || $0 == Byte.hyphen }
    if Byte.isBlank(view[scheme.upperBound]), !scheme.isEmpty {
      return credentials(after: scheme, isHeader: true)
    }
    guard let value = value(at: start), issuedToken(at: value.range.lowerBound) == nil,
      case let shape = ValueShape(view, value.range),
      shape.isKey, value.isQuoted || !isExpression(value, shape)
    else { return false }
    cut(value.range, "authorization")
    return true
  }

  /// `Cookie: a=b; session=…` and `Set-Cookie: session=…; Path=/`: the values that identify somebody.
  mutating func cookies(at start: Int) {
    var index = start
    while Byte.isQuote(view[index]) || view[index] == Byte.backslash { index += 1 }
    while index < view.count {
      index = view.end(from: index) { Byte.isBlank($0) || $0 == Byte.semicolon }
      let name =
        index..<view.end(from: index, limit: index + 128) {
          Byte.isWord($0) || $0 == Byte.hyphen || $0 == Byte.period || $0 == Byte.percent
        }
      guard !name.isEmpty else { return }
      guard view[name.upperBound] == Byte.equals else {
        // An attribute without a value, such as `Secure`.
        guard view[name.upperBound] == Byte.semicolon else { return }
        index = name.upperBound
        continue
      }
      let value =
        name.upperBound
        + 1..<view.end(from: name.upperBound + 1, limit: name.upperBound + 4096) {
          !Byte.isWhitespace($0) && $0 != Byte.semicolon && !Byte.isQuote($0) && $0 != Byte.backslash && $0 != Byte.comma
        }
      let shape = ValueShape(view, value)
      if !value.isEmpty, shape.isKey || (Self.identifies(view, name) && value.count >= 6 && shape.distinct > 3), !shape.isStandIn,
        !shape.isReference
      {
        cut(value, "cookie")
      }
      index = value.upperBound
      guard view[index] == Byte.semicolon else { return }
    }
  }

  private static func identifies(_ view: ByteView, _ name: Range<Int>) -> Bool {
    for word: StaticString in ["sess", "sid", "auth", "token", "jwt", "csrf", "xsrf", "login", "remember"] {
      if name.contains(where: { view.hasPrefix(ignoringCase: word, at: $0) && $0 + word.utf8CodeUnitCount <= name.upperBound }) {
        return true
      }
    }
    return false
  }

  /// `scheme://user:password@host`: the password goes, the rest stays. Also a user that is nothing but a key.
  mutating func url(_ scheme: Range<Int>) -> Bool {
    // In JSON the slashes may be escaped, once or several times.
    let first = view.end(from: scheme.upperBound + 1, limit: scheme.upperBound + 8) { $0 == Byte.backslash }
    guard view[first] == Byte.slash else { return false }
    let second = view.end(from: first + 1, limit: first + 8) { $0 == Byte.backslash }
    guard view[second] == Byte.slash else { return false }
    let start = second + 1
    let isPart = { (byte: UInt8) in
      !Byte.isWhitespace(byte) && byte != Byte.quote && byte != Byte.backtick && byte != Byte.less && byte != Byte.greater
        && byte != 0x27
        && byte != Byte.backslash
    }
    let authority = view.end(from: start, limit: start + 512) {
      isPart($0) && $0 != Byte.slash && $0 != UInt8(ascii: "?") && $0 != Byte.hash
    }
    guard view[start] != Byte.openBracket else { return false }
    var at = lastAt(start..<authority)
    let colon = view.end(from: start, limit: authority) { $0 != Byte.colon }
    if at == nil, colon < authority, authority > colon + 1, !Byte.isDigit(view[colon + 1]), view[colon + 1] != Byte.openBracket {
      // A `/`, `?` or `#` that was not escaped in the password.
      at = lastAt(authority..<view.end(from: authority, limit: start + 256, while: isPart))
    }
    guard let at else { return false }
    let password = colon < at ? colon + 1..<at : start..<at
    guard !password.isEmpty else { return false }
    let shape = ValueShape(view, password)
    guard !shape.isStandIn, !shape.isReference, !shape.isPlainWord, shape.distinct > 2 else { return false }
    if colon >= at { guard shape.isKey, password.count >= 20 else { return false } }
    if let (range, kind) = issuedToken(at: password.lowerBound), range.upperBound <= at {
      cut(range, kind)
    } else {
      cut(password, "url-password")
    }
    return true
  }

  private func lastAt(_ range: Range<Int>) -> Int? {
    let index = view.start(before: range.upperBound, limit: range.lowerBound) { $0 != Byte.at }
    return index > range.lowerBound ? index - 1 : nil
  }

  /// `user:password@tcp(host:3306)/name`, as Go's MySQL driver takes it. `word` is `tcp` or `unix`.
  mutating func dataSourceName(_ word: Range<Int>) -> Bool {
    guard view.isWord("tcp", word) || view.isWord("unix", word), view[word.lowerBound - 1] == Byte.at else { return false }
    let at = word.lowerBound - 1
    let start = view.start(before: at, limit: max(position, at - 128)) {
      !Byte.isWhitespace($0) && !Byte.isQuote($0) && $0 != Byte.equals
    }
    let colon = view.end(from: start, limit: at) { $0 != Byte.colon }
    guard colon + 1 < at else { return false }
    let shape = ValueShape(view, colon + 1..<at)
    guard !shape.isStandIn, !shape.isReference, !shape.isPlainWord else { return false }
    cut(colon + 1..<at, "url-password")
    return true
  }
}
