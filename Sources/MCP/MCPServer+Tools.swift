import JSONRPC
import JSONValues
import Operations

/// `tools/list` and `tools/call`. A result is one text: of one that had structured content as well, clients show the model only that.
extension MCPServer {
  func listTools(_ params: JSONObject) throws(RPCError) -> MCPResult {
    try refuseCursor(params)
    let tools = offersMemory ? Dispatcher.tools.map(Self.entry) : []
    return MCPResult(["tools": .array(tools)], .ofProgram)
  }

  func callTool(_ params: JSONObject) throws(RPCError) -> MCPResult {
    let name = try params.requiredString("name")
    var arguments = JSONObject()
    switch params["arguments"] {
    case nil, .null?: break
    case .object(let given)?: arguments = given
    case let wrong?: throw RPCError(.invalidParams, "`arguments` must be an object, got \(wrong.kind)")
    }
    guard offersMemory, let reply = dispatcher.callTool(name, arguments: arguments) else {
      let names = offersMemory ? Dispatcher.tools.map(\.name).joined(separator: ", ") : "none"
      throw RPCError(.invalidParams, "Unknown tool: \(name.quoted). The tools are: \(names)")
    }
    var result: JSONObject = ["content": [["type": "text", "text": .string(reply.text)]]]
    if reply.isError { result["isError"] = true }
    return MCPResult(result)
  }

  private static func entry(_ tool: ToolDefinition) -> JSONValue {
    var entry: JSONObject = [
      "name": .string(tool.name), "title": .string(tool.title), "description": .string(tool.description),
      "inputSchema": tool.inputSchema, "annotations": .object(tool.annotations),
    ]
    // Claude Code shows a model only the names of most tools until it looks for one. What a model does not see it does not think of, and a
    // memory that nobody asks is none: the two that begin everything are always shown.
    if ["find", "remember"].contains(tool.name) { entry["_meta"] = ["anthropic/alwaysLoad": true] }
    return .object(entry)
  }
}
