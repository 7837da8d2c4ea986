/// The ASCII bytes that the scanners know by name, and the kinds of byte that they tell apart.
enum Byte {
  static let tab = UInt8(ascii: "\t")
  static let newline = UInt8(ascii: "\n")
  static let carriageReturn = UInt8(ascii: "\r")
  static let space = UInt8(ascii: " ")
  static let quote = UInt8(ascii: "\"")
  static let apostrophe = UInt8(ascii: "'")
  static let backtick = UInt8(ascii: "`")
  static let backslash = UInt8(ascii: "\\")
  static let slash = UInt8(ascii: "/")
  static let less = UInt8(ascii: "<")
  static let greater = UInt8(ascii: ">")
  static let ampersand = UInt8(ascii: "&")
  static let equals = UInt8(ascii: "=")
  static let colon = UInt8(ascii: ":")
  static let semicolon = UInt8(ascii: ";")
  static let comma = UInt8(ascii: ",")
  static let period = UInt8(ascii: ".")
  static let hyphen = UInt8(ascii: "-")
  static let underscore = UInt8(ascii: "_")
  static let at = UInt8(ascii: "@")
  static let tilde = UInt8(ascii: "~")
  static let dollar = UInt8(ascii: "$")
  static let percent = UInt8(ascii: "%")
  static let plus = UInt8(ascii: "+")
  static let asterisk = UInt8(ascii: "*")
  static let hash = UInt8(ascii: "#")
  static let openBracket = UInt8(ascii: "[")
  static let closeBracket = UInt8(ascii: "]")
  static let openParenthesis = UInt8(ascii: "(")
  static let closeParenthesis = UInt8(ascii: ")")
  static let openBrace = UInt8(ascii: "{")
  static let closeBrace = UInt8(ascii: "}")
  static let bar = UInt8(ascii: "|")

  @inline(__always) static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
  @inline(__always) static func isUpper(_ byte: UInt8) -> Bool { byte &- 0x41 < 26 }
  @inline(__always) static func isLower(_ byte: UInt8) -> Bool { byte &- 0x61 < 26 }
  @inline(__always) static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }
  @inline(__always) static func isAlphanumeric(_ byte: UInt8) -> Bool { isLetter(byte) || isDigit(byte) }
  @inline(__always) static func isWord(_ byte: UInt8) -> Bool { isLetter(byte) || isDigit(byte) || byte == underscore }
  @inline(__always) static func isHex(_ byte: UInt8) -> Bool { isDigit(byte) || (byte | 0x20) &- 0x61 < 6 }
  @inline(__always) static func isBlank(_ byte: UInt8) -> Bool { byte == space || byte == tab }
  @inline(__always) static func isWhitespace(_ byte: UInt8) -> Bool { byte == space || byte &- 9 < 5 }
  @inline(__always) static func isLineEnd(_ byte: UInt8) -> Bool { byte == newline || byte == carriageReturn }
  @inline(__always) static func isQuote(_ byte: UInt8) -> Bool { byte == quote || byte == apostrophe || byte == backtick }
  @inline(__always) static func lowered(_ byte: UInt8) -> UInt8 { isUpper(byte) ? byte | 0x20 : byte }
}

/// Bytes that may be read past either end, as zero: look-ahead and look-back need no bounds of their own.
struct ByteView {
  let bytes: UnsafeBufferPointer<UInt8>
  let count: Int

  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
    count = bytes.count
  }

  @inline(__always) subscript(index: Int) -> UInt8 { index >= 0 && index < count ? bytes[index] : 0 }

  @inline(__always)
  func hasPrefix(_ prefix: StaticString, at index: Int) -> Bool {
    let length = prefix.utf8CodeUnitCount
    guard index >= 0, index + length <= count else { return false }
    for offset in 0..<length where bytes[index + offset] != prefix.utf8Start[offset] { return false }
    return true
  }

  /// `prefix` is lower-case ASCII.
  func hasPrefix(ignoringCase prefix: StaticString, at index: Int) -> Bool {
    let length = prefix.utf8CodeUnitCount
    guard index >= 0, index + length <= count else { return false }
    for offset in 0..<length where Byte.lowered(bytes[index + offset]) != prefix.utf8Start[offset] { return false }
    return true
  }

  @inline(__always)
  func isWord(_ word: StaticString, _ range: Range<Int>) -> Bool {
    range.count == word.utf8CodeUnitCount && hasPrefix(ignoringCase: word, at: range.lowerBound)
  }

  /// The first index from `start` on whose byte does not satisfy `condition`, at most `limit` or the end.
  @inline(__always)
  func end(from start: Int, limit: Int = .max, while condition: (UInt8) -> Bool) -> Int {
    var index = start
    let bound = min(count, limit)
    while index < bound, condition(bytes[index]) { index += 1 }
    return index
  }

  /// The first index of the run of bytes before `end` that satisfy `condition`, not below `limit`.
  @inline(__always)
  func start(before end: Int, limit: Int = 0, while condition: (UInt8) -> Bool) -> Int {
    var index = end
    let bound = max(0, limit)
    while index > bound, condition(bytes[index - 1]) { index -= 1 }
    return index
  }
}
