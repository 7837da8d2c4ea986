/// The word pieces by their bytes: an open-addressing hash table of ids, read in place. Whatever stands in its sections, a search
/// reads only inside them and comes to an end.
struct PieceTable {
  /// FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv/) of nothing, and of `##`: where the hash of a word's beginning and that of
  /// a piece of its middle begin.
  static let hashOfWord: UInt32 = 0x811C_9DC5
  static let hashOfMiddle: UInt32 = hash(hash(hashOfWord, UInt8(ascii: "#")), UInt8(ascii: "#"))
  private static let emptySlot: UInt16 = 0xFFFF

  let count: Int
  /// In bytes, with its `##`.
  let longestWord: Int
  private let slots: UnsafeRawPointer
  private let slotMask: UInt32
  private let longestProbe: Int
  private let offsets: UnsafeRawPointer
  private let words: UnsafeRawPointer
  private let wordBytes: Int

  init(_ header: VocabularyHeader, _ base: UnsafeRawPointer) {
    count = header.wordCount
    longestWord = header.longestWord
    slots = base + header.slots
    slotMask = UInt32(header.slotCount - 1)
    longestProbe = header.longestProbe
    offsets = base + header.offsets
    words = base + header.words
    wordBytes = header.wordBytes
  }

  @inline(__always) static func hash(_ hash: UInt32, _ byte: UInt8) -> UInt32 { (hash ^ UInt32(byte)) &* 0x0100_0193 }

  /// The id of a piece whose hash, its `##` included, is known.
  /// - Parameter isMiddle: the piece has a `##` that does not stand in `bytes`.
  @inline(__always)
  func id(of bytes: UnsafePointer<UInt8>, count: Int, hash: UInt32, isMiddle: Bool) -> Int32? {
    let tag = UInt16(hash >> 16)
    var slot = hash & slotMask
    for _ in 0..<longestProbe {
      let entry = slots + Int(slot) * 4
      let id = UInt16(littleEndian: entry.loadUnaligned(fromByteOffset: 2, as: UInt16.self))
      if id == Self.emptySlot { return nil }
      if UInt16(littleEndian: entry.loadUnaligned(as: UInt16.self)) == tag, holds(bytes, count, isMiddle, at: Int(id)) {
        return Int32(id)
      }
      slot = (slot &+ 1) & slotMask
    }
    return nil
  }

  /// The id of a piece as the vocabulary writes it.
  func id(of piece: String) -> Int32? {
    var piece = piece
    return piece.withUTF8 { bytes in
      bytes.baseAddress.flatMap {
        id(of: $0, count: bytes.count, hash: bytes.reduce(Self.hashOfWord, Self.hash), isMiddle: false)
      }
    }
  }

  /// The piece of an id, as the vocabulary writes it.
  func piece(of id: Int32) -> String? {
    guard let range = range(of: Int(id)) else { return nil }
    return String(decoding: UnsafeRawBufferPointer(start: words + range.lowerBound, count: range.count), as: UTF8.self)
  }

  @inline(__always)
  private func range(of id: Int) -> Range<Int>? {
    guard id >= 0, id < count else { return nil }
    let lower = Int(UInt32(littleEndian: offsets.loadUnaligned(fromByteOffset: id * 4, as: UInt32.self)))
    let upper = Int(UInt32(littleEndian: offsets.loadUnaligned(fromByteOffset: id * 4 + 4, as: UInt32.self)))
    return lower <= upper && upper <= wordBytes ? lower..<upper : nil
  }

  @inline(__always)
  private func holds(_ bytes: UnsafePointer<UInt8>, _ count: Int, _ isMiddle: Bool, at id: Int) -> Bool {
    guard let range = range(of: id) else { return false }
    var word = words + range.lowerBound
    if isMiddle {
      guard range.count == count + 2, word.loadUnaligned(as: UInt16.self) == 0x2323 else { return false }
      word += 2
    } else if range.count != count {
      return false
    }
    for index in 0..<count where word.load(fromByteOffset: index, as: UInt8.self) != bytes[index] { return false }
    return true
  }
}
