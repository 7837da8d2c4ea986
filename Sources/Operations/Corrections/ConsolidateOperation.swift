import JSONValues
import MemoryEngine
import MemoryModel

/// Brings memories together that say the same, or takes the last run of it back.
struct ConsolidateOperation: Operation {
  static let method = "memory/consolidate"
  let project: String?
  let isTrial: Bool
  let undoes: Bool

  init(_ arguments: inout Arguments) {
    project = arguments.string("project", maximum: Limits.name)
    isTrial = arguments.bool("dry_run", default: false)
    undoes = arguments.bool("undo", default: false)
  }

  func run(_ context: OperationContext) throws -> ConsolidateResult {
    if undoes { return ConsolidateResult(undone: try context.engine.undoConsolidation()) }
    var request = ConsolidateRequest()
    request.project = project
    request.isTrial = isTrial
    return ConsolidateResult(outcome: try context.engine.consolidate(request))
  }
}

struct ConsolidateResult: OperationResult {
  var outcome: ConsolidateOutcome?
  var undone: ConsolidateUndoOutcome?

  var json: JSONValue {
    var object: JSONObject = [:]
    if let outcome {
      object["groups"] = .array(outcome.groups.map(Self.json))
      object["unclear"] = .array(outcome.unclear.map { .uris([$0.0, $0.1]) })
    }
    if let undone {
      object["undone_at"] = .time(undone.at)
      object["restored"] = .uris(undone.restored)
      object["left"] = .uris(undone.left)
    }
    return .object(object)
  }

  private static func json(_ group: ConsolidateOutcome.Group) -> JSONValue {
    var kept: JSONObject = ["uri": .string(group.kept.uri.description), "l0": .string(group.abstract ?? group.kept.abstract)]
    kept["rewritten"] = .bool(group.abstract != nil)
    return [
      "category": .string(group.kept.category.rawValue), "kept": .object(kept),
      "taken": .array(group.taken.map { ["uri": .string($0.uri.description), "l0": .string($0.abstract)] }),
    ]
  }
}
