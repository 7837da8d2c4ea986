import JSONValues
import MemoryEngine
import MemoryModel

/// A tool call and how it went; kept as a short observation.
struct SessionToolOperation: Operation {
  static let method = "session/tool"
  let sender: Sender
  let tool: String
  let input: JSONValue
  let response: JSONValue
  let failed: Bool

  init(_ arguments: inout Arguments) {
    sender = Sender(&arguments)
    tool = arguments.requiredString("tool", maximum: Limits.name)
    input = arguments.json("input")
    response = arguments.json("response")
    failed = arguments.bool("failed", default: false)
  }

  func run(_ context: OperationContext) throws -> SessionToolResult {
    var request = ToolRequest(session: sender.session, tool: tool, input: input, response: response, failed: failed)
    request.workingDirectory = sender.workingDirectory ?? context.caller.workingDirectory
    request.transcriptPath = sender.transcriptPath
    request.client = sender.client ?? context.caller.client
    return SessionToolResult(outcome: try context.engine.recordTool(request))
  }
}

struct SessionToolResult: OperationResult {
  let outcome: ToolOutcome

  var json: JSONValue {
    var object: JSONObject = ["recorded": .bool(outcome.recorded)]
    object["reason"] = .text(outcome.reason)
    return .object(object)
  }
}
