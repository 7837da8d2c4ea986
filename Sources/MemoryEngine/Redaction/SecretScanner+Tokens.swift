extension SecretScanner {
  /// A token of a known format that begins with `word`.
  mutating func token(_ word: Range<Int>) -> Bool {
    if let (range, kind) = issuedToken(at: word.lowerBound) {
      cut(range, kind)
      companion(of: kind)
      return true
    }
    return structuredToken(word) || webhook(word)
  }

  func issuedToken(at start: Int) -> (range: Range<Int>, kind: String)? {
    guard start < view.count else { return nil }
    for format in TokenFormat.formats(beginningWith: view.bytes[start]) where view.hasPrefix(format.prefix, at: start) {
      let body = start + format.prefix.utf8CodeUnitCount
      // The look at the beginning is bounded; only what is a secret is read to its end, and that is never read again.
      let sampled = trimmed(body..<view.end(from: body, limit: body + 128, while: format.body.holds))
      guard sampled.count >= format.minimum, isDrawn(ValueShape(view, sampled), format) else { continue }
      let whole = trimmed(body..<view.end(from: sampled.upperBound, while: format.body.holds))
      guard whole.count <= format.maximum, format.maximum != format.minimum || !Byte.isWord(view[whole.upperBound]) else {
        continue
      }
      return (start..<whole.upperBound, "\(format.kind)")
    }
    return nil
  }

  /// Not a name in a program or a style sheet that begins like a token, and no stand-in.
  private func isDrawn(_ shape: ValueShape, _ format: TokenFormat) -> Bool {
    switch format.body {
    case .alphanumeric, .hexadecimal, .upperCase: shape.distinct >= 3 && !shape.isStandIn
    case .word, .url, .dotted, .base64, .base64OrURL:
      shape.isRandom(minimumRun: format.prefix.utf8CodeUnitCount < 4 ? 12 : 0)
        || (format.prefix.utf8CodeUnitCount >= 4 && shape.longestRun >= 20 && shape.distinct >= 6 && !shape.isStandIn)
    }
  }

  /// A token in running text may have a full stop or a dash behind it.
  private func trimmed(_ range: Range<Int>) -> Range<Int> {
    range.lowerBound..<view.start(before: range.upperBound, limit: range.lowerBound) { $0 == Byte.period || $0 == Byte.hyphen }
  }

  /// The second half of a pair: the key behind an AWS access key id, the token behind a Twilio account.
  private mutating func companion(of kind: String) {
    let separated = view.end(from: position, limit: position + 8) {
      $0 == Byte.comma || $0 == Byte.colon || $0 == Byte.semicolon || $0 == Byte.bar || Byte.isQuote($0) || Byte.isBlank($0)
    }
    guard separated > position else { return }
    if kind == "aws-access-key" {
      let end = view.end(from: separated, limit: separated + 41, while: TokenFormat.Body.base64.holds)
      if end - separated == 40, ValueShape(view, separated..<end).isRandom() { cut(separated..<end, "aws-secret-key") }
    } else if kind == "twilio-account" {
      let end = view.end(from: separated, limit: separated + 33, while: Byte.isHex)
      if end - separated == 32 { cut(separated..<end, "twilio-token") }
    }
  }

  private mutating func structuredToken(_ word: Range<Int>) -> Bool {
    let start = word.lowerBound
    switch view.bytes[start] {
    case UInt8(ascii: "e") where view.hasPrefix("eyJ", at: start): return webToken(start)
    case UInt8(ascii: "M"), UInt8(ascii: "N"), UInt8(ascii: "O"): if discordToken(start) { return true }
    case UInt8(ascii: "a") where view.isWord("atlasv1", word) && view[start - 1] == Byte.period:
      let name = view.start(before: start - 1, limit: max(position, start - 16), while: Byte.isAlphanumeric)
      let end = view.end(from: word.upperBound + 1, while: TokenFormat.Body.url.holds)
      guard start - 1 - name >= 10, end - word.upperBound >= 40 else { return false }
      cut(name..<end, "terraform-token")
      return true
    default: break
    }
    return azureSecret(word) || mailchimpKey(word)
  }

  /// JWT (RFC 7519): base64url parts between full stops, of which the header and the claims begin with `{"`.
  private mutating func webToken(_ start: Int) -> Bool {
    guard start >= webTokenSearchEnd else { return false }
    let isPart = TokenFormat.Body.url.holds
    let header = view.end(from: start, while: isPart)
    webTokenSearchEnd = header
    guard header - start >= 10, view[header] == Byte.period else { return false }
    let claims = view.end(from: header + 1, while: isPart)
    webTokenSearchEnd = claims
    guard claims - header > 10 else { return false }
    var end = claims
    while view[end] == Byte.period {
      let next = view.end(from: end + 1, while: isPart)
      guard next > end + 1 else { break }
      end = next
    }
    guard end - claims > 8 || view.hasPrefix("eyJ", at: header + 1) else { return false }
    cut(start..<end, "jwt")
    return true
  }

  /// A bot token: the bot's id in base64, a time, a signature.
  private mutating func discordToken(_ start: Int) -> Bool {
    let isPart = TokenFormat.Body.url.holds
    let first = view.end(from: start, limit: start + 32, while: isPart)
    guard (23...28).contains(first - start), view[first] == Byte.period else { return false }
    let second = view.end(from: first + 1, limit: first + 9, while: isPart)
    guard (6...7).contains(second - first - 1), view[second] == Byte.period else { return false }
    let third = view.end(from: second + 1, limit: second + 60, while: isPart)
    guard third - second - 1 >= 27 else { return false }
    cut(start..<third, "discord-token")
    return true
  }

  /// A client secret of Microsoft Entra: `abc8Q~` and 31 to 34 characters.
  private mutating func azureSecret(_ word: Range<Int>) -> Bool {
    let tilde = word.upperBound
    let isPart = { (byte: UInt8) in TokenFormat.Body.dotted.holds(byte) || byte == Byte.tilde }
    guard view[tilde] == Byte.tilde, view[tilde - 1] == UInt8(ascii: "Q"), Byte.isDigit(view[tilde - 2]), tilde - 5 >= position,
      view.end(from: tilde - 5, limit: tilde, while: isPart) == tilde
    else { return false }
    let end = view.end(from: tilde + 1, limit: tilde + 40, while: isPart)
    guard (28...38).contains(end - tilde - 1) else { return false }
    cut(tilde - 5..<end, "azure-client-secret")
    return true
  }

  private mutating func mailchimpKey(_ word: Range<Int>) -> Bool {
    guard word.count == 32, view.hasPrefix("-us", at: word.upperBound), Byte.isDigit(view[word.upperBound + 3]),
      view.end(from: word.lowerBound, limit: word.upperBound, while: Byte.isHex) == word.upperBound
    else { return false }
    cut(word.lowerBound..<view.end(from: word.upperBound + 3, while: Byte.isDigit), "mailchimp-key")
    return true
  }

  /// A bot token: the bot's number, a colon, 35 characters.
  mutating func telegramToken(_ word: Range<Int>) -> Bool {
    let start = word.upperBound + 1
    guard (8...11).contains(word.count), view.hasPrefix("AA", at: start),
      view.end(from: word.lowerBound, limit: word.upperBound, while: Byte.isDigit) == word.upperBound
    else { return false }
    let end = view.end(from: start, limit: start + 40, while: TokenFormat.Body.url.holds)
    guard (32...37).contains(end - start), ValueShape(view, start..<end).isRandom() else { return false }
    cut(word.lowerBound..<end, "telegram-token")
    return true
  }

  /// Addresses that let everyone who knows them write: the host stays, the path goes.
  private mutating func webhook(_ word: Range<Int>) -> Bool {
    guard view[word.upperBound] == Byte.slash, view[word.lowerBound - 1] == Byte.slash else { return false }
    let host = view.start(before: word.lowerBound, limit: max(position, word.lowerBound - 40)) {
      !Byte.isWhitespace($0) && !Byte.isQuote($0)
    }
    let isPath = { (byte: UInt8) in TokenFormat.Body.url.holds(byte) || byte == Byte.slash || byte == Byte.at }
    let path = word.upperBound + 1
    let (kind, minimum): (String, Int)
    if view.isWord("services", word) || view.isWord("workflows", word) || view.isWord("triggers", word) {
      guard contains("hooks.slack.com", in: host..<word.lowerBound) else { return false }
      (kind, minimum) = ("slack-webhook", 20)
    } else if view.isWord("webhooks", word) {
      guard contains("discord", in: host..<word.lowerBound) else { return false }
      (kind, minimum) = ("discord-webhook", 40)
    } else if view.isWord("webhookb2", word) {
      (kind, minimum) = ("teams-webhook", 40)
    } else {
      return false
    }
    let sampled = path..<view.end(from: path, limit: path + 256, while: isPath)
    guard sampled.count >= minimum, ValueShape(view, sampled).isRandom() else { return false }
    cut(path..<view.end(from: sampled.upperBound, while: isPath), kind)
    return true
  }

  private func contains(_ text: StaticString, in range: Range<Int>) -> Bool {
    range.contains { view.hasPrefix(ignoringCase: text, at: $0) }
  }
}
