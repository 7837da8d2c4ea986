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
      invisible |= Self.invisibleBytes(word)
      tags |= Self.tagBytes(word)
      offset += 8
    }
    while offset < raw.count {
      invisible |= Self.invisibleBytes(UInt64(raw[offset]) | 0x2020_2020_2020_2000)
      tags |= Self.tagBytes(UInt64(raw[offset]) | 0x2020_2020_2020_2000)
      offset += 1
    }
    mayHoldInvisible = invisible & 0x8080_8080_8080_8080 != 0
    mayHoldTags = tags & 0x8080_8080_8080_8080 != 0
  }

  /// The first place from `start` on where an invisible character may begin, or the end.
  static func nextInvisible(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    next(bytes, from: start, invisibleBytes) { $0 >= 0x80 || $0 == 0x1B }
  }

  /// The first place from `start` on where a tag may begin, or the end.
  static func nextTag(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    next(bytes, from: start, tagBytes) { $0 == Byte.less || $0 == Byte.ampersand || $0 == Byte.backslash }
  }

  @inline(__always)
  private static func next(
    _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, _ marks: (UInt64) -> UInt64, _ matches: (UInt8) -> Bool
  ) -> Int {
    let raw = UnsafeRawBufferPointer(bytes)
    var index = start
    while index < raw.count {
      if index + 8 <= raw.count, marks(raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)) & 0x8080_8080_8080_8080 == 0 {
        index += 8
        continue
      }
      let end = min(index + 8, raw.count)
      while index < end {
        if matches(raw[index]) { return index }
        index += 1
      }
    }
    return index
  }

  @inline(__always)
  private static func invisibleBytes(_ word: UInt64) -> UInt64 { word | zeroBytes(word ^ 0x1B1B_1B1B_1B1B_1B1B) }

  @inline(__always)
  private static func tagBytes(_ word: UInt64) -> UInt64 {
    zeroBytes(word ^ 0x3C3C_3C3C_3C3C_3C3C) | zeroBytes(word ^ 0x2626_2626_2626_2626) | zeroBytes(word ^ 0x5C5C_5C5C_5C5C_5C5C)
  }

  /// The high bit of a byte of the result is set where that byte of `word` is zero; a few bytes above a zero may be marked too.
  /// (https://graphics.stanford.edu/~seander/bithacks.html#ZeroInWord)
  @inline(__always)
  private static func zeroBytes(_ word: UInt64) -> UInt64 {
    (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
  }
}
