/// Reads the part of TOML 1.0 (https://toml.io/en/v1.0.0) that a settings file needs: tables and dotted keys, strings on one
/// line, integers, floats, booleans, arrays of strings, comments. Everything else is refused with its place and what to
/// write instead. A line that is refused does not take the others with it.
struct TOMLReader {
  /// One `key = value` with the path of its table before it.
  struct Entry: Hashable, Sendable {
    var path: [String]
    var value: TOMLValue
    var position: ConfigurationProblem.Position
    var valuePosition: ConfigurationProblem.Position
  }

  private(set) var entries: [Entry] = []
  private(set) var problems: [ConfigurationProblem] = []

  private let source: String
  private let bytes: [UInt8]
  private var index = 0
  private var line = 1
  private var lineStart = 0
  private var table: [String]? = []
  private var tables: [[String]: Int] = [:]
  private var keys: [[String]: Int] = [:]

  static func read(_ bytes: [UInt8], source: String) -> TOMLReader {
    var reader = TOMLReader(source: source, bytes: bytes)
    reader.readAll()
    return reader
  }

  private init(source: String, bytes: [UInt8]) {
    self.source = source
    self.bytes = bytes
  }

  // MARK: Lines

  private mutating func readAll() {
    guard String(validating: bytes, as: UTF8.self) != nil else {
      problems.append(
        ConfigurationProblem(
          source: source, position: .init(line: 1, column: 1), message: "is not UTF-8 text", concern: .everything))
      return
    }
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { index = 3 }
    while index < bytes.count {
      do {
        try readLine()
      } catch {
        problems.append(error)
        skipLine()
      }
    }
  }

  private mutating func readLine() throws(ConfigurationProblem) {
    skipBlanks()
    switch current {
    case nil: return
    case UInt8(ascii: "["):
      try readTable()
      try endLine()
    case UInt8(ascii: "#"), UInt8(ascii: "\n"), UInt8(ascii: "\r"): try endLine()
    default:
      let entry = try readEntry()
      try endLine()
      if let entry { entries.append(entry) }
    }
  }

  private mutating func readTable() throws(ConfigurationProblem) {
    let start = position
    table = nil
    index += 1
    if current == UInt8(ascii: "[") { throw problem(at: start, "arrays of tables are not used here; write [name] once") }
    skipBlanks()
    let path = try readPath()
    skipBlanks()
    guard take("]") else { throw problem("a table's name ends with ]") }
    if let first = tables[path] {
      throw problem(at: start, "[\(path.joined(separator: "."))] was opened on line \(first) already; put its keys together there")
    }
    tables[path] = start.line
    table = path
  }

  private mutating func readEntry() throws(ConfigurationProblem) -> Entry? {
    let start = position
    let key = try readPath()
    skipBlanks()
    guard take("=") else { throw problem("a key is followed by = and its value") }
    skipBlanks()
    let valuePosition = position
    let value = try readValue()
    // Below a table header that was refused nobody can tell what a key means.
    guard let table else { return nil }
    let path = table + key
    if let first = keys[path] { throw problem(at: start, "`\(path.joined(separator: "."))` was set on line \(first) already") }
    keys[path] = start.line
    return Entry(path: path, value: value, position: start, valuePosition: valuePosition)
  }

  private mutating func readPath() throws(ConfigurationProblem) -> [String] {
    var path: [String] = []
    repeat {
      skipBlanks()
      let start = index
      while let byte = current, Self.isBare(byte) { index += 1 }
      guard index > start else {
        throw problem(
          current == UInt8(ascii: "\"") || current == UInt8(ascii: "'")
            ? "a key is written without quotes" : "a key consists of letters, digits, - and _")
      }
      path.append(String(decoding: bytes[start..<index], as: UTF8.self))
      skipBlanks()
    } while take(".")
    return path
  }

