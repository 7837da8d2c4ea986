/// Breaks text into lines that fit a window, between words where there are any.
enum Wrapping {
  /// With a nil width only the line breaks of `text` itself count. A line's own indentation is kept for what follows of it.
  static func lines(of text: String, width: Int?) -> [String] {
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)
    guard let width else { return lines }
    return lines.flatMap { wrap($0, width: width) }
  }

  private static func wrap(_ line: String, width: Int) -> [String] {
    guard DisplayWidth.of(line) > width else { return [line] }
    let margin = String(line.prefix { $0 == " " }.prefix(width / 2))
    var lines: [String] = []
    var current = margin
    var column = margin.count
    var isEmpty = true
    for word in line.split(separator: " ") {
      let wordWidth = DisplayWidth.of(word)
      if !isEmpty, column + 1 + wordWidth > width {
        lines.append(current)
        (current, column, isEmpty) = (margin, margin.count, true)
      }
      if !isEmpty {
        current += " "
        column += 1
      }
      if column + wordWidth <= width {
        current += word
        column += wordWidth
      } else {
        // A word wider than the window (an address, a script without spaces) is broken where the window ends.
        for character in word {
          let next = DisplayWidth.of(character)
          if column + next > width {
            lines.append(current)
            (current, column) = (margin, margin.count)
          }
          current.append(character)
          column += next
        }
      }
      isEmpty = false
    }
    lines.append(current)
    return lines
  }
}
