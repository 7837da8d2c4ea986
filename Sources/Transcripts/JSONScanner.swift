#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Finds where JSON values end. All positions are offsets from `base` and are checked against `end` before a byte is read.
struct JSONScanner {
  let base: UnsafePointer<UInt8>
  let end: Int

  func skippingSpace(_ position: Int) -> Int {
    var position = position
    while position < end {
      switch base[position] {
      case 0x20, 0x09, 0x0A, 0x0D: position += 1
      default: return position
      }
    }
    return position
  }

  /// One past the closing quote of the string that opens at `position`.
  func endOfString(at position: Int) -> Int? {
    var from = position + 1
    while from < end, let hit = memchr(base + from, CInt(UInt8(ascii: "\"")), end - from) {
      let quote = UnsafePointer(hit.assumingMemoryBound(to: UInt8.self)) - base
      var backslashes = 0
      while quote - backslashes - 1 > position, base[quote - backslashes - 1] == UInt8(ascii: "\\") { backslashes += 1 }
      if backslashes.isMultiple(of: 2) { return quote + 1 }
      from = quote + 1
    }
    return nil
  }

  /// One past the value that begins at `position`; nil when none does or it does not end.
  func endOfValue(at position: Int) -> Int? {
    guard position < end else { return nil }
    switch base[position] {
    case UInt8(ascii: "\""): return endOfString(at: position)
    case UInt8(ascii: "{"), UInt8(ascii: "["): return endOfContainer(at: position)
    case UInt8(ascii: "t"): return endOfWord("true", at: position)
    case UInt8(ascii: "f"): return endOfWord("false", at: position)
    case UInt8(ascii: "n"): return endOfWord("null", at: position)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return endOfNumber(at: position)
    default: return nil
    }
  }

  /// Depth is counted and not recursed into, so that no depth of nesting can exhaust the stack.
  private func endOfContainer(at position: Int) -> Int? {
    var (position, depth) = (position, 0)
    while position < end {
      switch base[position] {
      case UInt8(ascii: "\""):
        guard let next = endOfString(at: position) else { return nil }
        position = next
        continue
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        if depth == 0 { return position + 1 }
      default: break
      }
      position += 1
    }
    return nil
  }

  private func endOfWord(_ word: StaticString, at position: Int) -> Int? {
    let count = word.utf8CodeUnitCount
    guard end - position >= count, memcmp(base + position, word.utf8Start, count) == 0 else { return nil }
    return position + count
  }

  private func endOfNumber(at position: Int) -> Int {
    var position = position + 1
    while position < end {
      switch base[position] {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"), UInt8(ascii: "+"),
        UInt8(ascii: "-"):
        position += 1
      default: return position
      }
    }
    return position
  }

  /// The bytes of a string's body with its escapes replaced (RFC 8259 §7). An unknown escape stands for itself.
  static func unescaped(_ body: UnsafeBufferPointer<UInt8>, repaired: inout Bool) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(body.count)
    var position = 0
    while position < body.count {
      guard body[position] == UInt8(ascii: "\\"), position + 1 < body.count else {
        result.append(body[position])
        position += 1
        continue
      }
      let letter = body[position + 1]
      position += 2
      switch letter {
      case UInt8(ascii: "n"): result.append(0x0A)
      case UInt8(ascii: "t"): result.append(0x09)
      case UInt8(ascii: "r"): result.append(0x0D)
      case UInt8(ascii: "b"): result.append(0x08)
      case UInt8(ascii: "f"): result.append(0x0C)
      case UInt8(ascii: "u"):
        let scalar = escapedScalar(body, &position)
        if scalar == nil { repaired = true }
        result.append(contentsOf: Array(String(Character(scalar ?? "\u{FFFD}")).utf8))
      default: result.append(letter)
      }
    }
    return result
  }

  /// The scalar whose four digits begin at `position`, joined with a following `\uDC00`…`\uDFFF` when it is a leading surrogate.
  private static func escapedScalar(_ body: UnsafeBufferPointer<UInt8>, _ position: inout Int) -> Unicode.Scalar? {
    guard let first = hexadecimal(body, at: position) else { return nil }
    position += 4
    guard (0xD800...0xDBFF).contains(first) else { return Unicode.Scalar(first) }
    guard position + 1 < body.count, body[position] == UInt8(ascii: "\\"), body[position + 1] == UInt8(ascii: "u"),
      let second = hexadecimal(body, at: position + 2), (0xDC00...0xDFFF).contains(second)
    else { return nil }
    position += 6
    return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
  }

  private static func hexadecimal(_ body: UnsafeBufferPointer<UInt8>, at position: Int) -> UInt32? {
    guard position + 4 <= body.count else { return nil }
    var value: UInt32 = 0
    for byte in body[position..<(position + 4)] {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | UInt32(byte - UInt8(ascii: "0"))
      case UInt8(ascii: "a")...UInt8(ascii: "f"): value = value << 4 | UInt32(byte - UInt8(ascii: "a") + 10)
      case UInt8(ascii: "A")...UInt8(ascii: "F"): value = value << 4 | UInt32(byte - UInt8(ascii: "A") + 10)
      default: return nil
      }
    }
    return value
  }
}
