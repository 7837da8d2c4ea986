#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// One JSON value as the bytes that it was written in; members and strings are read only when asked for.
///
/// Most of a transcript is tool output that nobody wants: a line is a few hundred kilobytes of which the reader keeps a dozen words.
/// Stepping over a value costs one search for its closing quote, where building it would cost an allocation for every string in
/// it. The price is leniency: what is stepped over is checked for balance, not for grammar.
///
/// A slice points into the line's buffer and must not outlive the closure that handed the line out.
struct JSONSlice {
  private let base: UnsafePointer<UInt8>
  private let start: Int
  private let end: Int

  private init(base: UnsafePointer<UInt8>, start: Int, end: Int) {
    self.base = base
    self.start = start
    self.end = end
  }

  /// The one value in `bytes`, with nothing but white space around it; nil when it is cut short, unbalanced or not a value at all.
  init?(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let base = bytes.baseAddress else { return nil }
    let scanner = JSONScanner(base: base, end: bytes.count)
    let start = scanner.skippingSpace(0)
    guard let end = scanner.endOfValue(at: start), scanner.skippingSpace(end) == bytes.count else { return nil }
    self.init(base: base, start: start, end: end)
  }

  var isString: Bool { base[start] == UInt8(ascii: "\"") }
  var isArray: Bool { base[start] == UInt8(ascii: "[") }
  var isObject: Bool { base[start] == UInt8(ascii: "{") }
  var isTrue: Bool { base[start] == UInt8(ascii: "t") }
  var isNull: Bool { base[start] == UInt8(ascii: "n") }

  /// Whether this is the string `text`, which must need no escaping.
  func equals(_ text: StaticString) -> Bool {
    end - start == text.utf8CodeUnitCount + 2 && isString
      && memcmp(base + start + 1, text.utf8Start, text.utf8CodeUnitCount) == 0
  }

  /// Calls `body` with each member of an object, in order. A broken member ends it silently: the line was found balanced before.
  func forEachMember(_ body: (_ key: JSONSlice, _ value: JSONSlice) -> Void) {
    guard isObject else { return }
    let scanner = JSONScanner(base: base, end: end)
    var position = scanner.skippingSpace(start + 1)
    while position < end, base[position] == UInt8(ascii: "\"") {
      guard let keyEnd = scanner.endOfString(at: position) else { return }
      let key = JSONSlice(base: base, start: position, end: keyEnd)
      position = scanner.skippingSpace(keyEnd)
      guard position < end, base[position] == UInt8(ascii: ":") else { return }
      position = scanner.skippingSpace(position + 1)
      guard let valueEnd = scanner.endOfValue(at: position) else { return }
      body(key, JSONSlice(base: base, start: position, end: valueEnd))
      position = scanner.skippingSpace(valueEnd)
      guard position < end, base[position] == UInt8(ascii: ",") else { return }
      position = scanner.skippingSpace(position + 1)
    }
  }

  /// Calls `body` with each element of an array, in order.
  func forEachElement(_ body: (JSONSlice) -> Void) {
    guard isArray else { return }
    let scanner = JSONScanner(base: base, end: end)
    var position = scanner.skippingSpace(start + 1)
    while position < end, base[position] != UInt8(ascii: "]") {
      guard let valueEnd = scanner.endOfValue(at: position) else { return }
      body(JSONSlice(base: base, start: position, end: valueEnd))
      position = scanner.skippingSpace(valueEnd)
      guard position < end, base[position] == UInt8(ascii: ",") else { return }
      position = scanner.skippingSpace(position + 1)
    }
  }

  /// The last member of that name, as in every common parser.
  subscript(name: StaticString) -> JSONSlice? {
    var found: JSONSlice?
    forEachMember { key, value in if key.equals(name) { found = value } }
    return found
  }

  /// The text of a string, nil for any other value. Bytes that are no UTF-8 and halves of surrogate pairs become U+FFFD, and
  /// `repaired` is set.
  func string(repaired: inout Bool) -> String? {
    guard isString, end - start >= 2 else { return nil }
    let body = UnsafeBufferPointer(start: base + start + 1, count: end - start - 2)
    guard let first = body.baseAddress, !body.isEmpty else { return "" }
    if memchr(first, CInt(UInt8(ascii: "\\")), body.count) == nil { return Self.decoded(body, repaired: &repaired) }
    let plain = JSONScanner.unescaped(body, repaired: &repaired)
    return plain.withUnsafeBufferPointer { Self.decoded($0, repaired: &repaired) }
  }

  private static func decoded(_ bytes: UnsafeBufferPointer<UInt8>, repaired: inout Bool) -> String {
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    repaired = true
    return String(decoding: bytes, as: UTF8.self)
  }
}
