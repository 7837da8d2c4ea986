import JSONValues
import MemoryEngine
import MemoryModel

/// Sessions in time: their prompts, tool calls and last words as they came, and what was learned from them.
struct TimelineOperation: Operation {
  static let method = "memory/timeline"
  let session: String?
  let place: Place
  let allProjects: Bool
  let limit: Int
  let before: Timestamp?

  init(_ arguments: inout Arguments) {
    session = arguments.string("session_id", maximum: Limits.name)
    place = Place(&arguments)
    allProjects = arguments.bool("all_projects", default: false)
    limit = arguments.integer("limit", in: 1...1000, default: 50)
    before = arguments.time("before")
    if allProjects && place.project != nil {
      arguments.refuse("all_projects", "cannot be combined with \"project\"; leave one out")
    }
  }

  /// A session that is named is shown whichever project it belongs to.
  func run(_ context: OperationContext) throws -> TimelineResult {
    var request = TimelineRequest()
    request.session = session
    request.scope = allProjects || (session != nil && place.project == nil) ? .everything : try context.scope(place)
    request.limit = limit
    request.before = before
    return TimelineResult(outcome: try context.engine.timeline(request))
  }
}

struct TimelineResult: OperationResult {
  let outcome: TimelineOutcome

  var json: JSONValue { ["sessions": .array(outcome.sessions.map(Self.json))] }

  private static func json(_ day: TimelineOutcome.Day) -> JSONValue {
    var object: JSONObject = ["session_id": .string(day.session.id)]
    object["project"] = .text(day.session.project)
    object["client"] = .text(day.session.client)
    object["started_at"] = .time(day.session.startedAt)
    object["ended_at"] = .time(day.session.endedAt)
    object["status"] = .string(day.session.status.rawValue)
    object["observations"] = .array(day.observations.map(Self.json))
    object["memories"] = .array(
      day.memories.map {
        ["uri": .string($0.uri.description), "l0": .string($0.abstract), "category": .string($0.category.rawValue)]
      })
    return .object(object)
  }

  private static func json(_ observation: Observation) -> JSONValue {
    var object: JSONObject = ["id": .integer(observation.id), "at": .string(observation.at.iso8601)]
    object["kind"] = .string(observation.kind.rawValue)
    object["tool"] = .text(observation.tool)
    object["subject"] = .text(observation.subject)
    object["succeeded"] = observation.succeeded.map(JSONValue.bool)
    object["text"] = .string(observation.text)
    return .object(object)
  }
}
