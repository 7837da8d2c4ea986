import SeededRandom
import Testing

@testable import MemoryEngine

@Suite("Redaction holds for any text")
struct RedactionPropertyTests {
  /// Pieces that mean something to the scanners, put together in any order.
  private static let pieces = [
    "<private>", "</private>", "<PRIVATE ", ">", "&lt;", "private", "<", "/", "\\u003c", "`", "\n", "\r\n", " ", "\t", "=", ":",
    "==", "=>", "\"", "'", "\\", "\\\"", "\\n",
    "password", "PASSWORD", "token", "api_key", "secret", "Authorization", "Bearer", "Basic", "Cookie", "sessionid", "://", "@",
    "user", "hunter22", "p4ssW0rd!x",
    "-----BEGIN ", "PRIVATE KEY", "-----", "END ", "eyJ", "eyJhbGciOiJIUzI1NiJ9", ".", "gh" + "p_",
    "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8", "sk-", "AK" + "IA", "QWERTYUIOP234567",
    "é", "密", "👩‍👩‍👧", "\u{200B}", "\u{301}", "\u{1B}[0m", "mysql", "-p", "curl", "-u", "--password ", "machine", "login", "5432",
    ":*:", "is ", ";", ",", "{", "}", "[", "]", "$", "[redacted:", "[private]",
  ]

  @Test("Redacting twice gives what redacting once gave, and leaves no tag and no half character")
  func idempotence() {
    var generator = SeededGenerator(seed: 2_026)
    for _ in 0..<20_000 {
      let text = (0..<Int.random(in: 1...24, using: &generator)).map { _ in Self.pieces.randomElement(using: &generator) ?? "" }
        .joined()
      let once = Redactor.redact(text)
      let twice = Redactor.redact(once.text)
      #expect(twice.text == once.text && twice.redactions == 0, "\(text.debugDescription)")
      #expect(!once.text.unicodeScalars.contains("\u{FFFD}"), "\(text.debugDescription)")
    }
  }

  @Test("What surrounds a secret stays byte for byte")
  func surroundings() {
    var generator = SeededGenerator(seed: 5)
    let token = "gh" + "p_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"
    let harmless = ["é", "密码", "👩‍👩‍👧", "e\u{301}", " ", "\n", "\r\n", "word", "\u{200B}", "\u{0}", "{}", "日本語", "ß"]
    for _ in 0..<2_000 {
      let before = (0..<8).map { _ in harmless.randomElement(using: &generator) ?? "" }.joined() + " "
      let after = " " + (0..<8).map { _ in harmless.randomElement(using: &generator) ?? "" }.joined()
      #expect(Array(Redactor.redact(before + token + after).text.utf8) == Array((before + "[redacted:github-token]" + after).utf8))
    }
  }

  @Test("The time grows with the length for what the scanners look for, in any number")
  func linear() {
    let repeated = [
      "<", "<private ", "<private>", "</private>", "`<private>` ", "&lt;", "eyJ", "eyJ.", "eyJaaaaaaaaaaa-", "eyJaaaaaaaaaaa.", "=",
      ":", "password=",
      "password:", "password: \"", "\"", "\\", "\\\"", "-----BEGIN RSA PRIVATE " + "KEY-----\n", "-----BEGIN ", "-", "://",
      "a://b:", "a://b:c@", "@",
      "gh" + "p_", "glpat-", "sk-", "sk-a1", "AK" + "IA", "mysql ", "mysql -p", "curl -u ", "machine ", "machine a login ",
      "Cookie: a=b; ", "Bearer ",
      "Basic ", "5432:", ":5432:a:b:", "\u{200B}", "\u{1B}[", "token=\\\"", "key=", "a.", "api-", "密", "Authorization: ",
      "password is ",
      "<private>x</private>\n", "password=hunter22 ",
    ]
    let clock = ContinuousClock()
    for piece in repeated {
      let text = String(repeating: piece, count: 131_072 / piece.utf8.count)
      let taken = clock.measure { _ = Redactor.redact(text) }
      // Unoptimised and on a busy machine these take up to a second; one that reads on to the end from every place takes minutes.
      #expect(taken < .seconds(20), "\(piece.debugDescription) took \(taken)")
    }
  }

  @Test("A megabyte of `=`, of `<` and of `eyJ` comes back as it was")
  func megabyte() {
    for piece in ["=", "<", "eyJ"] {
      let text = String(repeating: piece, count: 1_048_576 / piece.utf8.count)
      #expect(Redactor.redact(text).text == text)
    }
  }
}
