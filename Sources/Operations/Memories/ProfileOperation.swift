import JSONValues
import MemoryEngine
import MemoryModel

/// Who the user is and how to work with them.
struct ProfileOperation: ToolOperation {
  static let method = "memory/profile"
  let place: Place

  init(_ arguments: inout Arguments) { place = Place(&arguments) }

  func run(_ context: OperationContext) throws -> ProfileResult {
    ProfileResult(outcome: try context.engine.profile(try context.scope(place)))
  }

  func text(_ output: ProfileResult) -> String { "" }
}

struct ProfileResult: OperationResult {
  let outcome: ProfileOutcome

  var json: JSONValue {
    var object = JSONObject()
    object["relational"] = outcome.relational.map { .object($0.json(tiers: Tier.allCases)) }
    object["identity"] = .array(outcome.identity.map { .object($0.json(tiers: Tier.allCases)) })
    object["preferences"] = .array(outcome.preferences.map { .object($0.json(tiers: Tier.allCases)) })
    return .object(object)
  }
}
