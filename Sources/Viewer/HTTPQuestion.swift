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
  var contentType: String?
  var body: [UInt8] = []
}

/// What goes back.
struct HTTPAnswer: Sendable {
  var status: Int
  var contentType = "application/json; charset=utf-8"
  var body: [UInt8] = []
}
