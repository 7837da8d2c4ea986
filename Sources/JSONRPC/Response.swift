package import JSONValues

/// The answer to a request. `id` is nil only where the request's own id could not be read.
package struct Response: Hashable, Sendable {
  package var id: RequestID?
  package var result: Result<JSONValue, RPCError>

  package init(id: RequestID?, result: Result<JSONValue, RPCError>) {
    self.id = id
    self.result = result
  }

  /// Without an id the member is left out: MCP's schema since 2025-11-25 allows its absence but not null.
  package var json: JSONValue {
    var object: JSONObject = ["jsonrpc": "2.0"]
    object["id"] = id?.json
    switch result {
    case .success(let value): object["result"] = value
    case .failure(let error): object["error"] = error.json
    }
    return .object(object)
  }
}
