/// What stands where in a TOML file (https://toml.io/en/v1.0.0): its tables and keys, with their lines.
///
/// Values are only stepped over, whatever they are: this is for putting a table of ours beside others', not for reading a
/// configuration. What cannot be stepped over with certainty makes the whole file one that is not understood.
struct TOMLOutline {
  struct Statement: Hashable {
    enum Kind: Hashable {
      /// `[a.b]`
      case table
      /// `[[a.b]]`
      case element
      /// `a.b = …`, under the table before it.
      case key
    }
    var kind: Kind
    /// From the root, also of a key.
    var path: [String]
    /// Whole lines, the line break of the last one included.
    var lines: Range<Int>
    /// Of a key, its value.
    var value: Range<Int>?
  }

  struct Failure: Error {
    /// From 1.
    let line: Int
    let reason: String
  }

  let bytes: [UInt8]
  private(set) var statements: [Statement] = []
  private var index = 0

  init(_ text: String) throws(Failure) {
    bytes = Array(text.utf8)
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { index = 3 }
    var table: [String] = []
    while index < bytes.count {
      let start = index
      skipBlanks()
      switch current {
      case nil, UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "#"): try endLine()
      case UInt8(ascii: "["):
        index += 1
        let isElement = take("[")
        skipBlanks()
        table = try path()
        guard take("]"), !isElement || take("]") else { throw failure("a table's name ends with ]") }
        try endLine()
        statements.append(Statement(kind: isElement ? .element : .table, path: table, lines: start..<index))
      default:
        let key = try path()
        guard take("=") else { throw failure("a key is followed by =") }
        skipBlanks()
        let valueStart = index
        try value(depth: 0)
        let valueEnd = index
        try endLine()
        statements.append(Statement(kind: .key, path: table + key, lines: start..<index, value: valueStart..<valueEnd))
      }
    }
  }

  // MARK: Stepping over

  private mutating func path() throws(Failure) -> [String] {
    var path: [String] = []
    repeat {
      skipBlanks()
      let start = index
      if current == UInt8(ascii: "\"") || current == UInt8(ascii: "'") {
        try string()
        let text = bytes[(start + 1)..<(index - 1)]
        // A name with an escape in it is none that we look for.
        path.append(String(decoding: text, as: UTF8.self))
      } else {
        while let byte = current, Self.isBare(byte) { index += 1 }
        guard index > start else { throw failure("a key consists of letters, digits, - and _, or stands in quotes") }
        path.append(String(decoding: bytes[start..<index], as: UTF8.self))
      }
      skipBlanks()
    } while take(".")
    return path
  }

  private mutating func value(depth: Int) throws(Failure) {
    guard depth < 64 else { throw failure("this is nested too deeply") }
    switch current {
    case UInt8(ascii: "\""), UInt8(ascii: "'"): try string()
    case UInt8(ascii: "["):
      index += 1
      while true {
        skipSpaceAndComments()
        if take("]") { return }
        try value(depth: depth + 1)
        skipSpaceAndComments()
        if take(",") { continue }
        guard current == UInt8(ascii: "]") else { throw failure("an array ends with ]") }
      }
    case UInt8(ascii: "{"):
      index += 1
      // Line breaks in it are new in TOML 1.1.
      skipSpaceAndComments()
      while !take("}") {
        _ = try path()
        guard take("=") else { throw failure("a key is followed by =") }
        skipSpaceAndComments()
        try value(depth: depth + 1)
        skipSpaceAndComments()
        if take(",") {
          skipSpaceAndComments()
        } else if current != UInt8(ascii: "}") {
          throw failure("an inline table ends with }")
        }
      }
    default:
      let start = index
      // A date may have a space between day and time.
      while let byte = current, !Self.isEnd(byte) { index += 1 }
      while index > start, bytes[index - 1] == 0x20 || bytes[index - 1] == 0x09 { index -= 1 }
      guard index > start else { throw failure("a value is missing") }
    }
  }

  private mutating func string() throws(Failure) {
    let start = index
    let quote = bytes[index]
    let isLong = bytes[index...].starts(with: [quote, quote, quote])
    index += isLong ? 3 : 1
    while let byte = current {
      if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
        index += 2
      } else if isLong, bytes[index...].starts(with: [quote, quote, quote]) {
        index += 3
        // One or two quotes may stand before the three that end it.
        while current == quote, index - start < bytes.count { index += 1 }
        return
      } else if !isLong, byte == quote {
        index += 1
        return
      } else if !isLong, byte == UInt8(ascii: "\n") {
        break
      } else {
        index += 1
      }
    }
    index = start
    throw failure("a string has no end")
  }

  private mutating func endLine() throws(Failure) {
    skipBlanks()
    if current == UInt8(ascii: "#") {
      while let byte = current, byte != UInt8(ascii: "\n") { index += 1 }
    }
    if current == UInt8(ascii: "\r"), index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "\n") { index += 1 }
    guard current == nil || current == UInt8(ascii: "\n") else { throw failure("nothing can follow here but a # comment") }
    if current != nil { index += 1 }
  }

  private mutating func skipBlanks() { while current == 0x20 || current == 0x09 { index += 1 } }

  private mutating func skipSpaceAndComments() {
    while let byte = current {
      if byte == UInt8(ascii: "#") {
        while let byte = current, byte != UInt8(ascii: "\n") { index += 1 }
      } else if byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D {
        index += 1
      } else {
        return
      }
    }
  }

  private var current: UInt8? { index < bytes.count ? bytes[index] : nil }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard current == UInt8(ascii: character) else { return false }
    index += 1
    return true
  }

  private static func isBare(_ byte: UInt8) -> Bool {
    switch Unicode.Scalar(byte) {
    case "a"..."z", "A"..."Z", "0"..."9", "-", "_": true
    default: false
    }
  }

  private static func isEnd(_ byte: UInt8) -> Bool {
    switch Unicode.Scalar(byte) {
    case ",", "]", "}", "#", "\n", "\r", "=", "[", "{", "\"", "'": true
    default: false
    }
  }

  private func failure(_ reason: String) -> Failure {
    Failure(line: bytes[..<min(index, bytes.count)].count { $0 == 0x0A } + 1, reason: reason)
  }
}
