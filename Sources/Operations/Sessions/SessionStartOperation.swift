import JSONValues
import MemoryEngine
import MemoryModel

/// A session began, was resumed, cleared or compacted.
struct SessionStartOperation: Operation {
  static let method = "session/start"
  let sender: Sender
  let source: String?
  let project: String?

  init(_ arguments: inout Arguments) {
    sender = Sender(&arguments)
    source = arguments.string("source", maximum: Limits.name)
    project = arguments.string("project", maximum: Limits.name)
  }

  func run(_ context: OperationContext) throws -> SessionStartResult {
    var request = SessionStartRequest(session: sender.session)
    request.workingDirectory = sender.workingDirectory ?? context.caller.workingDirectory
    request.source = source
    request.client = sender.client ?? context.caller.client
    request.transcriptPath = sender.transcriptPath
    request.project = project ?? context.caller.project
    return SessionStartResult(outcome: try context.engine.startSession(request))
  }
}

struct SessionStartResult: OperationResult {
  let outcome: SessionStartOutcome

  var json: JSONValue {
    var object = JSONObject()
    object["project"] = .text(outcome.project)
    object["new"] = .bool(outcome.isNew)
    return .object(object)
  }
}
