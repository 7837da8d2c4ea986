package import JSONValues

/// A failed request. The message says what failed, on which value, and what to do.
package struct RPCError: Error, Hashable, Sendable {
  package var code: Code
  package var message: String
  package var data: JSONValue?

  package init(_ code: Code, _ message: String, data: JSONValue? = nil) {
    self.code = code
    self.message = message
    self.data = data
  }

  /// The codes of JSON-RPC 2.0, and our own from the range left to implementations.
  package struct Code: RawRepresentable, Hashable, Sendable {
    package var rawValue: Int64
    package init(rawValue: Int64) { self.rawValue = rawValue }

    package static let parseError = Code(rawValue: -32700)
    package static let invalidRequest = Code(rawValue: -32600)
    package static let methodNotFound = Code(rawValue: -32601)
    package static let invalidParams = Code(rawValue: -32602)
    package static let internalError = Code(rawValue: -32603)
    /// No memory stands at the URI that was named.
    package static let notFound = Code(rawValue: -32001)
    /// The store cannot be used: foreign, newer, corrupt, read-only, or the disk is full.
    package static let storeUnusable = Code(rawValue: -32010)
    /// The request was cancelled by the client.
    package static let cancelled = Code(rawValue: -32800)
  }

  package var json: JSONValue {
    var object: JSONObject = ["code": .integer(code.rawValue), "message": .string(message)]
    object["data"] = data
    return .object(object)
  }
}
