extension SecretScanner {
  /// How a value is set behind its name.
  private enum Operator {
    /// `NAME=value` without spaces: from the start of a line, or in capitals.
    case environment
    /// `=`, `:=`, `=>`
    case equals
    /// `:`
    case colon
    /// `--name value`
    case flag
    /// `("name", "value")`, `name == "value"`: counts only in quotes.
    case comparison
    /// `the password is …`
    case prose
    /// `<name>value</name>`
    case element
  }

  /// A value and whether it stood in quotes.
  struct Value {
    var range: Range<Int>
    var isQuoted: Bool
    /// The first byte behind the value and its quote.
    var end: Int
  }

  mutating func assignment(_ name: SecretName) {
    guard name.range.lowerBound >= position, name.range.lowerBound >= longValueEnd else { return }
    guard let (how, start) = valueStart(behind: name) else { return }
    switch name.kind {
    case .authorization: _ = credentials(at: start)
    case .cookie: cookies(at: start)
    default: single(name, how, start)
    }
  }

  private mutating func single(_ name: SecretName, _ how: Operator, _ start: Int) {
    guard let value = how == .element ? elementValue(at: start) : value(at: start, toLineEnd: how == .environment) else { return }
    // A token of a known format says more than the name, and is found when the scan comes to it.
    if issuedToken(at: value.range.lowerBound) != nil { return }
    guard accepts(value, name, how) else {
      if value.range.count >= Self.sampledLength { longValueEnd = value.range.upperBound }
      return
    }
    let kind =
      switch name.kind {
      case .password: "password"
      case .key(let kind): kind
      case .anyKey: "secret-key"
      case .cookie: "cookie"
      case .basic: "basic-auth"
      case .signature: "signature"
      case .authorization: "authorization"
      }
    var end = value.range.upperBound
    if value.range.count >= Self.sampledLength {
      end = view.end(from: end) { !Byte.isWhitespace($0) && !Byte.isQuote($0) && $0 != Byte.backslash }
    }
    cut(value.range.lowerBound..<end, kind)
  }

  // MARK: From the name to the value

  private func valueStart(behind name: SecretName) -> (Operator, Int)? {
    var index = name.range.upperBound
    let isFlag = view[name.range.lowerBound] == Byte.hyphen
    if view[index] == Byte.greater, view[name.range.lowerBound - 1] == Byte.less { return (.element, index + 1) }
    let quoteEnd = afterQuote(index)
    if let quoteEnd { index = quoteEnd }
    if view[index] == Byte.closeBracket || view[index] == Byte.closeParenthesis { index += 1 }
    let spaced = view.end(from: index, limit: index + 64, while: Byte.isBlank)
    switch view[spaced] {
    case Byte.equals:
      var end = view.end(from: spaced, limit: spaced + 3) { $0 == Byte.equals }
      let isComparison = end > spaced + 1
      if view[end] == Byte.greater { end += 1 }
      let start = view.end(from: end, limit: end + 64, while: Byte.isBlank)
      if isComparison { return (.comparison, start) }
      let isTight = spaced == name.range.upperBound && start == end
      return (isTight && (isShouted(name) || isAtLineStart(name.range.lowerBound)) ? .environment : .equals, start)
    case Byte.colon where view[spaced + 1] != Byte.colon:
      if view[spaced + 1] == Byte.equals { return (.equals, view.end(from: spaced + 2, limit: spaced + 66, while: Byte.isBlank)) }
      let start = view.end(from: spaced + 1, limit: spaced + 65, while: Byte.isBlank)
      // `password: str = "…"`: a type stands between.
      let type = view.end(from: start, limit: start + 48) {
        Byte.isWord($0) || $0 == Byte.period || $0 == Byte.closeBracket || $0 == Byte.openBracket || $0 == UInt8(ascii: "?")
          || $0 == Byte.ampersand || $0 == Byte.less || $0 == Byte.greater
          || $0 == Byte.bar
      }
      let operation = view.end(from: type, limit: type + 16, while: Byte.isBlank)
      if type > start, operation > type, view[operation] == Byte.equals, view[operation + 1] != Byte.equals {
        return (.equals, view.end(from: operation + 1, limit: operation + 65, while: Byte.isBlank))
      }
      return (.colon, start)
    case Byte.comma where quoteEnd != nil:
      return (.comparison, view.end(from: spaced + 1, limit: spaced + 65, while: Byte.isBlank))
    default: break
    }
    if view[index] == Byte.openParenthesis, isSetter(name), afterQuote(index + 1) != nil { return (.comparison, index + 1) }
    guard spaced > index, quoteEnd == nil else { return nil }
    if view.hasPrefix("ENV ", at: name.range.lowerBound - 4) { return (.environment, spaced) }
    // Go: `var password string = "…"`
    if view.hasPrefix("string", at: spaced), case let sign = view.end(from: spaced + 6, limit: spaced + 16, while: Byte.isBlank),
      sign > spaced + 6, view[sign] == Byte.equals, view[sign + 1] != Byte.equals
    {
      return (.equals, view.end(from: sign + 1, limit: sign + 65, while: Byte.isBlank))
    }
    if isFlag, Byte.isLetter(view[name.range.lowerBound + 1]) || view[name.range.lowerBound + 1] == Byte.hyphen {
      return (.flag, spaced)
    }
    if case .password = name.kind, view.hasPrefix(ignoringCase: "is ", at: spaced) { return (.prose, spaced + 3) }
    return nil
  }

