import JSONValues
import MemoryEngine
import MemoryModel

/// `find` that first works out what is meant, over several rounds; answers with overviews and the plan it followed.
struct SearchOperation: ToolOperation {
  static let method = "memory/search"
  var question: Question
  let intent: String?

  init(_ arguments: inout Arguments) {
    question = Question(&arguments)
    question.place.session = arguments.string("session_id", maximum: Limits.name)
    intent = arguments.string("context", maximum: Limits.context)
  }

  func run(_ context: OperationContext) throws -> SearchResult {
    var request = try question.request(context)
    request.session = question.place.session ?? context.caller.session
    request.context = intent
    return SearchResult(outcome: try context.engine.search(request), scope: request.scope)
  }
}

struct SearchResult: OperationResult {
  let outcome: SearchOutcome
  let scope: Scope

  var json: JSONValue {
    let items = outcome.items.map { found in
      var object = found.json
      object["l1"] = .string(found.node.overview)
      return JSONValue.object(object)
    }
    let subQueries = outcome.plan.subQueries.map { ["type": .string($0.type.rawValue), "query": .string($0.query)] as JSONValue }
    var plan: JSONObject = [
      "by": .string(outcome.plan.author.rawValue), "sub_queries": .array(subQueries), "rounds": .count(outcome.plan.rounds),
    ]
    if outcome.plan.isReranked { plan["reranked"] = true }
    var object: JSONObject = ["items": .array(items), "plan": .object(plan)]
    if !outcome.notes.isEmpty { object["notes"] = .texts(outcome.notes) }
    return .object(object)
  }
}
