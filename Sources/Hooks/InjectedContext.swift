/// Markdown that fits what a client injects whole.
enum InjectedContext {
  /// UTF-16 code units in one output string. One more, and Claude Code 2.1.329 shows the agent a preview of 2 KB instead.
  static let limit = 10_000

  /// `markdown` when it fits. Otherwise whole sections are dropped from its end, then whole lines where the first section alone is
  /// too long, then whole words. The engine keeps the limit itself; this is for a caller that does not.
  static func fitted(_ markdown: String) -> String {
    if markdown.utf16.count <= limit { return markdown }
    let utf16 = markdown.utf16
    let fitting = markdown[..<(utf16.index(utf16.startIndex, offsetBy: limit).samePosition(in: markdown) ?? end(of: markdown))]
    let cut = lastHeading(in: fitting) ?? fitting.lastIndex(where: \.isNewline) ?? fitting.lastIndex(where: \.isWhitespace)
    guard let cut else { return "" }
    var kept = fitting[..<cut]
    while kept.last?.isWhitespace == true { kept.removeLast() }
    return String(kept)
  }

  /// The character before the limit when the limit falls into a character.
  private static func end(of markdown: String) -> String.Index {
    let utf16 = markdown.utf16
    let limit = utf16.index(utf16.startIndex, offsetBy: limit)
    return markdown.indices.last { $0 <= limit } ?? markdown.startIndex
  }

  /// Where a line that begins with `## ` begins; not the first one.
  private static func lastHeading(in text: Substring) -> String.Index? {
    var found: String.Index?
    var index = text.startIndex
    while let newline = text[index...].firstIndex(where: \.isNewline) {
      index = text.index(after: newline)
      if text[index...].hasPrefix("## ") { found = index }
    }
    return found
  }
}
