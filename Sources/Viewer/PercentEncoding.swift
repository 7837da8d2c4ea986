/// Reads what stands in a URL (RFC 3986, and `+` for a space in queries as forms write it).
enum PercentEncoding {
  /// Nil for a broken escape and for bytes that are no UTF-8.
  static func decode(_ text: some StringProtocol, plusIsSpace: Bool) -> String? {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "%"):
        guard rest.count >= 2, let high = digit(rest.removeFirst()), let low = digit(rest.removeFirst()) else { return nil }
        bytes.append(high << 4 | low)
      case UInt8(ascii: "+") where plusIsSpace: bytes.append(0x20)
      default: bytes.append(byte)
      }
    }
    return String(validating: bytes, as: UTF8.self)
  }

  /// Of `a=1&b=2`; the last of two with one name counts. Nil when one of them is broken.
  static func parameters(_ query: String) -> [String: String]? {
    var found: [String: String] = [:]
    for pair in query.split(separator: "&") {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = decode(parts[0], plusIsSpace: true), let value = decode(parts.count > 1 ? parts[1] : "", plusIsSpace: true)
      else {
        return nil
      }
      found[name] = value
    }
    return found
  }

  /// The segments of a path, decoded one by one: an escaped slash stays inside of its segment.
  static func segments(_ path: String) -> [String]? {
    var segments: [String] = []
    for part in path.split(separator: "/") {
      guard let segment = decode(part, plusIsSpace: false) else { return nil }
      segments.append(segment)
    }
    return segments
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch Unicode.Scalar(byte) {
    case "0"..."9": byte - UInt8(ascii: "0")
    case "a"..."f": byte - UInt8(ascii: "a") + 10
    case "A"..."F": byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
