import JSONValues
import Operations

/// The result of an MCP method before it is told how long it keeps, which only the modern era wants to hear.
struct MCPResult {
  /// How long and for whom a client may keep a result (MCP 2026-07-28, "Caching").
  enum Freshness {
    /// The same for everyone until the program is updated. Five minutes, so that a client notices an update without being restarted.
    case ofProgram
    /// A user's own, and changed by the next `remember`.
    case ofStore
  }

  var members: JSONObject
  /// Nil for results that are not to be kept.
  var freshness: Freshness?

  init(_ members: JSONObject, _ freshness: Freshness? = nil) {
    self.members = members
    self.freshness = freshness
  }

  func json(_ era: Era) -> JSONValue {
    guard era == .modern else { return .object(members) }
    var object: JSONObject = ["resultType": "complete"]
    object = object.merging(members)
    switch freshness {
    case .ofProgram:
      object["ttlMs"] = 300_000
      object["cacheScope"] = "public"
    case .ofStore:
      object["ttlMs"] = 0
      object["cacheScope"] = "private"
    case nil: break
    }
    object["_meta"] = [Era.Key.serverInfo: ["name": .string(Continuity.name), "version": .string(Continuity.version)]]
    return .object(object)
  }
}
