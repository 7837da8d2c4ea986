package import JSONValues

/// A JSON-RPC 2.0 request, or a notification when it has no id: that one is never answered.
package struct Request: Hashable, Sendable {
  package var id: RequestID?
  package var method: String
  /// Always by name: MCP has no positional parameters. Absent parameters are an empty object.
  package var params: JSONObject

  package init(id: RequestID? = nil, method: String, params: JSONObject = [:]) {
    self.id = id
    self.method = method
    self.params = params
  }

  package var json: JSONValue {
    var object: JSONObject = ["jsonrpc": "2.0"]
    object["id"] = id?.json
    object["method"] = .string(method)
    if !params.isEmpty { object["params"] = .object(params) }
    return .object(object)
  }
}
