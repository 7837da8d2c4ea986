import JSONRPC
import JSONValues

/// The headers of an HTTP request that MCP gives a meaning to. Names are case-insensitive; that is the transport's to know.
///
/// They repeat what the message says, so that something between client and server can route without reading it; a client whose
/// headers and message differ is refused (MCP 2026-07-28, "Streamable HTTP").
package struct HTTPHeaders: Hashable, Sendable {
  /// `MCP-Protocol-Version`
  package var protocolVersion: String?
  /// `Mcp-Method`
  package var method: String?
  /// `Mcp-Name`: the tool or prompt that is named, or the resource's URI. What is not ASCII stands as `=?base64?…?=`.
  package var name: String?

  package init(protocolVersion: String? = nil, method: String? = nil, name: String? = nil) {
    self.protocolVersion = protocolVersion?.trimmed
    self.method = method?.trimmed
    self.name = name?.trimmed
  }

  /// Throws -32020 unless the headers say what the enveloped message says.
  func check(against request: Request) throws(RPCError) {
    try Self.check("MCP-Protocol-Version", protocolVersion, request.params["_meta"]?[Era.Key.protocolVersion]?.string)
    try Self.check("Mcp-Method", method, request.method)
    let named: String? =
      switch request.method {
      case "tools/call", "prompts/get": request.params["name"]?.string
      case "resources/read": request.params["uri"]?.string
      default: nil
      }
    if let named { try Self.check("Mcp-Name", name.map(Self.decoded), named) }
  }

  private static func check(_ header: String, _ found: String?, _ expected: String?) throws(RPCError) {
    guard let expected, found != expected else { return }
    let reason = found.map { "says \($0.quoted), the message \(expected.quoted)" } ?? "is missing; it must say \(expected.quoted)"
    throw RPCError(.headerMismatch, "the header \(header) \(reason)")
  }

  /// A value as it was before it was made fit for a header; one that is not encoded, or wrongly, as it is.
  private static func decoded(_ value: String) -> String {
    let (opening, closing) = ("=?base64?", "?=")
    guard value.hasPrefix(opening), value.hasSuffix(closing), value.utf8.count > opening.count + closing.count,
      let bytes = base64Bytes(value.utf8.dropFirst(opening.count).dropLast(closing.count))
    else { return value }
    return String(validating: bytes, as: UTF8.self) ?? value
  }

  /// RFC 4648 §4; nil for anything else.
  private static func base64Bytes(_ text: some Collection<UInt8>) -> [UInt8]? {
    guard text.count % 4 == 0 else { return nil }
    let digits = text.prefix { $0 != UInt8(ascii: "=") }
    guard text.count - digits.count <= 2, text.dropFirst(digits.count).allSatisfy({ $0 == UInt8(ascii: "=") }) else { return nil }
    var bytes: [UInt8] = []
    var bits: UInt32 = 0
    var bitCount = 0
    for digit in digits {
      let value: UInt8
      switch digit {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): value = digit - UInt8(ascii: "A")
      case UInt8(ascii: "a")...UInt8(ascii: "z"): value = digit - UInt8(ascii: "a") + 26
      case UInt8(ascii: "0")...UInt8(ascii: "9"): value = digit - UInt8(ascii: "0") + 52
      case UInt8(ascii: "+"): value = 62
      case UInt8(ascii: "/"): value = 63
      default: return nil
      }
      bits = (bits << 6 | UInt32(value)) & 0xFFFF
      bitCount += 6
      if bitCount >= 8 {
        bitCount -= 8
        bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(bitCount)))
      }
    }
    return bytes
  }
}

extension String {
  fileprivate var trimmed: String {
    let isSpace: (Unicode.Scalar) -> Bool = { $0 == " " || $0 == "\t" }
    let tail = unicodeScalars.drop(while: isSpace)
    return String(String.UnicodeScalarView(tail.reversed().drop(while: isSpace).reversed()))
  }
}
