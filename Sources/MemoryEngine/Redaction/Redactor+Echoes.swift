extension Redactor {
  /// `text` without what it repeats of the private passages of its turn: an answer or a tool's output quotes what it was told.
  ///
  /// Compared are words, whatever their case and what stands between them: five in a row; all of a shorter passage; and each single
  /// word that looks like a name nobody uses twice (letters and digits together, a long number). Text in scripts without spaces counts
  /// each character as a word. Linear in both.
  package static func removingEchoes(of privateTexts: [String], in text: String) -> String {
    var phrases = Phrases()
    for text in privateTexts { phrases.add(text) }
    guard !phrases.isEmpty, !text.isEmpty else { return text }
    var text = text
    let cuts = text.withUTF8 { bytes -> [Cut] in
      let words = Phrases.words(of: bytes)
      var echoed = [Bool](repeating: false, count: words.count)
      for index in words.indices {
        for length in phrases.lengths where index + length <= words.count && phrases.holds(words[index..<index + length]) {
          for word in index..<index + length { echoed[word] = true }
        }
      }
      var cuts: [Cut] = []
      for (index, word) in words.enumerated() where echoed[index] {
        if index > 0, echoed[index - 1], let last = cuts.popLast() {
          cuts.append(Cut(range: last.range.lowerBound..<word.range.upperBound, replacement: privateMarker))
        } else {
          cuts.append(Cut(range: word.range, replacement: privateMarker))
        }
      }
      return cuts
    }
    return cuts.isEmpty ? text : applying(cuts, to: &text)
  }
}

/// The runs of words that give a private passage away, as hashes.
private struct Phrases {
  struct Word {
    var range: Range<Int>
    var hash: UInt64
    /// Letters with digits, or many digits.
    var isTelling: Bool
  }

  private static let usualLength = 5

  private var hashes: Set<UInt64> = []
  private(set) var lengths: Set<Int> = []

  var isEmpty: Bool { hashes.isEmpty }

  mutating func add(_ text: String) {
    var text = text
    let words = text.withUTF8 { Self.words(of: $0) }
    let length = min(words.count, Self.usualLength)
    guard length > 0 else { return }
    // One or two short words, `yes`, `on Monday`, would take half of every answer with them.
    let bytes = words.reduce(0) { $0 + $1.range.count }
    if length >= 3 || bytes >= 6 || words.contains(where: \.isTelling) {
      for start in 0...(words.count - length) { insert(words[start..<start + length]) }
    }
    for index in words.indices where words[index].isTelling { insert(words[index...index]) }
  }

  private mutating func insert(_ words: ArraySlice<Word>) {
    hashes.insert(Self.hash(words))
    lengths.insert(words.count)
  }

  func holds(_ words: ArraySlice<Word>) -> Bool { hashes.contains(Self.hash(words)) }

  private static func hash(_ words: ArraySlice<Word>) -> UInt64 {
    words.reduce(UInt64(words.count)) { ($0 ^ $1.hash) &* 0x9E37_79B9_7F4A_7C15 &+ ($0 >> 29) }
  }

  static func words(of bytes: UnsafeBufferPointer<UInt8>) -> [Word] {
    var words: [Word] = []
    var index = 0
    while index < bytes.count {
      let start = index
      // Three and four byte characters from U+2E80 on are written without spaces; U+2000 to U+2E7F is punctuation.
      if bytes[index] >= 0xE3 || (bytes[index] == 0xE2 && index + 1 < bytes.count && bytes[index + 1] >= 0xBA) {
        index = min(index + (bytes[index] >= 0xF0 ? 4 : 3), bytes.count)
      } else {
        while index < bytes.count, Byte.isAlphanumeric(bytes[index]) || (bytes[index] >= 0x80 && bytes[index] < 0xE2) { index += 1 }
        guard index > start else {
          index += 1
          continue
        }
      }
      words.append(word(bytes, start..<index))
    }
    return words
  }

  private static func word(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Word {
    // FNV-1a over the small letters (http://www.isthe.com/chongo/tech/comp/fnv/).
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    var digits = 0
    for byte in bytes[range] {
      hash = (hash ^ UInt64(Byte.lowered(byte))) &* 0x0000_0100_0000_01b3
      if Byte.isDigit(byte) { digits += 1 }
    }
    let isTelling = range.count >= 6 && digits > 0 && (digits < range.count || digits >= 6)
    return Word(range: range, hash: hash, isTelling: isTelling || (digits == range.count && digits >= 5))
  }
}
