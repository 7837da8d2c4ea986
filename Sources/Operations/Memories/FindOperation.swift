import JSONValues
import MemoryEngine
import MemoryModel

/// Ranked memories for a question. Never calls a model.
struct FindOperation: ToolOperation {
  static let method = "memory/find"
  let question: Question

  init(_ arguments: inout Arguments) { question = Question(&arguments) }

  func run(_ context: OperationContext) throws -> FindResult {
    FindResult(outcome: try context.engine.find(question.request(context)))
  }

  func text(_ output: FindResult) -> String { "" }
}

struct FindResult: OperationResult {
  let outcome: FindOutcome

  var json: JSONValue {
    var object: JSONObject = ["items": .array(outcome.items.map { .object($0.json) })]
    if !outcome.notes.isEmpty { object["notes"] = .texts(outcome.notes) }
    return .object(object)
  }
}
