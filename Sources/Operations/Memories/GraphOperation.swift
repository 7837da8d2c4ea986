import JSONValues
import MemoryEngine
import MemoryModel

/// What is connected with what, around one memory or session or over everything.
struct GraphOperation: Operation {
  static let method = "memory/graph"
  let uri: MemoryURI?
  let place: Place
  let allProjects: Bool
  let limit: Int

  init(_ arguments: inout Arguments) {
    uri = arguments.uri("uri")
    place = Place(&arguments)
    allProjects = arguments.bool("all_projects", default: false)
    limit = arguments.integer("limit", in: 1...1000, default: 200)
    if allProjects && place.project != nil {
      arguments.refuse("all_projects", "cannot be combined with \"project\"; leave one out")
    }
  }

  func run(_ context: OperationContext) throws -> GraphResult {
    var request = GraphRequest()
    request.uri = uri
    request.scope = allProjects ? .everything : try context.scope(place)
    request.limit = limit
    return GraphResult(outcome: try context.engine.graph(request))
  }
}

struct GraphResult: OperationResult {
  let outcome: GraphOutcome

  var json: JSONValue {
    [
      "nodes": .array(
        outcome.vertices.map { vertex in
          var object: JSONObject = [
            "uri": .string(vertex.uri.description), "type": .string(vertex.kind.rawValue),
            "category": .string(vertex.category.rawValue), "l0": .string(vertex.abstract), "degree": .count(vertex.degree),
            "pinned": .bool(vertex.isPinned),
          ]
          object["project"] = .text(vertex.project)
          object["updated_at"] = .time(vertex.updatedAt)
          return .object(object)
        }),
      "links": .array(
        outcome.edges.map {
          ["from": .count($0.from), "to": .count($0.to), "kind": .string($0.kind), "weight": .score($0.weight)]
        }),
      "cut": .bool(outcome.isCut),
    ]
  }
}