  /// `setPassword("…")`, `withToken("…")`, `password("…")`
  private func isSetter(_ name: SecretName) -> Bool {
    let start = view.start(before: name.range.upperBound, limit: name.range.lowerBound, while: Byte.isWord)
    let before = view[start - 1]
    return view.hasPrefix("set", at: start) || view.hasPrefix("with", at: start) || before == Byte.period
      || (before == Byte.space && view.isWord("password", start..<name.range.upperBound))
  }

  /// `DB_PASSWORD`: a variable of the environment wherever it stands, as behind `docker run -e`.
  private func isShouted(_ name: SecretName) -> Bool {
    Byte.isUpper(view[name.range.lowerBound]) && !name.range.contains { Byte.isLower(view[$0]) }
  }

  /// Nothing before the name but `export`, `set`, `ENV`, `-` and the like.
  private func isAtLineStart(_ index: Int) -> Bool {
    let start = view.start(before: index, limit: index - 24) { Byte.isLetter($0) || Byte.isBlank($0) || $0 == Byte.hyphen }
    let before = view[start - 1]
    if start == 0 || Byte.isLineEnd(before) || Byte.isQuote(before) {
      return view.start(before: index, limit: index - 24, while: Byte.isLetter) == index
    }
    return before == Byte.backslash && view[start] == UInt8(ascii: "n")
  }

  /// Behind a quote: plain, escaped any number of times, or written as an escape of its own.
  private func afterQuote(_ index: Int) -> Int? {
    let byte = view[index]
    if Byte.isQuote(byte) { return index + 1 }
    if byte == Byte.backslash {
      let end = view.end(from: index, limit: index + 8) { $0 == Byte.backslash }
      if Byte.isQuote(view[end]) { return end + 1 }
      if view.hasPrefix(ignoringCase: "u0022", at: end) || view.hasPrefix(ignoringCase: "u0027", at: end) { return end + 5 }
    }
    if byte == Byte.ampersand {
      for entity: StaticString in ["&quot;", "&#34;", "&#39;", "&apos;"] where view.hasPrefix(entity, at: index) {
        return index + entity.utf8CodeUnitCount
      }
    }
    return nil
  }

  // MARK: The value

  /// As much of a value as is judged. What is a secret is read to its end, and that is not read again.
  private static let sampledLength = 512

  func value(at start: Int, toLineEnd: Bool = false) -> Value? {
    var index = start
    // b"…", f"…", @"…", N'…'
    if Byte.isLetter(view[index]) || view[index] == Byte.at, view[index + 1] == Byte.quote || view[index + 1] == Byte.apostrophe {
      index += 1
    }
    if let content = afterQuote(index) { return quotedValue(content, opening: index) }
    return bareValue(start, toLineEnd: toLineEnd)
  }

  private func quotedValue(_ content: Int, opening: Int) -> Value? {
    let delimiter = view[content - 1]
    let escapes = content - 1 - opening
    let limit = content + Self.sampledLength
    if !Byte.isQuote(delimiter) {
      // The end repeats the beginning: `\u0022`, `&quot;`.
      var end = content
      while end < min(limit, view.count), afterQuote(end) == nil, !Byte.isLineEnd(view.bytes[end]) { end += 1 }
      return end > content ? Value(range: content..<end, isQuoted: true, end: end) : nil
    }
    var end = content
    while end < min(limit, view.count) {
      let byte = view.bytes[end]
      if byte == delimiter || Byte.isLineEnd(byte) { break }
      if byte == Byte.backslash {
        let run = view.end(from: end, limit: limit) { $0 == Byte.backslash }
        if view[run] == delimiter, run - end <= escapes || (run - end) % 2 == 0 {
          return run == end || escapes == 0
            ? Value(range: content..<run, isQuoted: true, end: run + 1) : Value(range: content..<end, isQuoted: true, end: run + 1)
        }
        if escapes > 0, run - end == escapes { if view[run] == UInt8(ascii: "n") { break } }
        end = run + 1
      } else {
        end += 1
      }
    }
    end = min(end, view.count)
    // Without its end it is a quote's end, or the text was cut off here.
    guard end > content, view[end] == delimiter || end >= view.count || end >= limit else { return nil }
    return Value(range: content..<end, isQuoted: true, end: end)
  }

