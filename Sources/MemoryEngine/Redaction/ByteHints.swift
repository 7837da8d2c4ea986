/// What kinds of byte a text holds, eight bytes at a time: most texts need no look for tags and none for invisible characters.
struct ByteHints {
  /// A byte outside ASCII or an escape: the text may hold characters that show nothing.
  private(set) var mayHoldInvisible = false
  /// A `<`, or an `&` or `\` that can be an escaped one.
  private(set) var mayHoldTags = false

  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    let raw = UnsafeRawBufferPointer(bytes)
    var invisible: UInt64 = 0
    var tags: UInt64 = 0
    var offset = 0
    while offset + 8 <= raw.count {
      let word = raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      invisible |= word | Self.zeroBytes(word ^ 0x1B1B_1B1B_1B1B_1B1B)
      tags |= Self.zeroBytes(word ^ 0x3C3C_3C3C_3C3C_3C3C) | Self.zeroBytes(word ^ 0x2626_2626_2626_2626)
        | Self.zeroBytes(word ^ 0x5C5C_5C5C_5C5C_5C5C)
      offset += 8
    }
    mayHoldInvisible = invisible & 0x8080_8080_8080_8080 != 0
    mayHoldTags = tags & 0x8080_8080_8080_8080 != 0
    while offset < raw.count {
      let byte = raw[offset]
      if byte >= 0x80 || byte == 0x1B { mayHoldInvisible = true }
      if byte == Byte.less || byte == Byte.ampersand || byte == Byte.backslash { mayHoldTags = true }
      offset += 1
    }
  }

  /// The high bit of a byte of the result is set where that byte of `word` is zero; a few bytes above a zero may be marked too.
  /// (https://graphics.stanford.edu/~seander/bithacks.html#ZeroInWord)
  private static func zeroBytes(_ word: UInt64) -> UInt64 {
    (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
  }
}
