import JSONValues
import MemoryEngine
import MemoryModel

/// What is remembered about the matter of a prompt, to put beside it: nothing unless it is likely to help.
struct RecallOperation: Operation {
  static let method = "memory/recall"
  let place: Place
  let prompt: String
  let session: String?
  let preview: Bool

  init(_ arguments: inout Arguments) {
    prompt = arguments.requiredString("prompt", maximum: nil, mayBeEmpty: true)
    session = arguments.string("session_id", maximum: Limits.name)
    place = Place(&arguments, session: session)
    preview = arguments.bool("preview", default: false)
  }

  func run(_ context: OperationContext) throws -> RecallResult {
    var request = RecallRequest(prompt: prompt)
    request.workingDirectory = place.workingDirectory ?? context.caller.workingDirectory
    request.session = session ?? context.caller.session
    request.project = try context.project(place)
    request.preview = preview
    return RecallResult(outcome: try context.engine.recall(request))
  }
}

struct RecallResult: OperationResult {
  let outcome: RecallOutcome

  var json: JSONValue {
    [
      "markdown": .string(outcome.markdown),
      "items": .array(
        outcome.items.map {
          ["uri": .string($0.node.uri.description), "l0": .string($0.node.abstract), "confidence": .number($0.confidence)]
        }),
    ]
  }
}
