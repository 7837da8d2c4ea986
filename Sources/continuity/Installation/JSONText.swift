import JSONValues

/// A JSON document with the place of everything in it, so that a part can be changed and every other byte stays.
///
/// Settings files are people's: they hold comments (VS Code and others allow them, https://code.visualstudio.com/docs/languages/json),
/// tabs, long lines, and an order that means something to somebody.
struct JSONText {
  let bytes: [UInt8]
  let root: Node

  struct Node {
    /// From the first byte of the value to the one after its last.
    let range: Range<Int>
    let value: JSONValue
    /// The members of an object or the elements of an array, as they are written; none in anything else.
    let items: [Item]

    var isContainer: Bool {
      switch value {
      case .object, .array: true
      default: false
      }
    }

    /// The last of that name counts, as for every parser.
    func member(_ key: String) -> Item? { items.last { $0.key == key } }
  }

  /// An element, or a member with its name.
  struct Item {
    /// Nil in an array.
    let key: String?
    /// Where its name begins, or its value where it has none.
    let start: Int
    let node: Node

    var end: Int { node.range.upperBound }
  }

  /// - Parameter allowsComments: `//`, `/* */` and a comma after the last element, which the file's owner reads too.
  init(_ bytes: [UInt8], allowsComments: Bool) throws(JSONParseError) {
    if !allowsComments { _ = try JSONValue(parsing: bytes) }
    var scanner = Scanner(bytes: bytes)
    self.bytes = bytes
    root = try scanner.document()
  }

  // MARK: What stands between two tokens

  /// The comma in a gap between two items, outside of comments.
  func comma(in gap: Range<Int>) -> Int? {
    var index = gap.lowerBound
    while index < gap.upperBound {
      if let end = Self.commentEnd(in: bytes, at: index) {
        index = end
      } else if bytes[index] == UInt8(ascii: ",") {
        return index
      } else {
        index += 1
      }
    }
    return nil
  }

  /// The end of the last comment in a gap.
  func lastCommentEnd(in gap: Range<Int>) -> Int? {
    var (index, last) = (gap.lowerBound, Int?.none)
    while index < gap.upperBound {
      if let end = Self.commentEnd(in: bytes, at: index) {
        (index, last) = (end, end)
      } else {
        index += 1
      }
    }
    return last
  }

  /// After the comments that begin on the line of `index`; `index` where there are none.
  func endOfCommentsOnLine(from index: Int, to limit: Int) -> Int {
    var (index, last) = (index, index)
    while index < limit, bytes[index] != UInt8(ascii: "\n"), bytes[index] != UInt8(ascii: "\r") {
      if let end = Self.commentEnd(in: bytes, at: index) {
        (index, last) = (end, end)
      } else {
        index += 1
      }
    }
    return last
  }

  func hasLineFeed(in range: Range<Int>) -> Bool { bytes[range].contains(UInt8(ascii: "\n")) }

  func isBlank(_ range: Range<Int>) -> Bool { bytes[range].allSatisfy(Self.isSpace) }

  fileprivate static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }

  /// Where a comment that begins at `index` ends (before the line feed of a `//`); nil when none begins there or it has no end.
  fileprivate static func commentEnd(in bytes: [UInt8], at index: Int) -> Int? {
    guard index + 1 < bytes.count, bytes[index] == UInt8(ascii: "/") else { return nil }
    switch bytes[index + 1] {
    case UInt8(ascii: "/"):
      return bytes[index...].firstIndex { $0 == 0x0A || $0 == 0x0D } ?? bytes.count
    case UInt8(ascii: "*"):
      var end = index + 2
      while end + 1 < bytes.count {
        if bytes[end] == UInt8(ascii: "*"), bytes[end + 1] == UInt8(ascii: "/") { return end + 2 }
        end += 1
      }
      return nil
    default: return nil
    }
  }
}

/// Reads a document with comments and trailing commas into nodes. Strings and numbers are the strict parser's business.
private struct Scanner {
  /// As deep as the strict parser goes; this one recurses.
  private static let maximumDepth = 512

