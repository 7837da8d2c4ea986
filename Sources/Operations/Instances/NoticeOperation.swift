import JSONValues
import MemoryEngine
import MemoryModel

/// Leaves a short word to the other agents that are at work on the store, takes one away, and lists those that stand.
struct NoticeOperation: Operation {
  static let method = "notice"
  let text: String?
  let minutes: Int
  let expire: String?
  let session: String?
  let place: Place
  /// For everybody, whatever they work on.
  let isForAll: Bool

  init(_ arguments: inout Arguments) {
    text = arguments.string("text", maximum: Limits.notice)
    minutes = arguments.integer("minutes", in: 1...10_080, default: 240)
    expire = arguments.string("expire", maximum: Limits.name)
    session = arguments.string("session_id", maximum: Limits.name)
    place = Place(&arguments, session: session)
    isForAll = arguments.bool("all_projects", default: false)
  }

  func run(_ context: OperationContext) throws -> NoticeResult {
    let engine = try context.engine
    let project = try context.project(place)
    if let expire { try engine.expireNotice(expire) }
    let posted = try text.map {
      try engine.post(
        $0, project: isForAll ? nil : project, author: context.caller.client, session: session ?? context.caller.session,
        minutes: minutes)
    }
    return NoticeResult(posted: posted, expired: expire, notices: engine.notices(for: project, everywhere: isForAll))
  }
}

struct NoticeResult: OperationResult {
  let posted: Notice?
  let expired: String?
  let notices: [Notice]

  var json: JSONValue {
    var object = JSONObject()
    object["posted"] = .text(posted?.id)
    object["expired"] = .text(expired)
    object["notices"] = .array(notices.map(\.json))
    return .object(object)
  }
}

extension Notice {
  var json: JSONValue {
    var object: JSONObject = ["id": .string(id), "text": .string(text)]
    object["project"] = .text(project)
    object["from"] = .text(author)
    object["session_id"] = .text(session)
    object["at"] = .time(at)
    object["expires"] = .time(expires)
    return .object(object)
  }
}
