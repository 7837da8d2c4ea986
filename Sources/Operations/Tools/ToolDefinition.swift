package import JSONValues

/// A tool as `tools/list` shows it.
package struct ToolDefinition: Hashable, Sendable {
  package var name: String
  package var title: String
  /// Under 2 KB: clients cut more.
  package var description: String
  package var inputSchema: JSONValue
  /// `title`, `readOnlyHint`, `destructiveHint`, `idempotentHint`, `openWorldHint`.
  package var annotations: JSONObject
}

/// What a tool answers: one text for a model.
package struct ToolReply: Hashable, Sendable {
  package var text: String
  package var isError: Bool
}

extension Dispatcher {
  /// The tools in the order of `Schemas/tools.json`; the same for every connection. Read at the first use: a hook needs none.
  package static let tools: [ToolDefinition] = (EmbeddedFile.json("Schemas/tools.json").array ?? []).compactMap { entry in
    guard let name = entry["name"]?.string, let title = entry["title"]?.string, let description = entry["description"]?.string,
      let annotations = entry["annotations"]?.object
    else { return nil }
    return ToolDefinition(
      name: name, title: title, description: description,
      inputSchema: EmbeddedFile.json("Schemas/memory-\(name).input.schema.json"), annotations: annotations)
  }
}
