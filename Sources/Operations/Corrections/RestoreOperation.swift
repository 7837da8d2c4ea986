import JSONValues
import MemoryEngine
import MemoryModel

/// Takes a retraction, an edit, a merge or a supersession back.
struct RestoreOperation: Operation {
  static let method = "memory/restore"
  let uri: MemoryURI
  let revision: Int?

  init(_ arguments: inout Arguments) {
    uri = arguments.requiredURI("uri")
    revision = arguments.integer("revision", in: 1...1_000_000)
  }

  func run(_ context: OperationContext) throws -> RestoreResult {
    var request = RestoreRequest(uri: uri)
    request.revision = revision
    return RestoreResult(outcome: try context.engine.restore(request))
  }
}

struct RestoreResult: OperationResult {
  let outcome: RestoreOutcome

  var json: JSONValue {
    [
      "action": .string(outcome.action.rawValue),
      "restored": .array(outcome.restored.map { ["uri": .string($0.uri.description), "l0": .string($0.abstract)] }),
    ]
  }
}
