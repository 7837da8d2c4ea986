/// Shortens a text between words, and says how much is missing.
enum Excerpt {
  /// - Parameter limit: bytes, not counting the note.
  static func words(_ text: String, limit: Int) -> String {
    let length = text.utf8.count
    guard length > limit else { return text }
    let end = boundary(in: text, before: text.utf8.index(text.startIndex, offsetBy: limit))
    let kept = text[..<end]
    return "\(kept)… [\(length - kept.utf8.count) more bytes were not kept]"
  }

  /// The last white space before `limit`, within the last eighth; else the last whole character.
  private static func boundary(in text: String, before limit: String.Index) -> String.Index {
    let bytes = text.utf8
    var index = limit
    var steps = 0
    let reach = bytes.distance(from: text.startIndex, to: limit) / 8
    while index > text.startIndex, steps < reach {
      index = bytes.index(before: index)
      steps += 1
      if bytes[index] == 0x20 || bytes[index] == 0x0A { return index }
    }
    index = limit
    while index > text.startIndex, bytes[index] & 0xC0 == 0x80 { index = bytes.index(before: index) }
    return index
  }
}
