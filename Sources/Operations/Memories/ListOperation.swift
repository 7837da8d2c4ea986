import JSONValues
import MemoryEngine
import MemoryModel

/// Memories by what they are: superseded, retracted, pinned, fading.
struct ListOperation: Operation {
  static let method = "memory/list"
  let category: MemoryModel.Category?
  let within: MemoryURI?
  let session: String?
  let place: Place
  let allProjects: Bool
  let state: ListingRequest.State
  let order: ListingRequest.Order
  let limit: Int
  let offset: Int

  init(_ arguments: inout Arguments) {
    category = arguments.choice("category", among: Category.allCases)
    within = arguments.uri("within")
    session = arguments.string("session_id", maximum: Limits.name)
    place = Place(&arguments)
    allProjects = arguments.bool("all_projects", default: false)
    state = arguments.choice("state", among: ListingRequest.State.allCases) ?? .valid
    order = arguments.choice("order", among: ListingRequest.Order.allCases) ?? .newest
    limit = arguments.integer("limit", in: 1...500, default: 50)
    offset = arguments.integer("offset", in: 0...1_000_000, default: 0)
    if allProjects && place.project != nil {
      arguments.refuse("all_projects", "cannot be combined with \"project\"; leave one out")
    }
  }

  func run(_ context: OperationContext) throws -> ListResult {
    var request = ListingRequest()
    request.category = category
    request.within = within
    request.session = session
    request.scope = allProjects ? .everything : try context.scope(place)
    request.state = state
    request.order = order
    request.limit = limit
    request.offset = offset
    return ListResult(outcome: try context.engine.list(request))
  }
}

struct ListResult: OperationResult {
  let outcome: ListingOutcome

  var json: JSONValue {
    ["items": .array(outcome.nodes.map { .object($0.json(tiers: [.l0])) }), "total": .count(outcome.total)]
  }
}
