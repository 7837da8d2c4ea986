import JSONRPC
import JSONValues
import Operations

/// `completion/complete`: memory URIs as they are typed.
extension MCPServer {
  /// The most that a completion may have (MCP, "Completion").
  private static let maximumCompletions = 100

  func complete(_ params: JSONObject) throws(RPCError) -> MCPResult {
    let reference = try params.requiredObject("ref")
    let argument = try params.requiredObject("argument")
    let name = try argument.requiredString("name")
    let value = try argument.requiredString("value")
    switch try reference.requiredString("type") {
    case "ref/prompt":
      // What a question will be cannot be guessed.
      _ = try Prompt.named(try reference.requiredString("name"))
      return Self.completion([])
    case "ref/resource":
      let uri = try reference.requiredString("uri")
      guard uri.hasPrefix("mem://") else {
        throw RPCError(.invalidParams, "There is no resource template \(uri.quoted); there is \(Self.template)")
      }
      guard [Self.templateVariable, "uri"].contains(name) else {
        throw RPCError(
          .invalidParams, "\(Self.template) has no variable \(name.quoted); it has `\(Self.templateVariable)`")
      }
      // Typed as a path below mem://, or as a whole URI: what comes back is what was begun.
      let scheme = "mem://"
      let isWhole = value.hasPrefix(scheme) || (!value.isEmpty && scheme.hasPrefix(value))
      let prefix = value.hasPrefix(scheme) ? value : isWhole ? scheme : scheme + value
      let found = dispatcher.completeURI(prefix: prefix, limit: Self.maximumCompletions + 1)
      return Self.completion(found.map { isWhole ? $0 : String($0.dropFirst(scheme.count)) })
    case let other:
      throw RPCError(.invalidParams, "`ref.type` must be \"ref/resource\" or \"ref/prompt\", got \(other.quoted)")
    }
  }

  private static func completion(_ values: [String]) -> MCPResult {
    let shown = values.prefix(maximumCompletions)
    return MCPResult([
      "completion": ["values": .array(shown.map { .string($0) }), "hasMore": .bool(shown.count < values.count)]
    ])
  }
}