  private mutating func endLine() throws(ConfigurationProblem) {
    skipBlanks()
    if current == UInt8(ascii: "#") {
      while let byte = current, byte != UInt8(ascii: "\n") { index += 1 }
    }
    if current == UInt8(ascii: "\r"), index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "\n") { index += 1 }
    guard current == nil || current == UInt8(ascii: "\n") else { throw problem("nothing can follow here but a # comment") }
    newLine()
  }

  // MARK: Values

  private mutating func readValue() throws(ConfigurationProblem) -> TOMLValue {
    switch current {
    case UInt8(ascii: "\""), UInt8(ascii: "'"): return .string(try readString())
    case UInt8(ascii: "["): return .strings(try readStrings())
    case UInt8(ascii: "{"): throw problem("inline tables are not used here; write a [table] with its keys below it")
    case nil, UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "#"): throw problem("a value is missing after =")
    default: return try readScalar()
    }
  }

  private mutating func readScalar() throws(ConfigurationProblem) -> TOMLValue {
    let start = position
    let first = index
    while let byte = current,
      Self.isBare(byte) || byte == UInt8(ascii: "+") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: ":")
    {
      index += 1
    }
    let word = String(decoding: bytes[first..<index], as: UTF8.self)
    if word == "true" { return .boolean(true) }
    if word == "false" { return .boolean(false) }
    guard let leading = word.utf8.first(where: { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: "+") }),
      leading >= UInt8(ascii: "0"), leading <= UInt8(ascii: "9")
    else {
      throw problem(
        at: start, word.isEmpty ? "this is not a value" : "`\(word)` is not a value; a text stands in quotes: \"\(word)\"")
    }
    if word.utf8.contains(where: { $0 == UInt8(ascii: ":") }) || word.dropFirst().filter({ $0 == "-" }).count == 2 {
      throw problem(at: start, "dates and times are not used here")
    }
    let digits = word.filter { $0 != "_" }
    guard Self.isNumber(word), let number = Double(digits), number.isFinite else {
      throw problem(at: start, "`\(word)` is not a number; write it in decimal digits")
    }
    if word.utf8.contains(where: { $0 == UInt8(ascii: ".") || $0 | 0x20 == UInt8(ascii: "e") }) { return .float(number) }
    guard let integer = Int64(digits) else { throw problem(at: start, "`\(word)` is not an integer of at most 64 bits") }
    return .integer(integer)
  }

  /// `[+-] digits [. digits] [e [+-] digits]`, where a `_` stands between two digits and an integer does not begin with a zero.
  private static func isNumber(_ word: String) -> Bool {
    var rest = Array(word.utf8)[...]
    func takeSign() { if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest.removeFirst() } }
    func takeDigits() -> Int? {
      let digits = rest.prefix { isDigit($0) || $0 == UInt8(ascii: "_") }
      rest = rest.dropFirst(digits.count)
      let parts = digits.split(separator: UInt8(ascii: "_"), omittingEmptySubsequences: false)
      return parts.contains(where: \.isEmpty) ? nil : digits.count
    }
    takeSign()
    let startsWithZero = rest.first == UInt8(ascii: "0")
    guard let whole = takeDigits(), whole == 1 || !startsWithZero else { return false }
    if rest.first == UInt8(ascii: ".") {
      rest.removeFirst()
      guard takeDigits() != nil else { return false }
    }
    if let letter = rest.first, letter | 0x20 == UInt8(ascii: "e") {
      rest.removeFirst()
      takeSign()
      guard takeDigits() != nil else { return false }
    }
    return rest.isEmpty
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }

  private mutating func readString() throws(ConfigurationProblem) -> String {
    let start = position
    let quote = bytes[index]
    index += 1
    if current == quote, index + 1 < bytes.count, bytes[index + 1] == quote {
      throw problem(at: start, "strings over several lines are not used here; write it on one line, with \\n for a line break")
    }
    var text: [UInt8] = []
    while let byte = current, byte != quote {
      if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
        try readEscape(into: &text)
      } else if byte < 0x20 && byte != UInt8(ascii: "\t") || byte == 0x7F {
        break
      } else {
        text.append(byte)
        index += 1
      }
    }
    guard current == quote else { throw problem(at: start, "the string that begins here has no end on this line") }
    index += 1
    return String(decoding: text, as: UTF8.self)
  }

  private mutating func readEscape(into text: inout [UInt8]) throws(ConfigurationProblem) {
    let start = position
    index += 1
    let letter = current.map { Unicode.Scalar($0) }
    index += letter == nil ? 0 : 1
    switch letter {
    case "n": text.append(0x0A)
    case "t": text.append(0x09)
    case "r": text.append(0x0D)
    case "b": text.append(0x08)
    case "f": text.append(0x0C)
    case "\"": text.append(UInt8(ascii: "\""))
    case "\\": text.append(UInt8(ascii: "\\"))
    case "u", "U":
      let length = letter == "u" ? 4 : 8
      let digits = String(decoding: bytes[index..<min(index + length, bytes.count)], as: UTF8.self)
      guard digits.utf8.count == length, digits.allSatisfy(\.isHexDigit), let value = UInt32(digits, radix: 16),
        let scalar = Unicode.Scalar(value)
      else {
        throw problem(at: start, "\\\(letter == "u" ? "u" : "U") is followed by the \(length) hexadecimal digits of a character")
      }
      text.append(contentsOf: Array(String(scalar).utf8))
      index += length
    default:
      throw problem(at: start, "after a backslash stands one of n t r b f u U \" \\; a literal backslash is \\\\")
    }
  }

  private mutating func readStrings() throws(ConfigurationProblem) -> [String] {
    let start = position
    index += 1
    var texts: [String] = []
    while true {
      skipBlanksAndLines()
      if take("]") { return texts }
      guard let byte = current else { throw problem(at: start, "the array that begins here has no ]") }
      guard byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") else {
        throw problem("an array holds strings in quotes, nothing else")
      }
      texts.append(try readString())
      skipBlanksAndLines()
      if take(",") { continue }
      guard current == UInt8(ascii: "]") else {
        throw current == nil
          ? problem(at: start, "the array that begins here has no ]") : problem("a comma stands between two strings")
      }
    }
  }

  // MARK: Bytes

  private var current: UInt8? { index < bytes.count ? bytes[index] : nil }

  /// The column counts characters, as editors do.
  private var position: ConfigurationProblem.Position {
    .init(line: line, column: String(decoding: bytes[lineStart..<index], as: UTF8.self).count + 1)
  }

  private func problem(at position: ConfigurationProblem.Position? = nil, _ message: String) -> ConfigurationProblem {
    ConfigurationProblem(
      source: source, position: position ?? self.position, message: message,
      concern: table?.first.map { .section($0) } ?? .everything)
  }

  private static func isBare(_ byte: UInt8) -> Bool {
    switch Unicode.Scalar(byte) {
    case "a"..."z", "A"..."Z", "0"..."9", "-", "_": true
    default: false
    }
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard current == UInt8(ascii: character) else { return false }
    index += 1
    return true
  }

  private mutating func skipBlanks() {
    while current == UInt8(ascii: " ") || current == UInt8(ascii: "\t") { index += 1 }
  }

  private mutating func skipBlanksAndLines() {
    while let byte = current {
      switch byte {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): index += 1
      case UInt8(ascii: "\n"): newLine()
      case UInt8(ascii: "#"):
        while let byte = current, byte != UInt8(ascii: "\n") { index += 1 }
      default: return
      }
    }
  }

  private mutating func newLine() {
    index += 1
    line += 1
    lineStart = min(index, bytes.count)
  }

  private mutating func skipLine() {
    while let byte = current, byte != UInt8(ascii: "\n") { index += 1 }
    newLine()
  }
}
