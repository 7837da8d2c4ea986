import JSONValues
import MemoryEngine
import MemoryModel

/// One memory or directory, with its history and links.
struct ReadOperation: ToolOperation {
  /// `all` beside the tiers, by the names that the parameter takes.
  enum Layer: String, CaseIterable {
    case l0, l1, l2, all
  }

  static let method = "memory/read"
  let uri: MemoryURI
  /// Nil: all of it in JSON; in a tool's text what fits.
  let layer: Layer?

  init(_ arguments: inout Arguments) {
    uri = arguments.requiredURI("uri")
    layer = arguments.choice("layer", among: Layer.allCases)
  }

  func run(_ context: OperationContext) throws -> ReadResult {
    var request = ReadRequest(uri: uri)
    request.layer = layer.flatMap { Tier(rawValue: $0.rawValue) }.map(ReadRequest.Layer.one) ?? .all
    request.countsAsUse = !context.caller.isBrowsing
    return ReadResult(outcome: try context.engine.read(request))
  }
}

struct ReadResult: OperationResult {
  let outcome: ReadOutcome

  var json: JSONValue {
    let tiers: [Tier] = if case .one(let tier) = outcome.layer { [tier] } else { Tier.allCases }
    var object = outcome.node.json(tiers: tiers)
    object["history"] = .array(outcome.history.map { $0.json(tiers: tiers) })
    object["links"] = .array(outcome.links.map(\.json))
    if outcome.node.kind == .directory { object["children"] = .array(outcome.children.map(\.json)) }
    return .object(object)
  }
}
