/// A key to a service. Whatever prints it prints where it came from.
struct APIKey: Sendable {
  /// `ANTHROPIC_API_KEY`, or the path of a file.
  let source: String
  private let secret: String

  init(secret: String, source: String) {
    self.secret = secret
    self.source = source
  }

  /// For a request's header, and for nothing else.
  var headerValue: String { secret }

  /// `text` without the key and without what looks like a part of it: services quote a wrong key in their errors, some with stars
  /// in its middle.
  func redact(_ text: String) -> String {
    let parts = windows(of: secret)
    var result = ""
    var word = ""
    func flush() {
      if !word.isEmpty { result += isPart(word, parts) ? "[key]" : word }
      word = ""
    }
    for character in text {
      if character.isWhitespace || "\"'`,;()<>{}[]=".contains(character) {
        flush()
        result.append(character)
      } else {
        word.append(character)
      }
    }
    flush()
    return result
  }

  /// Every run of six characters of the key; the whole of a shorter one.
  private func windows(of secret: String) -> Set<String> {
    let characters = Array(secret)
    guard characters.count > 6 else { return [secret] }
    return Set((0...(characters.count - 6)).map { String(characters[$0..<($0 + 6)]) })
  }

  private func isPart(_ word: String, _ parts: Set<String>) -> Bool {
    if word.contains("***") { return true }
    let characters = Array(word)
    let length = min(6, secret.count)
    guard length > 0, characters.count >= length else { return false }
    return (0...(characters.count - length)).contains { parts.contains(String(characters[$0..<($0 + length)])) }
  }
}

extension APIKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  var description: String { "the key in \(source)" }
  var debugDescription: String { description }
  var customMirror: Mirror { Mirror(self, children: ["source": source]) }
}
