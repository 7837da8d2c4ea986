import JSONValues
import MemoryEngine
import MemoryModel

/// Puts something into the memory, at once and durably.
struct RememberOperation: ToolOperation {
  static let method = "memory/remember"
  let content: String
  let category: MemoryModel.Category?
  let uri: MemoryURI?
  let title: String?
  let tags: [String]
  let place: Place
  let session: String?
  let supersedes: MemoryURI?
  let validFrom: Timestamp?
  /// Belongs to no project.
  let isGlobal: Bool

  init(_ arguments: inout Arguments) {
    content = arguments.requiredString("content", maximum: nil)
    // What was said in a session is recorded by the hooks, not remembered by hand.
    category = arguments.choice("category", among: Category.allCases.filter { $0 != .sessions })
    uri = arguments.uri("uri")
    title = arguments.string("title", maximum: Limits.title)
    tags = arguments.strings("tags", maximumCount: Limits.tags, maximumLength: Limits.tag)
    session = arguments.string("session_id", maximum: Limits.name)
    place = Place(&arguments, session: session)
    supersedes = arguments.uri("supersedes")
    validFrom = arguments.time("valid_from")
    isGlobal = arguments.bool("global", default: false)
    if isGlobal && place.project != nil { arguments.refuse("global", "cannot be combined with \"project\"; leave one out") }
  }

  func run(_ context: OperationContext) throws -> RememberResult {
    let engine = try context.engine
    var request = RememberRequest(content: content)
    request.category = category
    request.uri = uri
    request.title = title
    request.tags = tags
    request.project = place.project
    request.asker = isGlobal ? nil : context.asker(place)
    request.session = session ?? context.caller.session
    request.supersedes = supersedes
    request.validFrom = validFrom
    request.origin = context.caller.origin
    return RememberResult(outcome: try engine.remember(request))
  }
}

struct RememberResult: OperationResult {
  let outcome: RememberOutcome

  var json: JSONValue {
    var object: JSONObject = ["uri": .string(outcome.uri.description), "action": .string(outcome.action.rawValue)]
    if !outcome.closed.isEmpty { object["closed"] = .uris(outcome.closed) }
    object["reason"] = .text(outcome.reason)
    if outcome.redactions > 0 { object["redactions"] = .count(outcome.redactions) }
    return .object(object)
  }
}
