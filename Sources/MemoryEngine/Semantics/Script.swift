/// In which letters a text is written.
enum Script {
  /// False where most letters are of another script than Latin: the built-in embedder reads English, and to it all of Korean is one noise. Words
  /// alone answer such a question better. True for a text without letters.
  static func isMostlyLatin(_ text: String) -> Bool {
    var (latin, other) = (0, 0)
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x41...0x5A, 0x61...0x7A, 0xC0...0x24F, 0x1E00...0x1EFF: latin += 1
      case 0x250...: if scalar.properties.isAlphabetic { other += 1 }
      default: continue
      }
    }
    return latin >= other
  }
}
