/// Columns that text takes on a terminal. East Asian wide characters and emoji take two, combining marks none.
///
/// The ranges are those of "Wide" and "Fullwidth" in https://www.unicode.org/reports/tr11/, rounded to whole blocks:
/// a column too many misaligns a line, nothing more.
enum DisplayWidth {
  static func of(_ text: some StringProtocol) -> Int {
    text.utf8.allSatisfy { $0 < 0x80 } ? text.utf8.count : text.reduce(0) { $0 + of($1) }
  }

  static func of(_ character: Character) -> Int {
    guard let first = character.unicodeScalars.first else { return 0 }
    if first.value < 0x300 { return 1 }
    switch first.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: break
    }
    if character.unicodeScalars.contains(where: { $0.value == 0xFE0F }) { return 2 }
    switch first.value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
      0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
      return 2
    default: return 1
    }
  }

  /// `text` in at most `columns` columns, with an ellipsis where something was left out.
  static func shorten(_ text: String, to columns: Int?) -> String {
    guard let columns, of(text) > columns else { return text }
    var width = 0
    var kept = ""
    for character in text {
      let next = of(character)
      guard width + next <= columns - 1 else { break }
      kept.append(character)
      width += next
    }
    while kept.last == " " { kept.removeLast() }
    return kept + "…"
  }

  /// Spaces after `text` up to `columns`.
  static func pad(_ text: String, to columns: Int) -> String {
    text + String(repeating: " ", count: max(0, columns - of(text)))
  }
}
