import JSONValues
import MemoryEngine
import MemoryModel

/// What a memory is connected with, in both directions; or what a concept is named together with, and who names it.
struct LinksOperation: Operation {
  static let method = "memory/links"
  let uri: MemoryURI?
  let concept: String?
  let place: Place
  let allProjects: Bool
  let limit: Int

  init(_ arguments: inout Arguments) {
    uri = arguments.uri("uri")
    concept = arguments.string("concept", maximum: Limits.name)
    place = Place(&arguments)
    allProjects = arguments.bool("all_projects", default: false)
    limit = arguments.integer("limit", in: 1...100, default: 20)
    if allProjects && place.project != nil {
      arguments.refuse("all_projects", "cannot be combined with \"project\"; leave one out")
    }
  }

  func run(_ context: OperationContext) throws -> LinksResult {
    let engine = try context.engine
    guard let name = concept ?? uri.flatMap(Concept.key(of:)), !name.isEmpty else {
      return LinksResult(outcome: try uri.map(engine.links) ?? LinksOutcome(uri: .root, links: []))
    }
    var request = ConceptLinksRequest(name: name)
    request.scope = allProjects ? .everything : try context.scope(place)
    request.limit = limit
    let outcome = try engine.conceptLinks(request)
    return LinksResult(outcome: LinksOutcome(uri: outcome.concept.uri, links: []), concept: outcome)
  }
}

struct LinksResult: OperationResult {
  let outcome: LinksOutcome
  var concept: ConceptLinksOutcome?

  var json: JSONValue {
    var object: JSONObject = ["uri": .string(outcome.uri.description), "links": .array(outcome.links.map(\.json))]
    guard let concept else { return .object(object) }
    object["concept"] = [
      "name": .string(concept.concept.name), "kind": .string(concept.concept.kind.rawValue),
      "sessions": .count(concept.sessionCount),
    ]
    object["neighbours"] = .array(
      concept.neighbours.map {
        [
          "uri": .string($0.concept.uri.description), "name": .string($0.concept.name), "kind": .string($0.concept.kind.rawValue),
          "weight": .score($0.weight), "sessions": .count($0.sessions), "last_at": JSONValue.time($0.lastAt) ?? .null,
        ]
      })
    object["memories"] = .array(
      concept.memories.map {
        ["uri": .string($0.uri.description), "category": .string($0.category.rawValue), "l0": .string($0.abstract)]
      })
    object["sessions"] = .array(
      concept.sessions.map {
        [
          "uri": .string($0.uri.description), "l0": .string($0.abstract), "at": JSONValue.time($0.at) ?? .null,
          "mentions": .count($0.mentions),
        ]
      })
    return .object(object)
  }
}
