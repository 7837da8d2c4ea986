import JSONRPC
import JSONValues
import Operations

/// `prompts/list` and `prompts/get`. A prompt brings what the memory says along, so that the model can answer at once.
extension MCPServer {
  func listPrompts(_ params: JSONObject) throws(RPCError) -> MCPResult {
    try refuseCursor(params)
    return MCPResult(["prompts": .array(Prompt.all.map(\.json))], .ofProgram)
  }

  func getPrompt(_ params: JSONObject) throws(RPCError) -> MCPResult {
    let prompt = try Prompt.named(try params.requiredString("name"))
    var arguments = JSONObject()
    if let given = params["arguments"], !given.isNull { arguments = try params.requiredObject("arguments") }
    if let given = given(arguments, unknownTo: prompt) {
      throw RPCError(.invalidParams, "The prompt `\(prompt.name)` has no argument \(given.quoted)")
    }
    let text: String
    switch prompt {
    case .recall: text = recall(try arguments.requiredString("query"))
    default: text = whatWasIDoing()
    }
    let message: JSONValue = ["role": "user", "content": ["type": "text", "text": .string(text)]]
    return MCPResult(["description": .string(prompt.description), "messages": [message]])
  }

  private func given(_ arguments: JSONObject, unknownTo prompt: Prompt) -> String? {
    arguments.keys.first { key in !prompt.arguments.contains { $0.name == key } }
  }

  private func recall(_ query: String) -> String {
    let reply = dispatcher.callTool("search", arguments: ["query": .string(query)])
    return """
      What do you remember about this: \(query)

      This is what Continuity's memory has on it:

      \(reply?.text ?? "Nothing.")

      Answer from these memories, naming the URIs that you rely on. Read a memory with `read` if its overview is not enough, and \
      say plainly what is not remembered.
      """
  }

  private func whatWasIDoing() -> String {
    let recent: String
    switch dispatcher.answer("memory/timeline", ["limit": .integer(RecentSessions.count)]) {
    case .success(let timeline): recent = RecentSessions(timeline).text
    case .failure(let error): recent = "The memory could not be read: \(error.message)"
    }
    return """
      What was I doing in this project before this session?

      This is what Continuity recorded:

      \(recent)

      Tell me briefly what I was working on, what was finished and what was left open, and suggest how to go on. This session may be \
      among them.
      """
  }
}
