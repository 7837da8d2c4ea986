/// Blanks out quotations and inline code in a line, byte for byte, so that places stay the same.
enum QuotationMask {
  /// A byte that cannot stand in UTF-8.
  static let blank: UInt8 = 0xFF

  /// `bytes` with the inside and the marks of every quotation replaced.
  static func masked(_ bytes: [UInt8]) -> [UInt8] {
    var result = bytes
    var position = 0
    while position < bytes.count {
      guard let quotation = quotation(in: bytes, at: position) else {
        position += 1
        continue
      }
      for index in quotation { result[index] = blank }
      position = quotation.upperBound
    }
    return result
  }

  /// A masked piece as text, one U+FFFC for each quotation.
  static func text(of masked: ArraySlice<UInt8>) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(masked.count)
    var wasBlank = false
    for byte in masked {
      if byte != blank { bytes.append(byte) } else if !wasBlank { bytes += [0xEF, 0xBF, 0xBC] }
      wasBlank = byte == blank
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static let pairs: [(open: [UInt8], close: [[UInt8]])] = [
    (Array("“".utf8), [Array("”".utf8), Array("“".utf8)]), (Array("„".utf8), [Array("“".utf8), Array("”".utf8)]),
    (Array("«".utf8), [Array("»".utf8)]), (Array("»".utf8), [Array("«".utf8)]), (Array("「".utf8), [Array("」".utf8)]),
    (Array("『".utf8), [Array("』".utf8)]), (Array("《".utf8), [Array("》".utf8)]), (Array("‘".utf8), [Array("’".utf8)]),
  ]

  /// The quotation that opens at `position`, with its marks; nil when none does, or it does not close.
  private static func quotation(in bytes: [UInt8], at position: Int) -> Range<Int>? {
    switch bytes[position] {
    case UInt8(ascii: "`"):
      let run = bytes[position...].prefix { $0 == UInt8(ascii: "`") }.count
      let marks = Array(repeating: UInt8(ascii: "`"), count: run)
      return end(of: marks, in: bytes, from: position + run).map { position..<$0 }
    case UInt8(ascii: "\""):
      if let close = end(of: [UInt8(ascii: "\"")], in: bytes, from: position + 1) { return position..<close }
      // It closes on a later line, unless it is an inch.
      let opens = (position == 0 || isBorder(bytes[position - 1])) && position + 1 < bytes.count && !isBorder(bytes[position + 1])
      return opens ? position..<bytes.count : nil
    case UInt8(ascii: "'"):
      // An apostrophe stands inside a word or at its end; a quotation opens after a space and closes before one.
      guard position == 0 || isBorder(bytes[position - 1]), position + 1 < bytes.count, !isBorder(bytes[position + 1]) else {
        return nil
      }
      var from = position + 1
      while let close = end(of: [UInt8(ascii: "'")], in: bytes, from: from) {
        if close == bytes.count || isBorder(bytes[close]) { return position..<close }
        from = close
      }
      return nil
    case 0x00...0x7F: return nil
    default:
      for (open, closes) in pairs where bytes[position...].starts(with: open) {
        let ends = closes.compactMap { end(of: $0, in: bytes, from: position + open.count) }
        if let close = ends.min() { return position..<close }
      }
      return nil
    }
  }

  private static func end(of mark: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
    var position = start
    while position + mark.count <= bytes.count {
      if bytes[position..<(position + mark.count)].elementsEqual(mark) { return position + mark.count }
      position += 1
    }
    return nil
  }

  private static func isBorder(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): false
    case 0x80...0xFF: false
    default: true
    }
  }
}
