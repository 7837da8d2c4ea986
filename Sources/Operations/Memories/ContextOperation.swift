import JSONValues
import MemoryEngine
import MemoryModel

/// The markdown to put into a session at its start.
struct ContextOperation: Operation {
  static let method = "memory/context"
  let place: Place
  let session: String?
  let source: String?
  let budgetTokens: Int?
  let preview: Bool

  init(_ arguments: inout Arguments) {
    session = arguments.string("session_id", maximum: Limits.name)
    place = Place(&arguments, session: session)
    source = arguments.string("source", maximum: Limits.name)
    budgetTokens = arguments.integer("budget_tokens", in: 1...100_000)
    preview = arguments.bool("preview", default: false)
  }

  func run(_ context: OperationContext) throws -> ContextResult {
    let engine = try context.engine
    var request = ContextRequest()
    request.workingDirectory = place.workingDirectory ?? context.caller.workingDirectory
    request.session = session ?? context.caller.session
    request.source = source
    request.project = try context.project(place)
    request.budgetTokens = budgetTokens
    request.preview = preview
    return ContextResult(outcome: try engine.context(request))
  }
}

struct ContextResult: OperationResult {
  let outcome: ContextOutcome

  var json: JSONValue {
    var object: JSONObject = ["markdown": .string(outcome.markdown), "tokens": .count(outcome.tokens)]
    object["project"] = .text(outcome.project)
    object["uris"] = .uris(outcome.uris)
    object["budget_tokens"] = .count(outcome.budgetTokens)
    object["sections"] = .array(
      outcome.sections.map {
        [
          "title": .string($0.title), "tokens": .count($0.tokens), "uris": .uris($0.uris),
          "lines": .array($0.lines.map(Self.json)),
        ]
      })
    object["left_out"] = .array(outcome.leftOut.map(Self.json))
    return .object(object)
  }

  private static func json(_ line: ContextOutcome.Line) -> JSONValue {
    [
      "uri": .string(line.uri.description), "text": .string(line.text), "tokens": .count(line.tokens), "why": .string(line.reason),
    ]
  }
}
