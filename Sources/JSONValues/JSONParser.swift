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
  /// Where strings with escapes are put together; kept, so that a document has one such buffer.
  var unescaped: [UInt8] = []

  // The parser does not recurse: what is open stands here, so that a small stack is enough for any document.
  private var open: [Container] = []
  private var values: [JSONValue] = []
  private var keys: [String] = []
  private let maximumDepth: Int

  /// An array or object whose end is not yet reached.
  private struct Container {
    var isObject: Bool
    /// Its first element or member among `values`.
    var firstValue: Int
    /// Its first member among `keys`.
    var firstKey: Int
  }

  init(_ text: UnsafeBufferPointer<UInt8>, start: UnsafePointer<UInt8>, maximumDepth: Int) {
    self.start = start
    end = start + text.count
    next = start
    self.maximumDepth = maximumDepth
  }

  mutating func document() throws(JSONParseError) -> JSONValue {
    if end - start >= 3, start[0] == 0xEF, start[1] == 0xBB, start[2] == 0xBF { next += 3 }
    while true {
      guard var value = try valueOrOpening() else { continue }
      // The value may be the last one of its array or object, which then is a value itself, and so on.
      while let container = open.last {
        values.append(value)
        if accept(UInt8(ascii: ",")) {
          if container.isObject { try key() }
          break
        }
        guard accept(container.isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) else {
          throw unexpected(container.isObject ? "`,` or `}` after a member" : "`,` or `]` after an element")
        }
        value = close(container)
      }
      if open.isEmpty {
        skipSpace()
        guard next == end else { throw unexpected("the end after the value") }
        return value
      }
    }
  }

  /// The value at `next`; nil for an array or object that has something in it, which is open then.
  private mutating func valueOrOpening() throws(JSONParseError) -> JSONValue? {
    skipSpace()
    guard next < end else { throw unexpected("a value") }
    switch next.pointee {
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "{"):
      try descend(isObject: true)
      if accept(UInt8(ascii: "}")) { return close(open[open.count - 1]) }
      try key()
      return nil
    case UInt8(ascii: "["):
      try descend(isObject: false)
      if accept(UInt8(ascii: "]")) { return close(open[open.count - 1]) }
      return nil
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: throw unexpected("a value")
    }
  }

  /// A member's name and the colon after it.
  private mutating func key() throws(JSONParseError) {
    skipSpace()
    guard next < end, next.pointee == UInt8(ascii: "\"") else { throw unexpected("a member's name in quotes") }
    keys.append(try string())
    guard accept(UInt8(ascii: ":")) else { throw unexpected("`:` after a member's name") }
  }

  /// Steps over the bracket that opens an array or object.
  private mutating func descend(isObject: Bool) throws(JSONParseError) {
    guard open.count < maximumDepth else {
      throw JSONParseError(offset: next - start, reason: "arrays and objects are nested more than \(maximumDepth) levels deep")
    }
    open.append(Container(isObject: isObject, firstValue: values.count, firstKey: keys.count))
    next += 1
  }

  /// The innermost container, whose closing bracket was read.
  private mutating func close(_ container: Container) -> JSONValue {
    open.removeLast()
    let count = values.count - container.firstValue
    defer { values.removeLast(count) }
    guard container.isObject else { return .array(Array(values[container.firstValue...])) }
    var members = UniqueMembers(expectedCount: count)
    for index in 0..<count {
      members.set(keys[container.firstKey + index], to: values[container.firstValue + index])
    }
    keys.removeLast(count)
    return .object(JSONObject(uniqueMembers: members.members))
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
