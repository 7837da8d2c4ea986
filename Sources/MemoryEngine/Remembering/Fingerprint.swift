import MemoryModel

/// Tells whether two contents are the same, without keeping the content.
enum Fingerprint {
  /// Of the very same content; only white space around it does not count.
  static func content(_ text: String) -> String { hexadecimal(of: trimmed(text)) }

  /// Of the same words, whatever their case, punctuation and spacing: what a retraction keeps, so that the next extraction does not bring the
  /// memory back with another full stop.
  static func words(_ text: String) -> String { hexadecimal(of: Likeness.words(of: text).joined(separator: " ")) }

  /// 128 bits: of a purged memory nothing else is left to compare.
  private static func hexadecimal(of text: String) -> String {
    let (first, second) = (Slug.fingerprint(text), Slug.fingerprint("\u{1}" + text))
    return [first, second].map { value in
      let digits = String(value, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
  }
}

func trimmed(_ text: String) -> String {
  var scalars = text.unicodeScalars[...]
  while let first = scalars.first, first.properties.isWhitespace { scalars.removeFirst() }
  while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
  return String(scalars)
}
