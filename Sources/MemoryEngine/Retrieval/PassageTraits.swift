/// What a passage's form says about it, read from its text.
struct PassageTraits {
  /// `caroline` of "Caroline: I went …", `auth service` of "Auth service: …": lower-case words before an opening colon.
  var label: [String] = []
  /// It ends by asking.
  var isQuestion = false

  init(_ text: String) {
    label = Self.label(of: text)
    isQuestion = Self.asks(text)
  }

  /// Who speaks in a turn is no name: these head every turn of a session.
  private static let roles: Set<String> = ["user", "assistant", "system", "human", "agent", "ai", "tool", "tools", "note", "todo", "http", "https"]

  private static func label(of text: String) -> [String] {
    let bytes = text.utf8
    guard let first = text.unicodeScalars.first, first.properties.isUppercase || !first.properties.isLowercase else { return [] }
    var end = bytes.startIndex
    var length = 0
    while end < bytes.endIndex, bytes[end] != UInt8(ascii: ":") {
      // A colon further on, or in another line, heads nothing.
      if length == 40 || bytes[end] == UInt8(ascii: "\n") { return [] }
      length += 1
      end = bytes.index(after: end)
    }
    guard end < bytes.endIndex, length > 0 else { return [] }
    let after = bytes.index(after: end)
    guard after == bytes.endIndex || bytes[after] == UInt8(ascii: " ") || bytes[after] == UInt8(ascii: "\n") else { return [] }
    let words = text[..<end].split { !($0.isLetter || $0.isNumber) }.map { $0.lowercased() }
    return words.count <= 3 && !words.allSatisfy(roles.contains) ? words : []
  }

  /// The last sign is a question mark, a description in brackets aside: `… like? [image: a cat]`.
  private static func asks(_ text: String) -> Bool {
    var bytes = text.utf8[...]
    while let last = bytes.last, last == UInt8(ascii: " ") || last == UInt8(ascii: "\n") { bytes = bytes.dropLast() }
    if bytes.last == UInt8(ascii: "]"), let open = bytes.lastIndex(of: UInt8(ascii: "[")) {
      bytes = bytes[..<open]
      while let last = bytes.last, last == UInt8(ascii: " ") || last == UInt8(ascii: "\n") { bytes = bytes.dropLast() }
    }
    // U+FF1F, the full-width question mark, is EF BC 9F.
    return bytes.last == UInt8(ascii: "?") || bytes.suffix(3).elementsEqual([0xEF, 0xBC, 0x9F])
  }

  /// It names a time: a month, a weekday, "yesterday", "last week", a year.
  static func namesTime(_ text: String) -> Bool {
    var word: [UInt8] = []
    func isTime() -> Bool {
      guard word.count > 1, word.count <= 9 else { return false }
      if word[0] <= UInt8(ascii: "9") { return isNumberOfTime(word) }
      return timeWords.contains(String(decoding: word, as: UTF8.self))
    }
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): word.append(byte)
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): word.append(byte | 0x20)
      default:
        if isTime() { return true }
        word.removeAll(keepingCapacity: true)
      }
    }
    return isTime()
  }

  /// `2023`, `8th`
  private static func isNumberOfTime(_ word: [UInt8]) -> Bool {
    let digits = word.prefix { $0 <= UInt8(ascii: "9") }
    if digits.count == word.count { return digits.count == 4 && (digits.starts(with: [0x31, 0x39]) || digits.starts(with: [0x32, 0x30])) }
    return digits.count <= 2 && ["st", "nd", "rd", "th"].contains(String(decoding: word.dropFirst(digits.count), as: UTF8.self))
  }

  private static let timeWords: Set<String> = Set(
    """
    yesterday today tonight tomorrow last ago next week weeks weekend month months year years day days recently since january february march \
    april june july august september october november december monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu \
    thur thurs fri sat sun
    """.split(separator: " ").map(String.init))
}
