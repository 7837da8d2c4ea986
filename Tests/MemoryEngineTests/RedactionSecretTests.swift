import JSONValues
import SeededRandom
import Testing

@testable import MemoryEngine

@Suite("Secrets are redacted")
struct RedactionSecretTests {
  @Test("The corpus has at least 300 secrets in 60 formats")
  func corpusIsLarge() {
    #expect(SecretSample.all.count >= 300)
    #expect(Set(SecretSample.all.map(\.format)).count >= 60)
  }

  @Test("A secret is replaced by a marker of its kind and nothing around it changes")
  func replaces() {
    for sample in SecretSample.all {
      let redacted = Redactor.redact(sample.text)
      #expect(redacted.secrets >= 1, "\(sample)")
      #expect(!redacted.text.contains(sample.secret), "\(sample)")
      #expect(redacted.text.contains("[redacted:\(sample.kind)]"), "\(sample) became \(redacted.text)")
      if !sample.text.contains("-----") {
        #expect(redacted.text == sample.text.replacing(sample.secret, with: "[redacted:\(sample.kind)]"))
      }
    }
  }

  @Test("No secret survives in prose, code, JSON, other scripts, behind escapes or with invisible characters in it")
  func survivesNowhere() {
    var generator = SeededGenerator(seed: 7)
    for sample in SecretSample.all {
      for surround in Surround.allCases {
        let text = surround.around(sample, &generator)
        let redacted = Redactor.redact(text)
        #expect(!redacted.text.contains(sample.secret), "\(surround): \(text)")
        #expect(redacted.secrets >= 1, "\(surround): \(text)")
        let again = Redactor.redact(redacted.text)
        #expect(again.text == redacted.text && again.secrets == 0, "\(surround): \(text)")
      }
    }
  }

  @Test("Characters that show nothing hide no secret")
  func invisibleCharacters() {
    var generator = SeededGenerator(seed: 11)
    let secret = "gh" + "p_" + generator.alphanumeric(36)
    let wanted = "see [redacted:github-token] there"
    for invisible in [
      "\u{200B}", "\u{200D}", "\u{2060}", "\u{FEFF}", "\u{AD}", "\u{FE0F}", "\u{202E}", "\u{1B}[31m", "\u{E0061}", "\u{34F}",
    ] {
      var hidden = "see "
      for (index, character) in secret.enumerated() {
        if index == 2 || index == 9 { hidden += invisible }
        hidden.append(character)
      }
      #expect(Redactor.redact(hidden + " there").text == wanted, "\(invisible.unicodeScalars.map { $0.value })")
    }
    let family = "👨‍👩‍👧 ❤️ and \u{200B}nothing else"
    #expect(Redactor.redact(family).text == family)
  }

  @Test("In JSON, what stands under a telling name goes, whatever it looks like, and the rest stays")
  func json() {
    let secret = "gh" + "p_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"
    let value: JSONValue = [
      "user": "ann", "password": "hunter2", "pin": 1234, "passcode": 123_456, "token": 42, "max_tokens": 4096,
      "nested": [
        "apiKey": .string("0f1e2d3c4b5a69788796a5b4c3d2e1f0"), "note": .string("use \(secret)"), "password": ["type": "string"],
      ],
      "env": [["name": "DB_PASSWORD", "value": "correct-horse"], ["name": "EDITOR", "value": "vim"]],
      "passwords": ["hunter2", "hunter3"], "DB_PASSWORD_2": "hunter4", "tokens": ["the", "cat"],
      "headers": ["Authorization": .string("Bearer " + "Q7w8E9r0T1y2U3i4O5p6A7s8"), "Accept": "*/*"],
    ]
    let redacted = Redactor.redact(value)
    let wanted: JSONValue = [
      "user": "ann", "password": "[redacted:password]", "pin": 1234, "passcode": "[redacted:password]", "token": 42,
      "max_tokens": 4096,
      "nested": ["apiKey": "[redacted:api-key]", "note": "use [redacted:github-token]", "password": ["type": "string"]],
      "env": [["name": "DB_PASSWORD", "value": "[redacted:password]"], ["name": "EDITOR", "value": "vim"]],
      "passwords": ["[redacted:password]", "[redacted:password]"], "DB_PASSWORD_2": "[redacted:password]",
      "tokens": ["the", "cat"],
      "headers": ["Authorization": "Bearer [redacted:bearer-token]", "Accept": "*/*"],
    ]
    #expect(redacted.value == wanted)
    #expect(redacted.secrets == 9)
    #expect(Redactor.redact(redacted.value).value == redacted.value)
  }

  @Test("A secret in the name of a JSON member goes too, and no member is lost")
  func jsonNames() {
    let first = "gh" + "p_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"
    let second = "gh" + "p_" + "Z9y8X7w6V5u4T3s2R1q0P9o8N7m6L5k4J3i2"
    let redacted = Redactor.redact(.object(JSONObject([(first, .integer(1)), (second, .integer(2))])))
    #expect(redacted.value.object?.count == 2)
    #expect(redacted.value.object?.keys.contains { $0.contains("ghp") } == false)
  }
}

/// Places where secrets turn up.
private enum Surround: CaseIterable {
  case prose, lines, quoted, listed, chinese, escaped, afterSecret

  func around(_ sample: SecretSample, _ generator: inout SeededGenerator) -> String {
    let words = ["the", "server", "needs", "it", "for", "every", "request", "and", "we", "keep", "it", "there", "é", "naïve"]
    func prose() -> String { (0..<12).compactMap { _ in words.randomElement(using: &generator) }.joined(separator: " ") }
    // What is a secret by its place on the line keeps its own line.
    switch self {
    case .prose where !sample.text.contains("\n") && sample.kind != "password" && sample.kind != "secret-key":
      return "\(prose()) \(sample.text) \(prose())."
    case .prose, .lines: return "\(prose())\n\(sample.text)\n\(prose())"
    case .quoted: return "\(prose())\n```\n\(sample.text)\n```\n\(prose())"
    case .listed: return "- \(prose())\n\(sample.text)\n- \(prose())"
    case .chinese: return "服务器的密钥在这里。\n\(sample.text)\n不要告诉任何人，あいう、한국어"
    case .escaped:
      let text = sample.text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n").replacing(
        "\r", with: "\\r")
      return "{\"type\":\"text\",\"text\":\"\(prose())\\n\(text)\\n\(prose())\"}"
    case .afterSecret: return "NPM_TOKEN=" + "np" + "m_" + generator.alphanumeric(36) + "\n" + sample.text
    }
  }
}
