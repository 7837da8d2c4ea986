/// What the tokenizer does with a Unicode scalar: cleaning, canonical decomposition, stripping of accents, lower case and the
/// borders of words, all in one step. Read in place; whatever stands in its sections, only they are read.
struct CharacterTable {
  static let asciiBytes = 128
  private static let scalarsInPage = 128
  static let pageIndexBytes = 0x11_0000 / scalarsInPage * 2
  static let pageBytes = scalarsInPage * 2

  enum Fate {
    /// Control and format characters, private use, and accents.
    case dropped
    case space
    /// Stands for itself.
    case letter
    /// Stands for itself and is a word: punctuation, ideographs.
    case alone
    /// No piece has it: the word around it is unknown.
    case unknown
    /// No piece has it, and it is a word.
    case unknownAlone
    /// A Hangul syllable, which is decomposed by arithmetic.
    case syllable
    /// Becomes UTF-8 of at most 127 bytes.
    case replaced(UnsafeRawBufferPointer, isAlone: Bool)
  }

  /// For an ASCII byte: 0 for dropped, 0x20 for white space, the byte with the top bit for punctuation, else its lower case.
  let ascii: UnsafePointer<UInt8>
  private let pageIndex: UnsafeRawPointer
  private let pages: UnsafeRawPointer
  private let pageCount: Int
  private let replacements: UnsafeRawPointer
  private let replacementBytes: Int

  init(_ header: VocabularyHeader, _ base: UnsafeRawPointer) {
    ascii = (base + header.ascii).assumingMemoryBound(to: UInt8.self)
    pageIndex = base + header.pageIndex
    pages = base + header.pages
    pageCount = header.pageCount
    replacements = base + header.replacements
    replacementBytes = header.replacementBytes
  }

  /// - Precondition: `scalar` is below 0x110000.
  @inline(__always)
  func fate(of scalar: UInt32) -> Fate {
    let page = Int(UInt16(littleEndian: pageIndex.loadUnaligned(fromByteOffset: Int(scalar >> 7) * 2, as: UInt16.self)))
    guard page < pageCount else { return .unknown }
    let place = page * Self.pageBytes + Int(scalar & 127) * 2
    let entry = UInt16(littleEndian: pages.loadUnaligned(fromByteOffset: place, as: UInt16.self))
    switch entry {
    case 0: return .dropped
    case 1: return .space
    case 2: return .letter
    case 3: return .alone
    case 4: return .unknown
    case 5: return .unknownAlone
    case 6: return .syllable
    default: return replacement(at: Int(entry) - 8)
    }
  }

  private func replacement(at place: Int) -> Fate {
    guard place >= 0, place < replacementBytes else { return .unknown }
    let header = replacements.load(fromByteOffset: place, as: UInt8.self)
    let count = Int(header & 0x7F)
    guard place + 1 + count <= replacementBytes else { return .unknown }
    return .replaced(UnsafeRawBufferPointer(start: replacements + place + 1, count: count), isAlone: header & 0x80 != 0)
  }
}
