/// What of a passage and of a question is embedded.
enum EmbeddedText {
  static func of(passage text: String) -> String { text }
  static func query(_ text: String) -> String { text }
}
