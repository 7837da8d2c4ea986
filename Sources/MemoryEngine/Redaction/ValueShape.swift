/// What a value looks like: whether somebody drew it at random, or wrote it as a word, a reference or a stand-in.
struct ValueShape {
  let range: Range<Int>
  private let view: ByteView
  private(set) var digits = 0
  private(set) var uppers = 0
  private(set) var lowers = 0
  private(set) var hexadecimals = 0
  private(set) var underscoresAndHyphens = 0
  private(set) var hyphens = 0
  private(set) var spaces = 0
  private(set) var beyondASCII = 0
  /// Punctuation other than `_`, `-` and `.`.
  private(set) var specials = 0
  private(set) var periods = 0
  private(set) var slashes = 0
  /// Letters and digits without anything between them.
  private(set) var longestRun = 0
  private(set) var distinct = 0
  /// Changes between small letter, capital and digit.
  private(set) var changes = 0

  init(_ view: ByteView, _ range: Range<Int>) {
    self.view = view
    self.range = range
    var seen: (UInt64, UInt64) = (0, 0)
    var run = 0
    var previous = 0
    for index in range {
      let byte = view[index]
      if byte < 64 { seen.0 |= 1 << UInt64(byte) } else if byte < 128 { seen.1 |= 1 << UInt64(byte - 64) }
      if Byte.isHex(byte) { hexadecimals += 1 }
      var kind = 0
      if Byte.isDigit(byte) {
        digits += 1
        kind = 1
      } else if Byte.isLower(byte) {
        lowers += 1
        kind = 2
      } else if Byte.isUpper(byte) {
        uppers += 1
        kind = 3
      } else if byte == Byte.underscore || byte == Byte.hyphen {
        underscoresAndHyphens += 1
        if byte == Byte.hyphen { hyphens += 1 }
      } else if byte == Byte.period {
        periods += 1
      } else if Byte.isWhitespace(byte) {
        spaces += 1
      } else if byte >= 0x80 {
        beyondASCII += 1
      } else {
        specials += 1
        if byte == Byte.slash || byte == Byte.backslash { slashes += 1 }
      }
      run = kind == 0 ? 0 : run + 1
      longestRun = max(longestRun, run)
      if kind != previous, kind != 0, previous != 0 { changes += 1 }
      previous = kind
    }
    distinct = seen.0.nonzeroBitCount + seen.1.nonzeroBitCount
  }

  var count: Int { range.count }
  var letters: Int { lowers + uppers }

  /// Drawn from a large alphabet, and not a stand-in such as `xxxxxxxx` or `your-key-here`.
  func isRandom(minimumRun: Int = 0) -> Bool {
    guard distinct >= 6, digits > 0 || isScrambled, longestRun >= minimumRun else { return false }
    return !isStandIn
  }

  /// Capitals and small letters change faster than in a name made of words, `NextPageToken`.
  private var isScrambled: Bool { uppers > 1 && lowers > 1 && (changes * 5 >= count * 2 || (specials > 0 && changes >= 8)) }

  /// Random and long enough to be a key where a name says that it is one.
  var isKey: Bool {
    guard count >= 12, spaces == 0, beyondASCII == 0, isRandom(), !isReference, !contains("abcdefghijklmnopqrstuvwxyz") else {
      return false
    }
    // Words joined by hyphens, a version, a date: few changes, short runs.
    if longestRun < 8, changes < 6, specials == 0 { return false }
    return count >= 16 || changes >= 3 || specials > 0
  }

  /// A variable, a path, an address, a call: something that says where the value is instead of being it.
  var isReference: Bool {
    let first = view[range.lowerBound]
    let second = view[range.lowerBound + 1]
    switch first {
    case Byte.dollar:
      // `$NAME`, `$env:NAME`, `$object.name`; not `$2b$12$…` and not `$ecret!`.
      if view.end(
        from: range.lowerBound + 1, limit: range.upperBound, while: { Byte.isWord($0) || $0 == Byte.colon || $0 == Byte.period })
        == range.upperBound
      {
        return true
      }
    case Byte.percent: if view[range.upperBound - 1] == Byte.percent { return true }
    case Byte.less, Byte.openBrace, Byte.openBracket, Byte.openParenthesis, Byte.ampersand: return true
    case UInt8(ascii: "!")
    where Byte.isUpper(second) && contains("!ref") || contains("!sub") || contains("!secret") || contains("!vault"): return true
    case Byte.tilde, Byte.period: if second == Byte.slash || second == Byte.period { return true }
    case Byte.slash: if slashes >= 2, longestRun < 20 { return true }
    default: break
    }
    guard count > 3 else { return false }
    if contains("://") || contains("${") || contains("{{") || contains("#{") || contains("$(") || contains("%(") || contains("<%")
      || contains("%s")
    {
      return true
    }
    return contains("arn:") || contains("env.") || contains("environ") || contains("getenv") || contains("process.")
      || contains("secrets.")
      || contains("vault:") || contains("keyring") || contains("op:/") || contains("valuefrom")
  }

