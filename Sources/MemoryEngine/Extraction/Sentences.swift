/// Finds where sentences end, in any script, on the bytes of a text.
enum Sentences {
  /// The sentences of `bytes[range]` as adjoining ranges that cover it; each keeps the white space that follows it. A line break is no
  /// border by itself.
  static func ranges(in bytes: [UInt8], _ range: Range<Int>) -> [Range<Int>] {
    var result: [Range<Int>] = []
    var start = range.lowerBound
    var position = start
    while position < range.upperBound {
      guard let mark = terminator(in: bytes, at: position, before: range.upperBound) else {
        position += 1
        while position < range.upperBound, bytes[position] == UInt8(ascii: "."), bytes[position - 1] == UInt8(ascii: ".") {
          position += 1
        }
        continue
      }
      var end = mark.end
      while end < range.upperBound, let length = closer(in: bytes, at: end, before: range.upperBound) { end += length }
      let isSpaced = end == range.upperBound || isSpace(bytes[end])
      // "It fails on Windows? → The path has a colon." is one thought.
      if arrowFollows(in: bytes, at: end, before: range.upperBound) {
        position = end
        continue
      }
      guard mark.standsAlone || (isSpaced && !isAbbreviation(bytes, start..<position, next: end, before: range.upperBound)) else {
        position = max(end, position + 1)
        continue
      }
      while end < range.upperBound, isSpace(bytes[end]) { end += 1 }
      result.append(start..<end)
      (start, position) = (end, end)
    }
    if start < range.upperBound { result.append(start..<range.upperBound) }
    return result
  }

  /// The first sentence of a text, trimmed; the whole text when it has only one.
  static func first(of text: String) -> String {
    let bytes = Array(text.utf8)
    guard let range = ranges(in: bytes, 0..<bytes.count).first else { return "" }
    return String(decoding: bytes[range], as: UTF8.self).trimmingSpace()
  }

  static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

  /// A sentence mark at `position`: where it ends, and whether it ends a sentence without a space after it.
  private static func terminator(in bytes: [UInt8], at position: Int, before limit: Int) -> (end: Int, standsAlone: Bool)? {
    switch bytes[position] {
    case UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?"):
      // "./..." is a path of Go.
      if position > 0, bytes[position - 1] == UInt8(ascii: "/") { return nil }
      var end = position + 1
      while end < limit, [UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?")].contains(bytes[end]) { end += 1 }
      return (end, false)
    case 0xD8 where matches([0xD8, 0x9F], bytes, position, limit): return (position + 2, false)  // Arabic question mark
    case 0xE0 where matches([0xE0, 0xA5, 0xA4], bytes, position, limit): return (position + 3, false)  // danda
    case 0xE2 where matches([0xE2, 0x80, 0xA6], bytes, position, limit): return (position + 3, false)  // ellipsis
    case 0xE3 where matches([0xE3, 0x80, 0x82], bytes, position, limit): return (position + 3, true)  // ideographic full stop
    case 0xEF where matches([0xEF, 0xBC, 0x81], bytes, position, limit): return (position + 3, true)  // full-width !
    case 0xEF where matches([0xEF, 0xBC, 0x9F], bytes, position, limit): return (position + 3, true)  // full-width ?
    case 0xEF where matches([0xEF, 0xBD, 0xA1], bytes, position, limit): return (position + 3, true)  // half-width full stop
    default: return nil
    }
  }

  private static func arrowFollows(in bytes: [UInt8], at position: Int, before limit: Int) -> Bool {
    matches([0x20, 0xE2, 0x86, 0x92], bytes, position, limit)
  }

  /// The length of a closing quotation mark, bracket or emphasis at `position`.
  private static func closer(in bytes: [UInt8], at position: Int, before limit: Int) -> Int? {
    switch bytes[position] {
    case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "*"), UInt8(ascii: "_"),
      UInt8(ascii: "`"):
      return 1
    case 0xC2 where matches([0xC2, 0xBB], bytes, position, limit): return 2
    case 0xE2 where matches([0xE2, 0x80, 0x9D], bytes, position, limit),
      0xE2 where matches([0xE2, 0x80, 0x99], bytes, position, limit),
      0xE3 where matches([0xE3, 0x80, 0x8D], bytes, position, limit),
      0xE3 where matches([0xE3, 0x80, 0x8F], bytes, position, limit),
      0xEF where matches([0xEF, 0xBC, 0x89], bytes, position, limit):
      return 3
    default: return nil
    }
  }

  private static func matches(_ pattern: [UInt8], _ bytes: [UInt8], _ position: Int, _ limit: Int) -> Bool {
    position + pattern.count <= limit && bytes[position..<(position + pattern.count)].elementsEqual(pattern)
  }

  /// Never the end of a sentence.
  private static let abbreviations: Set<String> = [
    "e.g", "i.e", "cf", "vs", "mr", "mrs", "ms", "dr", "prof", "st", "approx", "resp", "fig", "no", "vol", "z.b", "d.h", "u.a",
    "bzw", "ca", "p.ex", "p.ej", "sr", "sra",
  ]
  /// The end of a sentence only before a capital.
  private static let trailingAbbreviations: Set<String> = ["etc", "usw", "al", "inc", "ltd", "co", "jr"]

  private static func isAbbreviation(_ bytes: [UInt8], _ before: Range<Int>, next: Int, before limit: Int) -> Bool {
    guard before.upperBound < limit, bytes[before.upperBound] == UInt8(ascii: ".") else { return false }
    var start = before.upperBound
    while start > before.lowerBound, !isSpace(bytes[start - 1]), bytes[start - 1] != UInt8(ascii: "(") { start -= 1 }
    let word = String(decoding: bytes[start..<before.upperBound], as: UTF8.self).lowercased()
    // The number of a list's line, and an initial, as in "J. Doe".
    let opensLine = start == before.lowerBound || bytes[start - 1] == 0x0A
    if opensLine, !word.isEmpty, word.utf8.allSatisfy({ (0x30...0x39).contains($0) }) { return true }
    if word.utf8.count == 1, let byte = word.utf8.first, (0x61...0x7A).contains(byte), start < before.upperBound,
      (0x41...0x5A).contains(bytes[start]), !opensLine
    {
      return byte != UInt8(ascii: "i")
    }
    if abbreviations.contains(word) { return true }
    guard trailingAbbreviations.contains(word) else { return false }
    var following = next
    while following < limit, isSpace(bytes[following]) { following += 1 }
    return following < limit && (0x61...0x7A).contains(bytes[following])
  }
}

extension String {
  /// Without the white space and control characters at both ends.
  func trimmingSpace() -> String { Substring(self).trimmingSpace() }
}

extension Substring {
  /// Without the white space and control characters at both ends.
  func trimmingSpace() -> String {
    guard let first = utf8.firstIndex(where: { $0 > 0x20 }), let last = utf8.lastIndex(where: { $0 > 0x20 }) else { return "" }
    return String(self[first..<utf8.index(after: last)])
  }
}
