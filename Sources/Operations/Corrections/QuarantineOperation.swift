import JSONValues
import MemoryEngine
import MemoryModel

/// What was held for review, and what is decided about it.
struct QuarantineOperation: Operation {
  static let method = "memory/quarantine"
  let accept: String?
  let reject: String?
  let limit: Int

  init(_ arguments: inout Arguments) {
    accept = arguments.string("accept", maximum: Limits.name * 2)
    reject = arguments.string("reject", maximum: Limits.name * 2)
    limit = arguments.integer("limit", in: 1...1000, default: 100)
    if accept != nil, reject != nil { arguments.refuse("reject", "cannot be combined with \"accept\"; leave one out") }
  }

  func run(_ context: OperationContext) throws -> QuarantineResult {
    let engine = try context.engine
    var decided: [MemoryURI] = []
    if let address = accept ?? reject {
      guard address == "all" || (try? MemoryURI(parsing: address)) != nil else {
        throw EngineError.invalid(
          parameter: accept != nil ? "accept" : "reject", reason: "it has to be a mem:// address, or \"all\"")
      }
      decided = try engine.review(try? MemoryURI(parsing: address), accepts: accept != nil)
    }
    return QuarantineResult(
      held: try engine.heldMemories(limit: limit), total: try engine.countHeldMemories(),
      decision: accept != nil ? "accepted" : reject != nil ? "rejected" : nil, decided: decided)
  }
}

struct QuarantineResult: OperationResult {
  let held: [MemoryNode]
  let total: Int
  let decision: String?
  let decided: [MemoryURI]

  var json: JSONValue {
    var object: JSONObject = [
      "held": .array(
        held.map { node in
          var object: JSONObject = [
            "uri": .string(node.uri.description), "category": .string(node.category.rawValue), "content": .string(node.content),
            "origin": .string(node.provenance.origin.rawValue), "reason": .string(node.retraction?.reason ?? ""),
          ]
          object["project"] = .text(node.project)
          object["session_id"] = .text(node.provenance.session)
          object["held_at"] = .time(node.retraction?.at)
          return .object(object)
        }), "total": .count(total),
    ]
    object["decision"] = .text(decision)
    if decision != nil { object["decided"] = .uris(decided) }
    return .object(object)
  }
}
