/// Where the sections of a vocabulary lie, in bytes from its first one; `build_vocabulary.py` describes them. Every section of a
/// header that was read lies inside the file; what stands in a section is checked where it is used.
struct VocabularyHeader {
  static let magic: [UInt8] = Array("CNVOCAB".utf8) + [1]
  static let length = 48
  private static let checksumStart = 16

  let checksum: UInt64
  let wordCount: Int
  let slotCount: Int
  let longestWord: Int
  let longestProbe: Int
  let wordBytes: Int
  let pageCount: Int
  let replacementBytes: Int

  let ascii: Int
  let slots: Int
  let offsets: Int
  let words: Int
  let pageIndex: Int
  let pages: Int
  let replacements: Int

  init(_ bytes: UnsafeRawBufferPointer) throws(VocabularyError) {
    guard bytes.count >= Self.length else {
      throw VocabularyError(reason: "it has \(bytes.count) bytes, fewer than a header")
    }
    guard bytes[..<Self.magic.count].elementsEqual(Self.magic) else {
      throw VocabularyError(reason: "it does not begin as a vocabulary of this version does")
    }
    func number(_ index: Int) -> Int {
      Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: Self.checksumStart + index * 4, as: UInt32.self)))
    }
    checksum = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
    wordCount = number(0)
    slotCount = number(1)
    longestWord = number(2)
    longestProbe = number(3)
    wordBytes = number(4)
    pageCount = number(5)
    replacementBytes = number(6)

    // Ids and pages are written in 16 bits, 0xFFFF being none; the longest word is room on the stack.
    guard (1..<0xFFFF).contains(wordCount), slotCount > wordCount, slotCount <= 1 << 20, slotCount & (slotCount - 1) == 0,
      (1...256).contains(longestWord), (1...slotCount).contains(longestProbe), pageCount < 0xFFFF
    else { throw VocabularyError(reason: "its header holds impossible sizes") }

    var end = Self.length
    func section(_ length: Int) -> Int {
      defer { end += (length + 7) / 8 * 8 }
      return end
    }
    ascii = section(CharacterTable.asciiBytes)
    slots = section(slotCount * 4)
    offsets = section((wordCount + 1) * 4)
    words = section(wordBytes)
    pageIndex = section(CharacterTable.pageIndexBytes)
    pages = section(pageCount * CharacterTable.pageBytes)
    replacements = section(replacementBytes)
    guard end == bytes.count else {
      throw VocabularyError(reason: "it has \(bytes.count) bytes where its header announces \(end)")
    }
  }

  /// FNV-1a's step over eight bytes at a time: one pass as fast as the bytes come, and no single changed bit leaves it as it was.
  /// - Precondition: a header was read from the bytes, so that their number is a multiple of eight.
  static func checksum(of bytes: UnsafeRawBufferPointer) -> UInt64 {
    var sum: UInt64 = 0xCBF2_9CE4_8422_2325
    for offset in stride(from: checksumStart, to: bytes.count, by: 8) {
      let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
      sum = (sum ^ word) &* 0x100_0000_01B3
    }
    return sum
  }
}
