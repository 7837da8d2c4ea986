/// Reads one document in one pass over its bytes.
///
/// Strict RFC 8259: no comments, no trailing commas, no leading zeros, no control characters in strings, and UTF-8 only. Where the RFC
/// leaves a choice:
/// - A byte order mark at the beginning is skipped.
/// - Half of a surrogate pair (`\ud83d` alone) becomes U+FFFD. It is no character, but real tool output has it where text was cut
///   in the middle of one, and a whole payload is not to be lost for that.
/// - Of two members with the same name the last one counts, in the place of the first.
/// - A number too large for a double (`1e400`) is refused: infinity could not be written again.
struct JSONParser {
  /// One past the last byte of the text, and the next byte to be read. The text outlives the parser: `JSONValue.init(parsing:)` is
  /// the only one who makes one.
  let start: UnsafePointer<UInt8>
  let end: UnsafePointer<UInt8>
  var next: UnsafePointer<UInt8>
  private var levelsLeft: Int
  private let maximumDepth: Int
  /// Where strings with escapes are put together; kept, so that a document has one such buffer.
  var unescaped: [UInt8] = []

  init(_ text: UnsafeBufferPointer<UInt8>, start: UnsafePointer<UInt8>, maximumDepth: Int) {
    self.start = start
    end = start + text.count
    next = start
    levelsLeft = maximumDepth
    self.maximumDepth = maximumDepth
  }

  mutating func document() throws(JSONParseError) -> JSONValue {
    if end - start >= 3, start[0] == 0xEF, start[1] == 0xBB, start[2] == 0xBF { next += 3 }
    let value = try value()
    skipSpace()
    guard next == end else { throw unexpected("the end after the value") }
    return value
  }

  private mutating func value() throws(JSONParseError) -> JSONValue {
    skipSpace()
    guard next < end else { throw unexpected("a value") }
    switch next.pointee {
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "{"): return .object(try object())
    case UInt8(ascii: "["): return .array(try array())
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: throw unexpected("a value")
    }
  }

  private mutating func array() throws(JSONParseError) -> [JSONValue] {
    try descend()
    defer { levelsLeft += 1 }
    var elements: [JSONValue] = []
    if accept(UInt8(ascii: "]")) { return elements }
    while true {
      elements.append(try value())
      if accept(UInt8(ascii: ",")) { continue }
      guard accept(UInt8(ascii: "]")) else { throw unexpected("`,` or `]` after an element") }
      return elements
    }
  }

  private mutating func object() throws(JSONParseError) -> JSONObject {
    try descend()
    defer { levelsLeft += 1 }
    var members = UniqueMembers()
    if accept(UInt8(ascii: "}")) { return JSONObject() }
    while true {
      skipSpace()
      guard next < end, next.pointee == UInt8(ascii: "\"") else { throw unexpected("a member's name in quotes") }
      let key = try string()
      guard accept(UInt8(ascii: ":")) else { throw unexpected("`:` after a member's name") }
      members.set(key, to: try value())
      if accept(UInt8(ascii: ",")) { continue }
      guard accept(UInt8(ascii: "}")) else { throw unexpected("`,` or `}` after a member") }
      return JSONObject(uniqueMembers: members.members)
    }
  }

  /// Steps over the bracket that opens an array or object.
  private mutating func descend() throws(JSONParseError) {
    guard levelsLeft > 0 else {
      throw JSONParseError(offset: next - start, reason: "arrays and objects are nested more than \(maximumDepth) levels deep")
    }
    levelsLeft -= 1
    next += 1
  }

  private mutating func word(_ word: StaticString, _ value: JSONValue) throws(JSONParseError) -> JSONValue {
    let length = word.utf8CodeUnitCount
    for index in 0..<length where next + index == end || next[index] != word.utf8Start[index] {
      throw unexpected("`\(word)`")
    }
    next += length
    return value
  }

  private mutating func skipSpace() {
    while next < end {
      switch next.pointee {
      case 0x20, 0x0A, 0x0D, 0x09: next += 1
      default: return
      }
    }
  }

  /// Steps over `byte` and the space before it, if it stands there.
  private mutating func accept(_ byte: UInt8) -> Bool {
    skipSpace()
    guard next < end, next.pointee == byte else { return false }
    next += 1
    return true
  }

  /// The error for what stands at `next`.
  func unexpected(_ expected: String) -> JSONParseError {
    let offset = next - start
    guard next < end else { return JSONParseError(offset: offset, reason: "expected \(expected), found the end of the text") }
    let byte = next.pointee
    let found =
      switch byte {
      case 0x21...0x7E: "`\(Character(Unicode.Scalar(byte)))`"
      default: "the byte 0x" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
      }
    return JSONParseError(offset: offset, reason: "expected \(expected), found \(found)")
  }
}

extension JSONValue {
  /// Throws a `JSONParseError` for text that is not JSON, too long, or nested too deeply.
  package init(parsing text: UnsafeBufferPointer<UInt8>, limits: JSONLimits = .standard) throws(JSONParseError) {
    guard text.count <= limits.maximumLength else {
      throw JSONParseError(
        offset: limits.maximumLength, reason: "the text has \(text.count) bytes; at most \(limits.maximumLength) are taken")
    }
    guard let start = text.baseAddress else {
      throw JSONParseError(offset: 0, reason: "expected a value, found the end of the text")
    }
    var parser = JSONParser(text, start: start, maximumDepth: limits.maximumDepth)
    self = try parser.document()
  }

  package init(parsing bytes: [UInt8], limits: JSONLimits = .standard) throws(JSONParseError) {
    self = try bytes.withUnsafeBufferPointer { text throws(JSONParseError) in try JSONValue(parsing: text, limits: limits) }
  }

  package init(parsing text: String, limits: JSONLimits = .standard) throws(JSONParseError) {
    var text = text
    let result = text.withUTF8 { bytes in
      Result { () throws(JSONParseError) -> JSONValue in try JSONValue(parsing: bytes, limits: limits) }
    }
    self = try result.get()
  }
}