  /// A value that documentation and templates put where a secret goes.
  var isStandIn: Bool {
    if contains("[redacted") || contains("[private]") || contains("...") || contains("…") { return true }
    guard distinct > 2 else { return true }
    for index in range {
      switch Byte.lowered(view[index]) {
      case UInt8(ascii: "e"): if stands("example", index) { return true }
      case UInt8(ascii: "y"):
        for word: StaticString in ["your-", "your_", "yourpass", "yoursec", "yourtok", "yourapi", "yourkey"]
        where stands(word, index) { return true }
      case UInt8(ascii: "p"): if stands("placeholder", index) { return true }
      case UInt8(ascii: "c"):
        for word: StaticString in ["changeme", "change-me", "change_me"] where stands(word, index) { return true }
      case UInt8(ascii: "x"): if stands("xxxx", index) { return true }
      case Byte.asterisk: if stands("****", index) { return true }
      case UInt8(ascii: "r"): if stands("redacted", index) || stands("replace", index) { return true }
      case Byte.hyphen, Byte.underscore: if stands("-here", index) || stands("_here", index) { return true }
      case UInt8(ascii: "i"): if stands("insert", index) { return true }
      case UInt8(ascii: "d"): if stands("dummy", index) { return true }
      case UInt8(ascii: "s"): if stands("sample", index) { return true }
      case UInt8(ascii: "f"): if stands("fake-", index) || stands("fake_", index) { return true }
      case UInt8(ascii: "t"): if stands("to-be-", index) || stands("tobefilled", index) { return true }
      case UInt8(ascii: "n"): if stands("not-a-real", index) || stands("notreal", index) { return true }
      default: break
      }
    }
    return false
  }

  /// No word of everyday configuration that is not a secret by itself: `true`, `string`, `required`.
  var isPlainWord: Bool {
    for word in Self.plainWords where view.isWord(word, range) { return true }
    return false
  }

  private func stands(_ text: StaticString, _ index: Int) -> Bool {
    index + text.utf8CodeUnitCount <= range.upperBound && view.hasPrefix(ignoringCase: text, at: index)
  }

  /// Case is ignored; `text` is lower-case.
  func contains(_ text: StaticString) -> Bool {
    let length = text.utf8CodeUnitCount
    guard range.count >= length else { return false }
    let first = text.utf8Start[0]
    for index in range.lowerBound...(range.upperBound - length) where Byte.lowered(view[index]) == first {
      if view.hasPrefix(ignoringCase: text, at: index) { return true }
    }
    return false
  }

  private static let plainWords: [StaticString] = [
    "password", "passwd", "pass", "pwd", "secret", "token", "key", "apikey", "api_key", "api-key", "access_token", "auth_token",
    "none", "null", "nil", "undefined", "true",
    "false", "yes", "no", "on", "off", "string", "str", "text", "int", "integer", "number", "bool", "boolean", "bytes", "byte",
    "object",
    "any", "optional", "required", "default", "empty", "missing", "invalid", "incorrect", "wrong", "hidden", "masked", "prompt",
    "ask",
    "username", "user", "login", "root", "admin", "varchar", "char", "uuid", "hash", "hashed", "hex", "base64", "sha256", "sha512",
    "md5", "bcrypt", "argon2", "argon2id", "scrypt", "utf8", "utf-8", "oauth2", "oauth", "bearer", "basic", "digest", "test", "foo",
    "bar", "baz", "foobar",
    "value", "field", "input", "enabled", "disabled", "unknown", "anonymous", "guest", "public", "private", "vault", "env", "file",
    "keychain", "session", "expired", "reset", "forgotten",
    "changed", "updated", "plaintext", "unset", "set", "found", "notset", "verify", "valid", "credentials", "credential",
  ]
}
