/// A name that says that what follows is secret: `DB_PASSWORD`, `apiKey`, `X-Auth-Token`, `AccountKey`, `Authorization`.
struct SecretName {
  enum Kind {
    /// Chosen by a person: any literal counts, even a short one.
    case password
    /// Drawn by a machine: it has to look like it. With the word for its marker.
    case key(String)
    /// `FOO_KEY` says little: it has to look very much like one.
    case anyKey
    /// A header: a scheme, then what proves it.
    case authorization
    case cookie
    /// `user:password` in base64.
    case basic
    /// The signature of an address that gives access to whoever has it.
    case signature
  }

  let range: Range<Int>
  let kind: Kind

  /// `lastWord` is the last run of letters, digits and `_`; the name may have others before it, joined by `-` or `.`.
  init?(_ view: ByteView, lastWord: Range<Int>) {
    guard lastWord.count >= 2, Self.mayEndName(view[lastWord.upperBound - 1] | 0x20) else { return nil }
    var end = lastWord.upperBound
    // PASSWORD_2, TOKEN_PROD: the last part says which one.
    let stem = Self.withoutVariant(view, lastWord)
    guard Self.hasSecretEnding(view, stem) else { return nil }
    end = stem.upperBound
    let start = view.start(before: lastWord.lowerBound, limit: lastWord.lowerBound - 48) {
      Byte.isWord($0) || $0 == Byte.hyphen || $0 == Byte.period
    }
    range = start..<lastWord.upperBound
    guard let kind = Self.kind(view, start..<end) else { return nil }
    self.kind = kind
  }

  /// The name of a JSON member: of one value, or in the plural of several.
  init?(_ name: String) {
    var name = name
    let kind = name.withUTF8 { bytes -> Kind? in
      let view = ByteView(bytes)
      guard view.count >= 3, view.count <= 64 else { return nil }
      let stem = Self.withoutVariant(view, 0..<view.count)
      let singular = view[stem.upperBound - 1] | 0x20 == UInt8(ascii: "s") ? stem.lowerBound..<stem.upperBound - 1 : stem
      for name in [stem, singular] where !name.isEmpty && Self.hasSecretEnding(view, name) {
        if let kind = Self.kind(view, name) { return kind }
      }
      return nil
    }
    guard let kind else { return nil }
    self.kind = kind
    range = 0..<name.utf8.count
  }