  private func bareValue(_ start: Int, toLineEnd: Bool) -> Value? {
    let limit = start + Self.sampledLength
    func isBare(_ byte: UInt8) -> Bool { !Byte.isWhitespace(byte) && !Byte.isQuote(byte) && byte != Byte.backslash && byte != 0 }
    // A password in an address list may hold anything; elsewhere these end an expression.
    var end = view.end(from: start, limit: limit) {
      isBare($0) && $0 != Byte.comma && $0 != Byte.semicolon && $0 != Byte.ampersand && $0 != Byte.closeParenthesis
        && $0 != Byte.closeBrace && $0 != Byte.closeBracket && $0 != Byte.less && $0 != Byte.greater && $0 != Byte.bar
    }
    if view[start] == Byte.openBracket || (view[start] == Byte.dollar && view[start + 1] == Byte.openBrace) { return nil }
    if toLineEnd {
      let whole = view.end(from: start, limit: limit, while: isBare)
      let isClean = !view.bytes[start..<whole].contains { $0 == Byte.openParenthesis || $0 == Byte.ampersand || $0 == Byte.less }
      if isClean, whole == view.count || Byte.isWhitespace(view[whole]) { end = whole }
      while end > start + 1,
        view[end - 1] == Byte.comma || view[end - 1] == Byte.semicolon || view[end - 1] == Byte.closeParenthesis
      { end -= 1 }
    }
    return end > start ? Value(range: start..<end, isQuoted: false, end: end) : nil
  }

  private func elementValue(at start: Int) -> Value? {
    let end = view.end(from: start, limit: start + Self.sampledLength) { $0 != Byte.less && !Byte.isLineEnd($0) }
    guard end > start, view[end] == Byte.less, view[end + 1] == Byte.slash else { return nil }
    return Value(range: start..<end, isQuoted: true, end: end)
  }

  // MARK: Is it a secret?

  private func accepts(_ value: Value, _ name: SecretName, _ how: Operator) -> Bool {
    var value = value
    if how == .prose, !value.isQuoted {
      // The sentence may go on behind it.
      let end = view.start(before: value.range.upperBound, limit: value.range.lowerBound + 1) {
        $0 == Byte.period || $0 == UInt8(ascii: "?")
      }
      value.range = value.range.lowerBound..<end
    }
    let shape = ValueShape(view, value.range)
    guard !shape.isPlainWord, !shape.isStandIn, !shape.isReference else { return false }
    switch name.kind {
    case .password:
      return acceptsPassword(
        shape, value, how, isBarePass: view.isWord("pass", name.range), isInSentence: isInSentence(name.range.lowerBound))
    case .key(let kind):
      // `my-super-secret-key-2024`: somebody made it up, as a password.
      if kind == "secret", how == .environment || value.isQuoted, shape.count >= 16, shape.digits > 0, shape.spaces == 0,
        shape.hyphens > 0
      {
        return true
      }
      if how == .flag { value.isQuoted = true }
      return (how != .comparison || value.isQuoted) && acceptsKey(shape, value)
    case .anyKey: return how == .environment && shape.isKey && shape.count >= 20 && shape.changes >= 5
    case .basic: return decodesToPair(value.range)
    case .signature:
      let before = view[name.range.lowerBound - 1]
      return (before == Byte.ampersand || before == UInt8(ascii: "?") || before == Byte.semicolon) && shape.count >= 40
        && shape.isRandom()
    case .cookie: return shape.isKey
    case .authorization: return shape.isKey
    }
  }

  private func acceptsKey(_ shape: ValueShape, _ value: Value) -> Bool {
    guard shape.isKey else {
      return shape.count >= 8 && value.isQuoted && shape.digits > 0 && shape.letters > 0 && shape.changes >= 2
        && shape.distinct >= 6 && shape.underscoresAndHyphens == 0 && shape.spaces == 0 && shape.specials == 0 && shape.periods == 0
        && shape.beyondASCII == 0 && shape.longestRun >= 10
    }
    if value.isQuoted { return true }
    return !isExpression(value, shape)
  }

