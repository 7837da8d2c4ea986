import JSONValues

/// What is sent to a service.
struct ServiceRequest: Sendable {
  var url: String
  /// Posted; nil asks with GET.
  var body: JSONValue?
  /// Beside the ones that every request has.
  var headers: [(name: String, value: String)] = []
}

/// What came back, whatever its status.
struct ServiceReply: Sendable {
  var status: Int
  var headers: [(name: String, value: String)] = []
  var body: [UInt8]

  /// The first header of this name, in whatever case it was written.
  func header(_ name: String) -> String? {
    headers.first { $0.name.lowercased() == name }?.value
  }
}
