import JSONRPC
import JSONValues

extension HookEvent {
  /// A tool has been used, well or in vain: an observation.
  package static let tool = HookEvent(
    name: "tool",
    summary: "a tool was used: record what it was about and how it ended",
    clientNames: ["PostToolUse", "PostToolUseFailure", "postToolUse", "postToolUseFailure", "AfterTool"],
    requests: { payload throws(HookPayloadError) in
      guard let name = payload.text("tool_name", "toolName") else { throw .missing("tool_name", in: payload.fields) }
      let use = ToolUse(name: name, payload: payload)
      guard use.isWorthRecording else { return [] }
      return [
        payload.request(
          "session/tool",
          ["tool": .string(use.name), "input": use.input, "response": use.response, "failed": .bool(use.failed)])
      ]
    })
}

/// One use of a tool in its normal form.
struct ToolUse {
  let name: String
  let input: JSONValue?
  /// What the tool answered, or the error's text. Any JSON: built-in tools have objects of their own, MCP tools content blocks.
  let response: JSONValue?
  let failed: Bool
  /// The MCP server that the tool belongs to, where the client says so apart from the tool's name.
  let server: String?

  init(name: String, payload: HookPayload) {
    self.name = name
    server = payload.value("mcp_server")?["name"]?.string ?? payload.value("mcp_context")?["server_name"]?.string
    // Copilot and Cursor send some objects as JSON inside a string.
    input = payload.value("tool_input", "toolArgs").map(Self.unwrapped)

    let error = payload.value("error", "error_message")
    let raw = payload.value("tool_response", "tool_result", "toolResult", "tool_output")
    let result = Self.Result(raw)
    response = result.shown ?? error
    failed =
      Self.saysFailure(error) || result.failed || payload.fields["is_error"]?.bool == true
      || ["PostToolUseFailure", "postToolUseFailure"].contains(payload.eventName ?? "")
  }

  /// An answer, out of the envelope that some clients put around it.
  private struct Result {
    var shown: JSONValue?
    var failed: Bool

    init(_ raw: JSONValue?) {
      shown = raw
      failed = false
      guard case .object(let object)? = raw else {
        shown = raw.map(ToolUse.unwrapped)
        return
      }
      failed =
        object["is_error"]?.bool == true || object["isError"]?.bool == true || ToolUse.saysFailure(object["error"])
      if let text = object["llmContent"] ?? object["returnDisplay"] {  // Gemini CLI
        shown = text
      } else if let text = object["text_result_for_llm"] ?? object["textResultForLlm"] {  // Copilot CLI
        shown = text
        let kind = object["result_type"]?.string ?? object["resultType"]?.string
        failed = failed || (kind != nil && kind != "success")
      }
    }
  }

  /// Clients write `"error": null`, `false` or `""` for none.
  private static func saysFailure(_ error: JSONValue?) -> Bool {
    switch error {
    case nil, .null?, .bool(false)?, .string("")?: false
    default: true
    }
  }

  private static func unwrapped(_ value: JSONValue) -> JSONValue {
    guard case .string(let text) = value, text.utf8.first == UInt8(ascii: "{"), let object = try? JSONValue(parsing: text) else {
      return value
    }
    return object
  }
}
