import JSONValues
import MemoryEngine
import MemoryModel

/// What a memory said before, newest first.
struct HistoryOperation: Operation {
  static let method = "memory/history"
  let uri: MemoryURI

  init(_ arguments: inout Arguments) { uri = arguments.requiredURI("uri") }

  func run(_ context: OperationContext) throws -> HistoryResult {
    HistoryResult(outcome: try context.engine.history(of: uri))
  }
}

struct HistoryResult: OperationResult {
  let outcome: HistoryOutcome

  var json: JSONValue {
    [
      "uri": .string(outcome.node.uri.description),
      "revisions": .array(outcome.revisions.map { $0.json(tiers: Tier.allCases) }),
    ]
  }
}