  private func acceptsPassword(_ shape: ValueShape, _ value: Value, _ how: Operator, isBarePass: Bool, isInSentence: Bool) -> Bool {
    guard shape.count >= 4, shape.count <= 256 else { return shape.count > 256 && shape.isKey }
    guard
      !shape.contains("password") && !shape.contains("passwd")
        || shape.digits > 1 && (shape.specials > 0 || value.isQuoted || how == .environment)
    else {
      return false
    }
    let isWordlike = shape.digits == 0 && shape.specials == 0
    if shape.digits == shape.count { return how != .prose && !isBarePass }
    if value.isQuoted || how == .element {
      // `prompt='Password: ', stream=None`: the quote ended there instead of beginning.
      if [Byte.comma, Byte.closeParenthesis, Byte.semicolon, Byte.space].contains(view[value.range.lowerBound]) { return false }
      if how == .comparison { return !isWordlike && shape.spaces == 0 && !shape.contains("(") }
      if shape.spaces > 0 {
        return shape.digits > 0 && shape.spaces < 8 && !shape.contains("(") && !shape.contains("at least")
          && !shape.contains("character")
      }
      if shape.beyondASCII > 0, isWordlike { return false }
      // A label (`Kennwort`, `user_password`) is a word; a password of letters alone is one word too, and rarely begins with a capital.
      return !isWordlike || (shape.uppers == 0 && shape.underscoresAndHyphens == 0 && shape.periods == 0 && shape.count >= 6)
        || shape.changes >= 3
    }
    guard !isExpression(value, shape) else { return false }
    switch how {
    case .environment:
      return true
    case .comparison, .element: return false
    case .prose:
      return shape.count >= 6 && shape.letters > 0 && (shape.digits > 0 || shape.specials > 0)
        && (shape.underscoresAndHyphens == 0 || shape.changes >= 3) && !shape.contains("sha") && !shape.contains("base")
    case .flag:
      return view[value.range.lowerBound] != Byte.hyphen && !(isWordlike && isInSentence)
    case .colon where isBarePass:
      // `PASS: TestName/with_a_case`, `pass: 42`
      return false
    case .equals, .colon:
      if !isWordlike { return true }
      let isWholeLine = value.range.upperBound >= view.count || Byte.isLineEnd(view[value.range.upperBound])
      return isWholeLine && shape.count >= 12 && shape.uppers == 0 && shape.periods == 0 && shape.underscoresAndHyphens == 0
    }
  }

  /// "the --username and --password options": nobody types that.
  private func isInSentence(_ index: Int) -> Bool {
    for word: StaticString in [" and ", " or ", " the ", " via ", " with ", " use ", "/"]
    where view.hasPrefix(word, at: index - word.utf8CodeUnitCount) {
      return true
    }
    return false
  }

  /// Unquoted words may be code: a call, a member, another variable of the same name, a path.
  func isExpression(_ value: Value, _ shape: ValueShape) -> Bool {
    let next = view[value.range.upperBound]
    if shape.contains("(") || shape.contains("[") || shape.contains("{") || next == Byte.openParenthesis || next == Byte.openBracket
    {
      return true
    }
    if shape.beyondASCII > 0, shape.digits == 0 { return true }
    if view[value.range.lowerBound] == Byte.colon || shape.contains("::") { return true }
    // `$user->password` in Perl and PHP.
    if view[value.range.lowerBound] == Byte.dollar, Byte.isLetter(view[value.range.lowerBound + 1]), next == Byte.greater {
      return true
    }
    // `self.password1`, `config.db.pass2`, `Token.v2`
    let isIdentifier = shape.specials == 0 && shape.hyphens == 0 && Byte.isLetter(view[value.range.lowerBound])
    if isIdentifier, shape.periods > 0, shape.changes < 5 { return true }
    if isIdentifier, shape.contains("token") || shape.contains("secret") || shape.contains("key") || shape.contains("pass") {
      return shape.changes < 8
    }
    return shape.slashes > 1 && shape.longestRun < 16
  }

  /// Whether the bytes are base64 of `something:something`.
  func decodesToPair(_ range: Range<Int>) -> Bool {
    guard range.count >= 8, range.count <= 1024 else { return false }
    var buffer: UInt32 = 0
    var bits = 0
    var hasColon = false
    for index in range {
      let byte = view[index]
      let six: UInt8
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): six = byte - 65
      case UInt8(ascii: "a")...UInt8(ascii: "z"): six = byte - 71
      case UInt8(ascii: "0")...UInt8(ascii: "9"): six = byte + 4
      case Byte.plus, Byte.hyphen: six = 62
      case Byte.slash, Byte.underscore: six = 63
      case Byte.equals: continue
      default: return false
      }
      buffer = (buffer << 6 | UInt32(six)) & 0xFFFF
      bits += 6
      if bits >= 8 {
        bits -= 8
        let decoded = UInt8(truncatingIfNeeded: buffer >> UInt32(bits))
        if decoded < 0x20 || decoded == 0x7F { return false }
        if decoded == Byte.colon { hasColon = true }
      }
    }
    return hasColon
  }
}