  private static func mayEndName(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "d"), UInt8(ascii: "t"), UInt8(ascii: "n"), UInt8(ascii: "y"), UInt8(ascii: "s"), UInt8(ascii: "e"),
      UInt8(ascii: "h"), UInt8(ascii: "l"), UInt8(ascii: "g"), UInt8(ascii: "w"), UInt8(ascii: "v"), UInt8(ascii: "r"),
      UInt8(ascii: "p"), UInt8(ascii: "k"):
      true
    default: Byte.isDigit(byte)
    }
  }

  private static func withoutVariant(_ view: ByteView, _ word: Range<Int>) -> Range<Int> {
    var stem = word.lowerBound..<view.start(before: word.upperBound, limit: word.lowerBound, while: Byte.isDigit)
    let separator = view.start(before: stem.upperBound, limit: word.lowerBound) { $0 != Byte.underscore }
    if separator > word.lowerBound {
      let last = separator..<stem.upperBound
      for variant in variants where view.isWord(variant, last) { stem = word.lowerBound..<separator }
    }
    while stem.count > 1, view[stem.upperBound - 1] == Byte.underscore { stem = stem.lowerBound..<stem.upperBound - 1 }
    return stem
  }

  private static let variants: [StaticString] = [
    "prod", "production", "dev", "staging", "stage", "test", "live", "main", "primary", "secondary", "backup", "old", "new",
    "current", "previous", "root", "admin", "local", "value", "str", "default", "plain",
  ]

  private static func hasSecretEnding(_ view: ByteView, _ word: Range<Int>) -> Bool {
    func ends(_ text: StaticString) -> Bool {
      word.count >= text.utf8CodeUnitCount && view.hasPrefix(ignoringCase: text, at: word.upperBound - text.utf8CodeUnitCount)
    }
    switch view[word.upperBound - 1] | 0x20 {
    case UInt8(ascii: "d"): return ends("password") || ends("passwd") || ends("pwd")
    case UInt8(ascii: "t"): return ends("secret") || ends("jwt") || ends("pat")
    case UInt8(ascii: "n"): return ends("token") || ends("authorization")
    case UInt8(ascii: "y"): return ends("key")
    case UInt8(ascii: "s"): return ends("pass") || ends("credentials") || ends("creds")
    case UInt8(ascii: "e"): return ends("passphrase") || ends("passcode") || ends("cookie") || ends("signature") || ends("key_base")
    case UInt8(ascii: "h"): return ends("auth")
    case UInt8(ascii: "l"): return ends("credential")
    case UInt8(ascii: "g"): return ends("sig")
    case UInt8(ascii: "w"): return ends("passw") || ends("pw")
    default: return false
    }
  }

  /// Judges the whole name, in small letters and without what joins its parts.
  private static func kind(_ view: ByteView, _ whole: Range<Int>) -> Kind? {
    var name = ""
    for index in whole where Byte.isAlphanumeric(view[index]) {
      name.unicodeScalars.append(Unicode.Scalar(Byte.lowered(view[index])))
    }
    func isPart(_ length: Int) -> Bool {
      // `db_pass`, `DB.PASS` and `dbPass`, never `compass`.
      let start = whole.upperBound - length
      return start <= whole.lowerBound || !Byte.isAlphanumeric(view[start - 1])
        || (Byte.isUpper(view[start]) && Byte.isLower(view[start - 1]))
    }
    func ends(_ endings: String...) -> Bool { endings.contains { name.hasSuffix($0) } }
    func starts(_ beginnings: String...) -> Bool { beginnings.contains { name.hasPrefix($0) } }

    if ends("password", "passwd", "passphrase", "passcode") { return .password }
    if ends("pwd") { return name == "oldpwd" || (name == "pwd" && Byte.isUpper(view[whole.upperBound - 1])) ? nil : .password }
    if ends("pass", "passw"), isPart(name.hasSuffix("pass") ? 4 : 5) { return .password }
    if ends("pw"), isPart(2), name.utf8.count > 2 { return .password }
    if ends("secret", "secretkeybase") { return .key("secret") }
    if ends("token") {
      let harmless = [
        "nexttoken", "pagetoken", "continuationtoken", "cursortoken", "synctoken", "canceltoken", "cancellationtoken", "stoptoken",
        "starttoken", "eostoken", "bostoken", "padtoken", "unktoken", "septoken", "clstoken", "masktoken", "specialtoken",
        "endtoken",
        "begintoken", "idempotencytoken", "resumetoken",
      ]
      return harmless.contains { name.hasSuffix($0) } ? nil : .key("token")
    }
    if ends("authorization") { return .authorization }
    if ends("cookie") { return .cookie }
    if name == "auth" || ends("basicauth") { return .basic }
    if name == "sig" || ends("amzsignature", "googsignature") { return .signature }
    if ends("jwt"), isPart(3) { return .key("token") }
    if ends("pat"), isPart(3), name.utf8.count > 3 { return .key("token") }
    if ends("credential", "credentials", "creds") { return .key("secret") }
    if ends("key") { return keyKind(name, isUpper: Byte.isUpper(view[whole.upperBound - 1])) }
    return nil
  }

  private static func keyKind(_ name: String, isUpper: Bool) -> Kind? {
    let stem = name.dropLast(3)
    for ending in [
      "public", "pub", "publishable", "host", "cache", "primary", "foreign", "sort", "partition", "site", "map", "dict",
    ]
    where stem.hasSuffix(ending) { return nil }
    if stem.hasSuffix("private") { return .key("private-key") }
    if stem.hasSuffix("api") || stem == "x" || stem.hasSuffix("functions") { return .key("api-key") }
    for ending in [
      "secret", "secretaccess", "access", "sharedaccess", "account", "storage", "signing", "encryption", "encrypt", "master",
      "auth",
      "service", "server", "deploy", "license", "webhook", "app", "hmac", "fernet", "jwt", "cipher", "aes", "subscription",
      "consumer",
      "admin", "client", "integration", "ingest", "write", "restapi", "preshared", "psk", "session", "cookie", "user",
    ] where stem.hasSuffix(ending) { return .key("secret-key") }
    return isUpper && !stem.isEmpty ? .anyKey : nil
  }
}
