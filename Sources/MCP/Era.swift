import JSONRPC
import JSONValues

/// By which rules a request is answered. Told for each request anew: a client may have sent `server/discover` and `initialize` into
/// one pipe before it reads anything.
enum Era: Hashable, Sendable {
  /// 2026-07-28: the request carries its version and capabilities in `_meta`; nothing is remembered between requests.
  case modern
  /// After `initialize`, with the version that was agreed on.
  case legacy(ProtocolVersion)

  /// The keys of a modern request's `_meta`.
  enum Key {
    static let protocolVersion = "io.modelcontextprotocol/protocolVersion"
    static let clientCapabilities = "io.modelcontextprotocol/clientCapabilities"
    static let logLevel = "io.modelcontextprotocol/logLevel"
    static let serverInfo = "io.modelcontextprotocol/serverInfo"
  }

  /// Whether a request is of the modern era, whatever its version.
  static func isEnveloped(_ params: JSONObject) -> Bool { params["_meta"]?[Key.protocolVersion] != nil }

  /// Checks a modern request's `_meta`. What the client is called is not asked for: it is optional, and nothing depends on it.
  static func checkEnvelope(_ params: JSONObject) throws(RPCError) {
    guard let version = params["_meta"]?[Key.protocolVersion]?.string else {
      throw RPCError(.invalidParams, "`_meta[\"\(Key.protocolVersion)\"]` must be a string, as \"2026-07-28\"")
    }
    guard version == ProtocolVersion.july2026.rawValue else { throw .unsupported(version: version) }
    guard params["_meta"]?[Key.clientCapabilities]?.object != nil else {
      throw RPCError(
        .invalidParams, "`_meta[\"\(Key.clientCapabilities)\"]` is missing: an object, empty if the client has none")
    }
    if let level = params["_meta"]?[Key.logLevel] {
      let levels = ["debug", "info", "notice", "warning", "error", "critical", "alert", "emergency"]
      guard let name = level.string, levels.contains(name) else {
        throw RPCError(.invalidParams, "`_meta[\"\(Key.logLevel)\"]` must be one of \(levels.joined(separator: ", "))")
      }
    }
  }
}
