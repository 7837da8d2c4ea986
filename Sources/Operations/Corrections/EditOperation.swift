import JSONValues
import MemoryEngine
import MemoryModel

/// Corrects what a memory says; what it said before stays as a revision.
struct EditOperation: Operation {
  static let method = "memory/edit"
  let uri: MemoryURI
  let content: String?
  let abstract: String?
  let tags: [String]?
  let unchangedSince: Timestamp?

  init(_ arguments: inout Arguments) {
    uri = arguments.requiredURI("uri")
    content = arguments.string("content", maximum: nil)
    abstract = arguments.string("l0", maximum: Limits.title)
    tags = arguments.optionalStrings("tags", maximumCount: Limits.tags, maximumLength: Limits.tag)
    unchangedSince = arguments.time("unchanged_since")
  }

  func run(_ context: OperationContext) throws -> EditResult {
    var request = EditRequest(uri: uri)
    request.content = content
    request.abstract = abstract
    request.tags = tags
    request.unchangedSince = unchangedSince
    return EditResult(outcome: try context.engine.edit(request))
  }
}

struct EditResult: OperationResult {
  let outcome: EditOutcome

  var json: JSONValue {
    var object: JSONObject = ["uri": .string(outcome.node.uri.description), "action": .string(outcome.action.rawValue)]
    object["revision"] = outcome.revision.map(JSONValue.count)
    object["l0"] = .string(outcome.node.abstract)
    object["updated_at"] = .time(outcome.node.updatedAt)
    if outcome.redactions > 0 { object["redactions"] = .count(outcome.redactions) }
    return .object(object)
  }
}
