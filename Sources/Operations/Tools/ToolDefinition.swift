package import JSONValues

/// A tool as `tools/list` shows it.
package struct ToolDefinition: Hashable, Sendable {
  package var name: String
  package var title: String
  /// Under 2 KB: clients cut more.
  package var description: String
  package var inputSchema: JSONValue
  /// `readOnlyHint`, `destructiveHint`, `idempotentHint`, `openWorldHint`, `title`.
  package var annotations: JSONObject
}

/// What a tool answers: one text for a model.
package struct ToolReply: Hashable, Sendable {
  package var text: String
  package var isError: Bool
}

extension Dispatcher {
  /// The tools, in a fixed order; the same for every connection.
  package static var tools: [ToolDefinition] { [] }
}
