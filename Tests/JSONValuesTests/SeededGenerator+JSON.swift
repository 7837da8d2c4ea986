import JSONValues
import SeededRandom

extension SeededGenerator {
  /// Any value, of at most `depth` levels.
  mutating func value(depth: Int) -> JSONValue {
    switch Int.random(in: 0..<(depth > 0 ? 9 : 6), using: &self) {
    case 0: .null
    case 1: .bool(.random(using: &self))
    case 2: .integer([0, -1, .max, .min, 1 << 53, Int64(truncatingIfNeeded: next())].randomElement(using: &self) ?? 0)
    case 3: .number(double())
    case 4, 5: .string(string())
    case 6, 7: .array((0..<Int.random(in: 0...5, using: &self)).map { _ in value(depth: depth - 1) })
    default: .object(JSONObject((0..<Int.random(in: 0...24, using: &self)).map { _ in (string(), value(depth: depth - 1)) }))
    }
  }

  /// Any finite double, by its bits.
  mutating func double() -> Double {
    while true {
      let number = Double(bitPattern: next())
      if number.isFinite { return number }
    }
  }

  mutating func string() -> String {
    let pieces = [
      "", "a", "\"", "\\", "\n", "\u{0}", "\u{1F}", "\u{7F}", "é", "e\u{301}", "\u{2028}", "日本語", "👩‍👩‍👧", "\u{FFFD}", "/",
      "plain text ",
    ]
    return (0..<Int.random(in: 0...6, using: &self)).map { _ in pieces.randomElement(using: &self) ?? "" }.joined()
  }
}
