import JSONRPC
import JSONValues

extension JSONObject {
  func requiredString(_ name: String) throws(RPCError) -> String {
    switch self[name] {
    case .string(let value)?: return value
    case nil, .null?: throw RPCError(.invalidParams, "`\(name)` is missing")
    case let wrong?: throw RPCError(.invalidParams, "`\(name)` must be a string, got \(wrong.kind)")
    }
  }

  func requiredObject(_ name: String) throws(RPCError) -> JSONObject {
    switch self[name] {
    case .object(let value)?: return value
    case nil, .null?: throw RPCError(.invalidParams, "`\(name)` is missing")
    case let wrong?: throw RPCError(.invalidParams, "`\(name)` must be an object, got \(wrong.kind)")
    }
  }

  /// Where a list is to go on; nil for its beginning. Some clients say the beginning with an empty string.
  func cursor() throws(RPCError) -> String? {
    switch self["cursor"] {
    case nil, .null?, .string("")?: return nil
    case .string(let cursor)?: return cursor
    case let wrong?: throw RPCError(.invalidParams, "`cursor` must be a string, got \(wrong.kind)")
    }
  }
}

extension MCPServer {
  /// For lists that have one page.
  func refuseCursor(_ params: JSONObject) throws(RPCError) {
    if let cursor = try params.cursor() { throw .unknownCursor(cursor) }
  }
}

extension RPCError {
  static func unknownCursor(_ cursor: String) -> RPCError {
    RPCError(.invalidParams, "Unknown cursor: \(cursor.quoted). Begin again without one, and pass on `nextCursor` as it was given.")
  }
}
