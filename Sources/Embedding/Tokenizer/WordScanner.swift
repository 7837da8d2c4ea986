/// Takes a text apart into the words of BERT's uncased tokenizer, one after the other: cleaned, without accents, in lower case; a
/// punctuation mark or an ideograph is a word of its own.
struct WordScanner {
  /// The reference takes longer words for unknown ones.
  static let longestWord = 100
  /// Bytes that a word needs at most, and those of the longest replacement.
  static let capacity = longestWord * 4 + 128

  enum Word {
    /// Stands in the buffer.
    case known
    /// Too long, or with a character that no piece has.
    case unknown
    /// A special word that the text holds literally.
    case literal(Int32)
  }

  private let text: UnsafeBufferPointer<UInt8>
  private let characters: CharacterTable
  private let literals: [(bytes: [UInt8], id: Int32)]
  private var position = 0

  /// The word, in UTF-8.
  let buffer: UnsafeMutablePointer<UInt8>
  private(set) var count = 0
  /// That of the word's bytes.
  private(set) var hash = PieceTable.hashOfWord
  private var letters = 0
  private var isUnknown = false

  /// - Parameters:
  ///   - text: well-formed UTF-8, as a `String` holds it.
  ///   - buffer: has room for `capacity` bytes.
  init(_ text: UnsafeBufferPointer<UInt8>, _ vocabulary: Vocabulary, buffer: UnsafeMutablePointer<UInt8>) {
    self.text = text
    self.buffer = buffer
    characters = vocabulary.characters
    literals = vocabulary.literals
  }

  /// The next word; nil at the end of the text.
  @inline(__always)
  mutating func next() -> Word? {
    count = 0
    letters = 0
    hash = PieceTable.hashOfWord
    isUnknown = false
    while position < text.count {
      let byte = text[position]
      guard byte < 0x80 else {
        if foreign() { return finished }
        continue
      }
      let folded = characters.ascii[Int(byte)]
      switch folded {
      case 0: position += 1
      case 0x20:
        position += 1
        if letters > 0 { return finished }
      case 0x80...:
        if letters > 0 { return finished }
        if byte == UInt8(ascii: "["), let literal = literal() { return .literal(literal) }
        position += 1
        add(folded & 0x7F)
        return .known
      default:
        position += 1
        letters += 1
        add(folded)
      }
    }
    return letters > 0 ? finished : nil
  }

  private var finished: Word { isUnknown || letters > Self.longestWord ? .unknown : .known }

  /// What lies behind the room of the longest word is counted and not kept.
  @inline(__always)
  private mutating func add(_ byte: UInt8) {
    guard count < Self.capacity else { return }
    buffer[count] = byte
    count += 1
    hash = PieceTable.hash(hash, byte)
  }

  /// Takes a character beyond ASCII. True when a word ended: the character is one by itself and was taken, or it waits behind one.
  private mutating func foreign() -> Bool {
    let (scalar, length) = decoded()
    switch characters.fate(of: scalar) {
    case .dropped:
      position += length
      return false
    case .space:
      position += length
      return letters > 0
    case .letter:
      for index in position..<(position + length) { add(text[index]) }
      letters += 1
    case .alone:
      if letters > 0 { return true }
      for index in position..<(position + length) { add(text[index]) }
      letters += 1
      position += length
      return true
    case .unknown:
      isUnknown = true
      letters += 1
    case .unknownAlone:
      if letters > 0 { return true }
      isUnknown = true
      letters += 1
      position += length
      return true
    case .syllable: addSyllable(scalar)
    case .replaced(let bytes, let isAlone):
      if isAlone, letters > 0 { return true }
      for byte in bytes {
        add(byte)
        if byte & 0xC0 != 0x80 { letters += 1 }
      }
      if isAlone {
        position += length
        return true
      }
    }
    position += length
    return false
  }

  /// Into its letters: https://www.unicode.org/versions/latest/core-spec/chapter-3/#G56669
  private mutating func addSyllable(_ scalar: UInt32) {
    let index = scalar &- 0xAC00
    addJamo(0x1100 &+ index / 588)
    addJamo(0x1161 &+ index % 588 / 28)
    if index % 28 != 0 { addJamo(0x11A7 &+ index % 28) }
  }

  private mutating func addJamo(_ scalar: UInt32) {
    add(UInt8(truncatingIfNeeded: 0xE0 | scalar >> 12))
    add(UInt8(truncatingIfNeeded: 0x80 | scalar >> 6 & 0x3F))
    add(UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F))
    letters += 1
  }

  /// The scalar at `position`, which begins with a lead byte, and its length in bytes.
  @inline(__always)
  private func decoded() -> (scalar: UInt32, length: Int) {
    let lead = UInt32(text[position])
    func next(_ offset: Int) -> UInt32 {
      position + offset < text.count ? UInt32(text[position + offset]) & 0x3F : 0
    }
    let length = min(lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4, text.count - position)
    switch lead {
    case ..<0xE0: return ((lead & 0x1F) << 6 | next(1), length)
    case ..<0xF0: return ((lead & 0x0F) << 12 | next(1) << 6 | next(2), length)
    default: return (min((lead & 0x07) << 18 | next(1) << 12 | next(2) << 6 | next(3), 0x10FFFF), length)
    }
  }

  /// The special word that begins at `position`, if one does; goes behind it.
  private mutating func literal() -> Int32? {
    let rest = text[position...]
    for literal in literals where rest.starts(with: literal.bytes) {
      position += literal.bytes.count
      return literal.id
    }
    return nil
  }
}
