/// What a passage's form says about it, read from its bytes.
enum PassageTraits {
  /// `caroline` of "Caroline: I went …", `auth service` of "Auth service: …": lower-case words before an opening colon, or nothing.
  static func label(of text: String) -> [String] {
    var text = text
    return text.withUTF8 { bytes in
      guard let end = endOfLabel(bytes) else { return [] }
      let words = words(bytes[..<end])
      return words.count <= longestLabel && !words.allSatisfy(roles.contains) ? words : []
    }
  }

  /// Lower-case words. Most labels are ASCII, and this runs for every candidate.
  private static func words(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> [String] {
    guard bytes.allSatisfy({ $0 < 0x80 }) else {
      return String(decoding: bytes, as: UTF8.self).split { !($0.isLetter || $0.isNumber) }.map { $0.lowercased() }
    }
    return bytes.split { !isWord($0) }.map { word in
      String(unsafeUninitializedCapacity: word.count) { buffer in
        for (index, byte) in word.enumerated() { buffer[index] = byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte }
        return word.count
      }
    }
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    default: false
    }
  }

  /// In words.
  private static let longestLabel = 3

  /// Who speaks in a turn is no name: these head every turn of a session.
  private static let roles: Set<String> = [
    "user", "assistant", "system", "human", "agent", "ai", "tool", "tools", "note", "todo", "http", "https",
  ]

  /// The place of a colon within the first 40 bytes of the first line, behind a word that does not begin small, and before a space.
  private static func endOfLabel(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    guard let first = bytes.first, !(UInt8(ascii: "a")...UInt8(ascii: "z") ~= first) else { return nil }
    for index in bytes.indices.prefix(41) {
      switch bytes[index] {
      case UInt8(ascii: "\n"): return nil
      case UInt8(ascii: ":"):
        let isFollowed = index + 1 < bytes.count && bytes[index + 1] != UInt8(ascii: " ") && bytes[index + 1] != UInt8(ascii: "\n")
        return index == 0 || isFollowed ? nil : index
      default: continue
      }
    }
    return nil
  }

  /// The last sign is a question mark, a description in brackets aside: `… like? [image: a cat]`.
  static func isQuestion(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
      var end = trimmedEnd(bytes, bytes.count)
      if end > 0, bytes[end - 1] == UInt8(ascii: "]"), let open = bytes[..<end].lastIndex(of: UInt8(ascii: "[")) {
        end = trimmedEnd(bytes, open)
      }
      guard end > 0 else { return false }
      // U+FF1F, the full-width question mark, is EF BC 9F; U+061F, the Arabic one, D8 9F.
      return bytes[end - 1] == UInt8(ascii: "?") || bytes[..<end].suffix(3).elementsEqual([0xEF, 0xBC, 0x9F])
        || bytes[..<end].suffix(2).elementsEqual([0xD8, 0x9F])
    }
  }

  private static func trimmedEnd(_ bytes: UnsafeBufferPointer<UInt8>, _ end: Int) -> Int {
    var end = end
    while end > 0, bytes[end - 1] == UInt8(ascii: " ") || bytes[end - 1] == UInt8(ascii: "\n") { end -= 1 }
    return end
  }

  // MARK: Time

  /// It names a time: a month, a weekday, "yesterday", "last week", "8th", a year.
  static func namesTime(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
      var word: UInt64 = 0
      var length = 0
      for byte in bytes {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): word = word << 8 | UInt64(byte)
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): word = word << 8 | UInt64(byte | 0x20)
        default:
          if length > 1, isTime(word, length: length) { return true }
          word = 0
          length = 0
          continue
        }
        length += 1
      }
      return length > 1 && isTime(word, length: length)
    }
  }

  /// - Parameter word: its last eight letters.
  private static func isTime(_ word: UInt64, length: Int) -> Bool {
    guard length <= 9 else { return false }
    if UInt8(truncatingIfNeeded: word >> UInt64(8 * (min(length, 8) - 1))) <= UInt8(ascii: "9") {
      return isNumberOfTime(word, length: length)
    }
    var low = 0
    var high = timeWords.count
    while low < high {
      let middle = (low + high) / 2
      if timeWords[middle] == word { return true }
      if timeWords[middle] < word { low = middle + 1 } else { high = middle }
    }
    return false
  }

  /// `2023`, `8th`
  private static func isNumberOfTime(_ word: UInt64, length: Int) -> Bool {
    func byte(_ fromEnd: UInt64) -> UInt8 { UInt8(truncatingIfNeeded: word >> (8 * fromEnd)) }
    func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }
    if length == 4, isDigit(byte(0)), isDigit(byte(1)), isDigit(byte(2)) {
      return byte(3) == UInt8(ascii: "1") && byte(2) == UInt8(ascii: "9")
        || byte(3) == UInt8(ascii: "2") && byte(2) == UInt8(ascii: "0")
    }
    guard length == 3 || length == 4 && isDigit(byte(2)) else { return false }
    return ordinalEndings.contains(UInt16(byte(1)) << 8 | UInt16(byte(0)))
  }

  private static let ordinalEndings: [UInt16] = [0x7374, 0x6E64, 0x7264, 0x7468]  // st nd rd th

  /// Each as its last eight letters in one number, sorted.
  private static let timeWords: [UInt64] = """
    yesterday today tonight tomorrow last ago next week weeks weekend month months year years day days recently since january february march \
    april june july august september october november december monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu \
    thur thurs fri sat sun
    """.split(separator: " ").map { $0.utf8.reduce(0) { $0 << 8 | UInt64($1) } }.sorted()
}
