package import JSONValues

/// One message from the other side, told apart by its members as JSON-RPC 2.0 and MCP want it.
package enum IncomingMessage: Hashable, Sendable {
  /// Has an id and is to be answered.
  case request(Request)
  /// Has no id and is never answered, whatever is wrong with it.
  case notification(Request)
  /// The answer to a request of ours. We send none, so that there is nothing to match it with.
  case response
  /// An array. Only MCP 2025-03-26 allows it, so that it is left to the server what becomes of it; its elements are not looked
  /// at yet, and may be of any kind.
  case batch([JSONValue])
  /// Not a message. The answer says why, with the message's id if that could be read.
  case invalid(Response)

  /// What the value is. Two lenient readings: `"params": null` is no parameters (some clients write absent ones so), and a message with
  /// a method is a request or notification even if it has a result as well.
  package static func classify(_ value: JSONValue) -> IncomingMessage {
    switch value {
    case .object(let object): classify(object)
    case .array(let elements): .batch(elements)
    default: .refused(nil, .invalidRequest, "a message is a JSON object, got \(article(value)) \(value.kind)")
    }
  }

  /// The line that was read. One that is not JSON is answered without an id.
  package static func parse(_ line: [UInt8]) -> IncomingMessage {
    do {
      return classify(try JSONValue(parsing: line))
    } catch {
      return .refused(nil, .parseError, "the message is \(error.description)")
    }
  }

  private static func classify(_ object: JSONObject) -> IncomingMessage {
    let id = object["id"].map(RequestID.init)
    guard let method = object["method"] else {
      // An error to an answer could be answered by another one, and so on for ever: nothing is said to it.
      if object["result"] != nil || object["error"] != nil { return .response }
      return .refused(id ?? nil, .invalidRequest, "the message has no `method`")
    }
    if case .some(nil) = id, let wrong = object["id"] {
      return .refused(nil, .invalidRequest, "`id` must be a string or an integer of at most 64 bits, got \(shown(wrong))")
    }
    let requestID = id ?? nil
    guard object["jsonrpc"] == "2.0" else {
      let found = object["jsonrpc"].map { "got \(shown($0))" } ?? "it is missing"
      return .refused(requestID, .invalidRequest, "`jsonrpc` must be \"2.0\", \(found)")
    }
    guard let name = method.string else {
      return .refused(requestID, .invalidRequest, "`method` must be a string, got \(shown(method))")
    }

    var params = JSONObject()
    switch object["params"] {
    case nil, .null?: break
    case .object(let given)?: params = given
    case let wrong?:
      // A notification with wrong parameters can neither be answered nor run; with an id that nobody waits for it would be answered.
      guard let requestID else { return .notification(Request(method: name)) }
      let code: RPCError.Code = wrong.array == nil ? .invalidRequest : .invalidParams
      return .refused(
        requestID, code, "`params` must be an object with the parameters by name, got \(article(wrong)) \(wrong.kind)")
    }
    let request = Request(id: requestID, method: name, params: params)
    return requestID == nil ? .notification(request) : .request(request)
  }

  static func refused(_ id: RequestID?, _ code: RPCError.Code, _ message: String) -> IncomingMessage {
    .invalid(Response(id: id, result: .failure(RPCError(code, message))))
  }

  /// A value for an error message; long ones by their kind only.
  private static func shown(_ value: JSONValue) -> String {
    switch value {
    case .array, .object: return "\(article(value)) \(value.kind)"
    default:
      let text = value.text
      return text.utf8.count <= 64 ? text : "a long \(value.kind)"
    }
  }

  private static func article(_ value: JSONValue) -> String {
    switch value {
    case .array, .object, .integer: "an"
    case .null: "the value"
    default: "a"
    }
  }
}
