package import JSONRPC
import JSONValues

extension RPCError.Code {
  /// MCP until 2025-11-25: nothing stands at the URI. Later versions say `invalidParams`.
  package static let resourceNotFound = RPCError.Code(rawValue: -32002)
  /// MCP 2026-07-28, HTTP only: a header is missing or says something else than the message.
  package static let headerMismatch = RPCError.Code(rawValue: -32020)
  /// MCP 2026-07-28: the request needs a capability that the client did not declare.
  package static let missingClientCapability = RPCError.Code(rawValue: -32021)
  /// MCP 2026-07-28: the request is of a version that is not served this way.
  package static let unsupportedProtocolVersion = RPCError.Code(rawValue: -32022)
}

extension RPCError {
  static func unsupported(version: String) -> RPCError {
    RPCError(
      .unsupportedProtocolVersion,
      "MCP version \(version.quoted) is not served without a handshake; 2026-07-28 is, and older ones after `initialize`.",
      data: ["supported": ProtocolVersion.supportedNames, "requested": .string(version)])
  }

  static func methodNotServed(_ method: String, _ reason: String) -> RPCError {
    RPCError(.methodNotFound, "`\(method)` is not served: \(reason)", data: ["supported": ProtocolVersion.supportedNames])
  }
}

extension ProtocolVersion {
  static var supportedNames: JSONValue { .array(supported.map { .string($0.rawValue) }) }
}

extension String {
  /// In quotes, for an error message; the beginning of a long one.
  var quoted: String {
    let head = String(String.UnicodeScalarView(unicodeScalars.prefix(100)))
    return JSONValue.string(head.utf8.count < utf8.count ? head + "…" : head).text
  }
}
