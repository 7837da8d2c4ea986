import JSONValues
import MemoryEngine
import MemoryModel

/// What happened lately: sessions in a few lines each, and the memories of the same time.
struct JournalOperation: Operation {
  static let method = "memory/journal"
  let place: Place
  let allProjects: Bool
  let limit: Int
  let before: Timestamp?

  init(_ arguments: inout Arguments) {
    place = Place(&arguments)
    allProjects = arguments.bool("all_projects", default: false)
    limit = arguments.integer("limit", in: 1...200, default: 30)
    before = arguments.time("before")
    if allProjects && place.project != nil {
      arguments.refuse("all_projects", "cannot be combined with \"project\"; leave one out")
    }
  }

  func run(_ context: OperationContext) throws -> JournalResult {
    var request = JournalRequest()
    request.scope = allProjects ? .everything : try context.scope(place)
    request.limit = limit
    request.before = before
    return JournalResult(outcome: try context.engine.journal(request))
  }
}

struct JournalResult: OperationResult {
  let outcome: JournalOutcome

  var json: JSONValue {
    var object: JSONObject = [
      "sessions": .array(outcome.sessions.map(Self.json)),
      "memories": .array(
        outcome.memories.map { node in
          var object: JSONObject = [
            "uri": .string(node.uri.description), "l0": .string(node.abstract), "category": .string(node.category.rawValue),
            "origin": .string(node.provenance.origin.rawValue),
          ]
          object["project"] = .text(node.project)
          object["session_id"] = .text(node.provenance.session)
          object["created_at"] = .time(node.createdAt)
          return .object(object)
        }),
    ]
    object["next"] = .time(outcome.next)
    return .object(object)
  }

  private static func json(_ entry: JournalOutcome.Entry) -> JSONValue {
    let (session, digest) = (entry.session, entry.digest)
    var object: JSONObject = ["session_id": .string(session.id)]
    object["uri"] = .string(Category.sessions.directory.appending(Slug.session(session.id)).description)
    object["project"] = .text(session.project)
    object["client"] = .text(session.client)
    object["started_at"] = .time(session.startedAt)
    object["last_active_at"] = .time(session.lastActiveAt)
    object["ended_at"] = .time(session.endedAt)
    object["status"] = .string(session.status.rawValue)
    object["observations"] = .count(digest.observations)
    object["turns"] = .count(digest.turns)
    object["learned"] = .count(digest.learned)
    object["l0"] = .text(digest.abstract)
    // A line of it: a prompt can be a pasted file.
    object["first_prompt"] = .text(digest.firstPrompt.map { String(String.UnicodeScalarView($0.unicodeScalars.prefix(300))) })
    return .object(object)
  }
}
