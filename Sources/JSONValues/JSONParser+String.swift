extension JSONParser {
  /// A string; `next` stands at its opening quote.
  mutating func string() throws(JSONParseError) -> String {
    next += 1
    let first = next
    skipPlainBytes()
    if next < end, next.pointee == UInt8(ascii: "\"") {
      defer { next += 1 }
      return try text(UnsafeBufferPointer(start: first, count: next - first), from: first)
    }

    unescaped.removeAll(keepingCapacity: true)
    var run = first
    while true {
      unescaped.append(contentsOf: UnsafeBufferPointer(start: run, count: next - run))
      guard next < end else { throw unexpected("`\"` at the end of a string") }
      switch next.pointee {
      case UInt8(ascii: "\""):
        defer { next += 1 }
        let bytes = unescaped
        return try bytes.withUnsafeBufferPointer { bytes throws(JSONParseError) in try text(bytes, from: first) }
      case UInt8(ascii: "\\"):
        try escape()
      default:
        throw unexpected("a control character to be escaped")
      }
      run = next
      skipPlainBytes()
    }
  }

  /// Stops at a quote, a backslash, a control character, or the end. Eight bytes at a time: text is most of what comes in.
  private mutating func skipPlainBytes() {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let highBits: UInt64 = 0x8080_8080_8080_8080
    while end - next >= 8 {
      let word = UInt64(littleEndian: UnsafeRawPointer(next).loadUnaligned(as: UInt64.self))
      // "Determine if a word has a byte less than n", https://graphics.stanford.edu/~seander/bithacks.html: each term has the high
      // bit set in the lowest byte that is zero (a quote, a backslash after the exclusive or) or below 0x20. Bytes above a
      // match may be marked wrongly; the lowest mark is right, and only that one is used.
      let quote = word ^ (ones &* UInt64(UInt8(ascii: "\"")))
      let backslash = word ^ (ones &* UInt64(UInt8(ascii: "\\")))
      let marks =
        ((quote &- ones) & ~quote | (backslash &- ones) & ~backslash | (word &- (ones &* 0x20)) & ~word) & highBits
      if marks != 0 {
        next += marks.trailingZeroBitCount / 8
        return
      }
      next += 8
    }
    while next < end {
      let byte = next.pointee
      if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { return }
      next += 1
    }
  }

  /// `source` is where the string's bytes begin in the document, to name the place of a wrong one: escapes are ASCII, so that the
  /// bytes are right after unescaping exactly if they were before.
  private func text(_ bytes: UnsafeBufferPointer<UInt8>, from source: UnsafePointer<UInt8>) throws(JSONParseError) -> String {
    if let string = String(validating: bytes, as: UTF8.self) { return string }
    let raw = UnsafeBufferPointer(start: source, count: next - source)
    let offset = source - start + (raw.firstOffsetOutsideUTF8 ?? 0)
    throw JSONParseError(offset: offset, reason: "the text is not UTF-8 here")
  }

  /// One escape; `next` stands at its backslash.
  private mutating func escape() throws(JSONParseError) {
    next += 1
    guard next < end else { throw unexpected("an escaped character") }
    switch next.pointee {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): unescaped.append(next.pointee)
    case UInt8(ascii: "b"): unescaped.append(0x08)
    case UInt8(ascii: "f"): unescaped.append(0x0C)
    case UInt8(ascii: "n"): unescaped.append(0x0A)
    case UInt8(ascii: "r"): unescaped.append(0x0D)
    case UInt8(ascii: "t"): unescaped.append(0x09)
    case UInt8(ascii: "u"):
      next += 1
      return appendScalar(startingWith: try hexadecimalUnit())
    default: throw unexpected("one of `\"\\/bfnrtu` after a backslash")
    }
    next += 1
  }

  /// The character that begins with a UTF-16 unit, which may take a second escape.
  private mutating func appendScalar(startingWith unit: UInt16) {
    if UTF16.isLeadSurrogate(unit), end - next >= 6, next[0] == UInt8(ascii: "\\"), next[1] == UInt8(ascii: "u") {
      let afterFirst = next
      next += 2
      if let second = try? hexadecimalUnit(), UTF16.isTrailSurrogate(second) {
        let value = 0x10000 + (UInt32(unit & 0x3FF) << 10 | UInt32(second & 0x3FF))
        append(Unicode.Scalar(value) ?? "\u{FFFD}")
        return
      }
      // What follows is a character of its own, or an error of its own.
      next = afterFirst
    }
    append(Unicode.Scalar(unit) ?? "\u{FFFD}")
  }

  private mutating func append(_ scalar: Unicode.Scalar) {
    unescaped.append(contentsOf: UTF8.encode(scalar).unsafelyUnwrapped)
  }

  private mutating func hexadecimalUnit() throws(JSONParseError) -> UInt16 {
    var unit: UInt16 = 0
    for _ in 0..<4 {
      guard next < end else { throw unexpected("four hexadecimal digits after `\\u`") }
      switch next.pointee {
      case let byte where byte &- UInt8(ascii: "0") < 10: unit = unit << 4 | UInt16(byte &- UInt8(ascii: "0"))
      case let byte where (byte | 0x20) &- UInt8(ascii: "a") < 6: unit = unit << 4 | UInt16((byte | 0x20) &- UInt8(ascii: "a") + 10)
      default: throw unexpected("four hexadecimal digits after `\\u`")
      }
      next += 1
    }
    return unit
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// Where the first sequence of bytes begins that is not UTF-8 (RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF).
  var firstOffsetOutsideUTF8: Int? {
    var decoder = UTF8.ForwardParser()
    var iterator = makeIterator()
    var offset = 0
    while true {
      switch decoder.parseScalar(from: &iterator) {
      case .valid(let scalar): offset += scalar.count
      case .emptyInput: return nil
      case .error: return offset
      }
    }
  }
}
