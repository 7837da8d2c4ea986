import JSONValues
import MemoryEngine
import MemoryModel

/// Notes that something which was to be done is done.
struct DoneOperation: Operation {
  static let method = "memory/done"
  let uri: MemoryURI

  init(_ arguments: inout Arguments) { uri = arguments.requiredURI("uri") }

  func run(_ context: OperationContext) throws -> DoneResult { DoneResult(outcome: try context.engine.complete(uri)) }
}

struct DoneResult: OperationResult {
  let outcome: CompletionOutcome

  var json: JSONValue {
    ["uri": .string(outcome.uri.description), "action": .string(outcome.action.rawValue), "l0": .string(outcome.abstract)]
  }
}
