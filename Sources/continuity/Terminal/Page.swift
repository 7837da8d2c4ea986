/// Output for a person, line by line. Nothing is written until it is whole, so that a failure never leaves half an answer.
struct Page {
  let terminal: Terminal
  private(set) var text = ""

  init(terminal: Terminal) { self.terminal = terminal }

  mutating func line(_ line: String = "") { text += line + "\n" }

  /// As it is, for a file or another program; made harmless only where a person looks.
  mutating func verbatim(_ verbatim: String) { text += terminal.width == nil ? verbatim : Self.printable(verbatim) + "\n" }

  /// Wrapped to the window; unwrapped when nobody looks, for `grep` and for tests.
  mutating func paragraph(_ paragraph: String, indent: Int = 0, ink: Ink? = nil) {
    let margin = String(repeating: " ", count: indent)
    for line in Wrapping.lines(of: Self.printable(paragraph), width: terminal.width.map { max(20, $0 - indent) }) {
      self.line(line.isEmpty ? "" : margin + (ink.map { terminal.paint(line, $0) } ?? line))
    }
  }

  /// One line, shortened to the window.
  mutating func short(_ line: String, indent: Int = 0, ink: Ink? = nil) {
    let oneLine = Self.printable(line).split(whereSeparator: \.isNewline).joined(separator: " ")
    let shown = DisplayWidth.shorten(oneLine, to: terminal.width.map { max(20, $0 - indent) })
    self.line(String(repeating: " ", count: indent) + (ink.map { terminal.paint(shown, $0) } ?? shown))
  }

  mutating func heading(_ title: String) { line(terminal.paint(title, .bold)) }

  /// `label   value` with the values below each other.
  mutating func fields(_ fields: [(label: String, value: String)], indent: Int = 2) {
    let width = fields.map { DisplayWidth.of($0.label) }.max() ?? 0
    for (label, value) in fields {
      let margin = indent + width + 2
      let lines = Wrapping.lines(of: Self.printable(value), width: terminal.width.map { max(20, $0 - margin) })
      let head = String(repeating: " ", count: indent) + terminal.paint(DisplayWidth.pad(label, to: width), .dim) + "  "
      for (index, value) in lines.enumerated() {
        line((index == 0 ? head : String(repeating: " ", count: margin)) + value)
      }
    }
  }

  /// Text from a memory, made harmless: an escape sequence that somebody's transcript carried must not reach the terminal.
  static func printable(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isUnprintable) else { return text }
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars { result.append(isUnprintable(scalar) ? "\u{FFFD}" : scalar) }
    return String(result)
  }

  private static func isUnprintable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A, 0x0D: false
    case 0..<0x20, 0x7F..<0xA0, 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }
}
