import JSONValues
import MemoryEngine
import MemoryModel

/// What a memory is connected with, in both directions.
struct LinksOperation: Operation {
  static let method = "memory/links"
  let uri: MemoryURI

  init(_ arguments: inout Arguments) { uri = arguments.requiredURI("uri") }

  func run(_ context: OperationContext) throws -> LinksResult {
    LinksResult(outcome: try context.engine.links(of: uri))
  }
}

struct LinksResult: OperationResult {
  let outcome: LinksOutcome

  var json: JSONValue {
    ["uri": .string(outcome.uri.description), "links": .array(outcome.links.map(\.json))]
  }
}
