/// A request as the routes see it: no transport, no streams.
struct HTTPQuestion: Sendable {
  var method: String
  /// Still with its percent signs.
  var path: String
  var query: [String: String] = [:]
  var host: String?
  var origin: String?
  /// The whole header, `Bearer …`.
  var authorization: String?
  /// The whole header, `name=value; name=value`.
  var cookie: String?
  /// What the browser says of where a request comes from (https://www.w3.org/TR/fetch-metadata/).
  var fetchSite: String?
  var contentType: String?
  var ifNoneMatch: String?
  /// What MCP's Streamable HTTP says in headers.
  var mcpProtocolVersion: String?
  var mcpMethod: String?
  var mcpName: String?
  var body: [UInt8] = []
}

/// What goes back.
struct HTTPAnswer: Sendable {
  var status: Int
  var contentType: String? = "application/json; charset=utf-8"
  var body: [UInt8] = []
  /// Besides those that every answer has.
  var headers: [(name: String, value: String)] = []
}
