import JSONValues
import MemoryEngine
import MemoryModel

/// What the user typed. Signal phrases in it are remembered at once.
struct SessionPromptOperation: Operation {
  static let method = "session/prompt"
  let sender: Sender
  let prompt: String

  init(_ arguments: inout Arguments) {
    sender = Sender(&arguments)
    prompt = arguments.requiredString("prompt", maximum: nil, mayBeEmpty: true)
  }

  func run(_ context: OperationContext) throws -> SessionPromptResult {
    var request = PromptRequest(session: sender.session, prompt: prompt)
    request.workingDirectory = sender.workingDirectory ?? context.caller.workingDirectory
    request.transcriptPath = sender.transcriptPath
    request.client = sender.client ?? context.caller.client
    return SessionPromptResult(outcome: try context.engine.recordPrompt(request))
  }
}

struct SessionPromptResult: OperationResult {
  let outcome: PromptOutcome

  var json: JSONValue {
    [
      "recorded": .bool(outcome.recorded),
      "captured": .array(outcome.captured.map { ["uri": .string($0.uri.description), "action": .string($0.action.rawValue)] }),
    ]
  }
}
