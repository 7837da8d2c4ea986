package import JSONValues

/// Finds the JSON in what a model says: alone, in a fence of Markdown, or with words around it.
package enum AnsweredJSON {
  /// The parser's limit for what a model answers: far more than any tokens' limit allows.
  private static let limits = JSONLimits(maximumLength: 4 * 1_048_576, maximumDepth: 64)

  /// Nil when there is none. Where there are several values, the first object or array that is whole.
  package static func value(in text: String) -> JSONValue? {
    if let whole = try? JSONValue(parsing: text, limits: limits) { return whole }
    let bytes = Array(text.utf8)
    var start = bytes.startIndex
    // A brace in the words before it may begin no JSON; a dozen tries are enough for what is an answer at all.
    for _ in 0..<12 {
      guard let open = bytes[start...].firstIndex(where: { $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: "[") }) else { return nil }
      if let end = end(of: open, in: bytes), let value = try? JSONValue(parsing: Array(bytes[open...end]), limits: limits) {
        return value
      }
      start = open + 1
    }
    return nil
  }

  /// Where the bracket at `open` is closed, with strings stepped over.
  private static func end(of open: Int, in bytes: [UInt8]) -> Int? {
    var depth = 0
    var isString = false
    var index = open
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "\\") where isString: index += 1
      case UInt8(ascii: "\""): isString.toggle()
      case UInt8(ascii: "{") where !isString, UInt8(ascii: "[") where !isString: depth += 1
      case UInt8(ascii: "}") where !isString, UInt8(ascii: "]") where !isString:
        depth -= 1
        if depth == 0 { return index }
      default: break
      }
      index += 1
    }
    return nil
  }
}
