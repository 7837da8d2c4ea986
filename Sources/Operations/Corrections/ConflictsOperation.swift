import JSONValues
import MemoryEngine
import MemoryModel

/// Memories that contradict each other and stand side by side; and what is decided about them.
struct ConflictsOperation: Operation {
  static let method = "memory/conflicts"
  let place: Place
  let allProjects: Bool
  let limit: Int
  let includesSpecific: Bool
  let resolved: MemoryURI?
  let kept: MemoryURI?
  let dismissed: MemoryURI?
  let dismissedWith: MemoryURI?
  let undone: MemoryURI?

  init(_ arguments: inout Arguments) {
    place = Place(&arguments)
    allProjects = arguments.bool("all_projects", default: false)
    limit = arguments.integer("limit", in: 1...1000, default: 100)
    includesSpecific = arguments.bool("specific", default: true)
    resolved = arguments.uri("resolve")
    kept = arguments.uri("keep")
    dismissed = arguments.uri("dismiss")
    dismissedWith = arguments.uri("with")
    undone = arguments.uri("undo")
    if allProjects && place.project != nil {
      arguments.refuse("all_projects", "cannot be combined with \"project\"; leave one out")
    }
    if undone != nil, resolved != nil || dismissed != nil {
      arguments.refuse("undo", "cannot be combined with \"resolve\" or \"dismiss\"; leave one out")
    }
    if resolved != nil, dismissed != nil { arguments.refuse("dismiss", "cannot be combined with \"resolve\"; leave one out") }
    if let kept, kept == resolved { arguments.refuse("keep", "is the memory that \"resolve\" names; name the other one") }
  }

  func run(_ context: OperationContext) throws -> ConflictsResult {
    let engine = try context.engine
    if kept != nil, resolved == nil {
      throw EngineError.invalid(parameter: "keep", reason: "it needs `resolve`: the memory that no longer holds")
    }
    if (dismissed == nil) != (dismissedWith == nil) {
      throw EngineError.invalid(
        parameter: dismissed == nil ? "with" : "dismiss",
        reason: "it needs both `dismiss` and `with`: the two memories that both hold")
    }
    var request = ConflictsRequest()
    request.scope = allProjects ? .everything : try context.scope(place)
    request.limit = limit
    request.includesSpecific = includesSpecific
    var decision: ResolveOutcome?
    if let dismissed, let dismissedWith {
      decision = try engine.resolve(ResolveRequest(uri: dismissed, other: dismissedWith, decision: .dismiss))
    } else if let resolved, let kept {
      decision = try engine.resolve(ResolveRequest(uri: resolved, other: kept, decision: .keep(kept)))
    } else if let resolved {
      decision = try engine.resolveAsSuggested(resolved, in: request.scope)
    } else if let undone {
      decision = try engine.undoDecision(undone)
    }
    return ConflictsResult(outcome: try engine.conflicts(request), decision: decision)
  }
}

struct ConflictsResult: OperationResult {
  let outcome: ConflictsOutcome
  let decision: ResolveOutcome?

  var json: JSONValue {
    var object: JSONObject = [
      "conflicts": .array(outcome.conflicts.map(Self.json)), "total": .count(outcome.total), "memories": .count(outcome.memories),
      "seconds": .score(Double(outcome.duration / .microseconds(1)) / 1_000_000),
    ]
    if let decision {
      var decided: JSONObject = ["action": .string(decision.action.rawValue), "kept": .uris(decision.kept)]
      decided["closed"] = .uri(decision.closed)
      decided["valid_to"] = .time(decision.validTo)
      object["decision"] = .object(decided)
    }
    return .object(object)
  }

  private static func json(_ conflict: Conflict) -> JSONValue {
    [
      "kind": .string(conflict.kind.rawValue), "earlier": side(conflict.earlier), "later": side(conflict.later),
      "would_hold": .string(conflict.kept.uri.description), "rule": .string(conflict.verdict.rule),
      "reason": .string(conflict.verdict.reason), "specific": .bool(conflict.isSpecific), "partial": .bool(conflict.isPartial),
    ]
  }

  private static func side(_ node: MemoryNode) -> JSONValue {
    var object: JSONObject = [
      "uri": .string(node.uri.description), "category": .string(node.category.rawValue), "l0": .string(node.abstract),
      "origin": .string(node.provenance.origin.rawValue), "confidence": .score(node.provenance.confidence),
    ]
    object["project"] = .text(node.project)
    object["since"] = .time(node.validity.from ?? node.createdAt)
    object["created_at"] = .time(node.createdAt)
    return .object(object)
  }
}
