import MemoryEngine
import MemoryModel

/// What `find` and `search` both take.
struct Question {
  var query: String
  var limit: Int
  var category: MemoryModel.Category?
  var within: MemoryURI?
  var place: Place
  var allProjects: Bool
  var asOf: Timestamp?
  var explain: Bool

  init(_ arguments: inout Arguments) {
    query = arguments.requiredString("query", maximum: Limits.query)
    limit = arguments.integer("limit", in: 1...100, default: 10)
    category = arguments.choice("category", among: Category.allCases)
    within = arguments.uri("within")
    place = Place(&arguments)
    allProjects = arguments.bool("all_projects", default: false)
    asOf = arguments.time("as_of")
    explain = arguments.bool("explain", default: false)
    if allProjects && place.project != nil {
      arguments.refuse("all_projects", "cannot be combined with \"project\"; leave one out")
    }
  }

  func request(_ context: OperationContext) throws -> FindRequest {
    var request = FindRequest(query: query)
    request.limit = limit
    request.category = category
    request.within = within
    request.scope = allProjects ? .everything : try context.scope(place)
    request.asOf = asOf
    request.explain = explain
    request.countsAsUse = !context.caller.isBrowsing
    return request
  }
}
