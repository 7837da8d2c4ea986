import JSONValues
import MemoryEngine
import MemoryModel

/// Ranked memories for a question. Never calls a model.
struct FindOperation: ToolOperation {
  static let method = "memory/find"
  let question: Question

  init(_ arguments: inout Arguments) { question = Question(&arguments) }

  func run(_ context: OperationContext) throws -> FindResult {
    let request = try question.request(context)
    return FindResult(outcome: try context.engine.find(request), scope: request.scope)
  }
}

struct FindResult: OperationResult {
  let outcome: FindOutcome
  /// What was looked through; said in the text.
  let scope: Scope

  var json: JSONValue {
    var object: JSONObject = ["items": .array(outcome.items.map { .object($0.json) })]
    if !outcome.notes.isEmpty { object["notes"] = .texts(outcome.notes) }
    return .object(object)
  }
}
