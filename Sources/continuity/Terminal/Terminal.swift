#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What the output goes to: whether a person looks at it, how wide it is, and whether it may be coloured.
struct Terminal: Sendable {
  /// Columns of the window; nil when nobody looks, and nothing is shortened then.
  var width: Int?
  var usesColour: Bool

  static let plain = Terminal(width: nil, usesColour: false)

  /// `NO_COLOR` (https://no-color.org) wins over everything, `CLICOLOR_FORCE` over the question whether it is a terminal.
  static func of(descriptor: Int32) -> Terminal {
    let isTerminal = isatty(descriptor) == 1
    let isDumb = environmentValue("TERM") == "dumb"
    let isForced = environmentValue("CLICOLOR_FORCE").map { $0 != "0" } ?? false
    let usesColour = environmentValue("NO_COLOR") == nil && (isForced || (isTerminal && !isDumb))
    return Terminal(width: isTerminal ? columns(of: descriptor) : nil, usesColour: usesColour)
  }

  private static func columns(of descriptor: Int32) -> Int {
    if let text = environmentValue("COLUMNS"), let columns = Int(text), columns >= 20 { return columns }
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col >= 20 else { return 80 }
    return Int(size.ws_col)
  }

  /// `text` in this ink, or as it is where there are no colours.
  func paint(_ text: some StringProtocol, _ ink: Ink) -> String {
    usesColour && !text.isEmpty ? "\u{1B}[\(ink.rawValue)m\(text)\u{1B}[0m" : String(text)
  }
}

/// The few inks that are readable on light and dark backgrounds alike; the numbers are SGR parameters (ECMA-48).
enum Ink: String, Sendable {
  case bold = "1"
  case dim = "2"
  case red = "31"
  case green = "32"
  case yellow = "33"
  case magenta = "35"
  case cyan = "36"
}

/// A variable of the environment; an empty one counts as not set, as `NO_COLOR` and most shells' users expect.
func environmentValue(_ name: String) -> String? {
  guard let value = getenv(name), value.pointee != 0 else { return nil }
  return String(cString: value)
}
