import JSONValues
import MemoryEngine
import MemoryModel

/// What was to be done later, and is not done yet.
struct IntentionsOperation: Operation {
  static let method = "memory/intentions"
  let place: Place
  let allProjects: Bool
  let limit: Int

  init(_ arguments: inout Arguments) {
    place = Place(&arguments)
    allProjects = arguments.bool("all_projects", default: false)
    limit = arguments.integer("limit", in: 1...1000, default: 50)
    if allProjects && place.project != nil {
      arguments.refuse("all_projects", "cannot be combined with \"project\"; leave one out")
    }
  }

  func run(_ context: OperationContext) throws -> IntentionsResult {
    IntentionsResult(
      items: try context.engine.openIntentions(allProjects ? .everything : context.scope(place), limit: limit))
  }
}

struct IntentionsResult: OperationResult {
  let items: [MemoryNode]

  var json: JSONValue {
    [
      "items": .array(
        items.map { node in
          var object: JSONObject = ["uri": .string(node.uri.description), "l0": .string(node.abstract)]
          object["project"] = .text(node.project)
          object["created_at"] = .time(node.createdAt)
          return .object(object)
        })
    ]
  }
}