  let bytes: [UInt8]
  var index = 0
  var depth = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  mutating func document() throws(JSONParseError) -> JSONText.Node {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { index = 3 }
    try skipSpace()
    let node = try value()
    try skipSpace()
    guard index == bytes.count else { throw unexpected("the end after the value") }
    return node
  }

  private mutating func value() throws(JSONParseError) -> JSONText.Node {
    guard index < bytes.count else { throw unexpected("a value") }
    switch bytes[index] {
    case UInt8(ascii: "{"): return try container(closedBy: UInt8(ascii: "}"))
    case UInt8(ascii: "["): return try container(closedBy: UInt8(ascii: "]"))
    default:
      let start = index
      let value = try scalar()
      return JSONText.Node(range: start..<index, value: value, items: [])
    }
  }

  private mutating func container(closedBy closing: UInt8) throws(JSONParseError) -> JSONText.Node {
    guard depth < Self.maximumDepth else { throw unexpected("no more than \(Self.maximumDepth) levels") }
    depth += 1
    defer { depth -= 1 }
    let isObject = closing == UInt8(ascii: "}")
    let start = index
    var items: [JSONText.Item] = []
    index += 1
    try skipSpace()
    while index >= bytes.count || bytes[index] != closing {
      items.append(try item(isMember: isObject))
      try skipSpace()
      if take(",") {
        try skipSpace()
      } else if index >= bytes.count || bytes[index] != closing {
        throw unexpected(isObject ? "`,` or `}` after a member" : "`,` or `]` after an element")
      }
    }
    index += 1
    let value: JSONValue =
      isObject
      ? .object(JSONObject(items.map { ($0.key ?? "", $0.node.value) })) : .array(items.map(\.node.value))
    return JSONText.Node(range: start..<index, value: value, items: items)
  }

  private mutating func item(isMember: Bool) throws(JSONParseError) -> JSONText.Item {
    let start = index
    guard isMember else { return JSONText.Item(key: nil, start: start, node: try value()) }
    guard index < bytes.count, bytes[index] == UInt8(ascii: "\""), case .string(let key) = try scalar() else {
      throw unexpected("a member's name in quotes")
    }
    try skipSpace()
    guard take(":") else { throw unexpected("`:` after a member's name") }
    try skipSpace()
    return JSONText.Item(key: key, start: start, node: try value())
  }

  private mutating func scalar() throws(JSONParseError) -> JSONValue {
    let start = index
    if bytes[index] == UInt8(ascii: "\"") {
      index += 1
      while index < bytes.count, bytes[index] != UInt8(ascii: "\""), bytes[index] != 0x0A {
        index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
      }
      guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") else {
        index = start
        throw unexpected("a string that ends on its line")
      }
      index += 1
    } else {
      while index < bytes.count, !JSONText.isSpace(bytes[index]), !",:]}{[\"/".utf8.contains(bytes[index]) { index += 1 }
      guard index > start else { throw unexpected("a value") }
    }
    do {
      return try JSONValue(parsing: Array(bytes[start..<index]))
    } catch {
      throw JSONParseError(offset: start + error.offset, reason: error.reason)
    }
  }

  private mutating func skipSpace() throws(JSONParseError) {
    while index < bytes.count {
      if JSONText.isSpace(bytes[index]) {
        index += 1
      } else if bytes[index] == UInt8(ascii: "/") {
        guard let end = JSONText.commentEnd(in: bytes, at: index) else { throw unexpected("a comment that ends") }
        index = end
      } else {
        return
      }
    }
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard index < bytes.count, bytes[index] == UInt8(ascii: character) else { return false }
    index += 1
    return true
  }

  private func unexpected(_ expected: String) -> JSONParseError {
    guard index < bytes.count else { return JSONParseError(offset: bytes.count, reason: "expected \(expected), found the end") }
    let found = String(decoding: bytes[index..<min(index + 12, bytes.count)].prefix { $0 > 0x20 }, as: UTF8.self)
    return JSONParseError(offset: index, reason: "expected \(expected), found `\(found)`")
  }
}
