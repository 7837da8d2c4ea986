import JSONValues
import MemoryEngine
import MemoryModel

/// Who the user is and how to work with them.
struct ProfileOperation: ToolOperation {
  static let method = "memory/profile"
  let place: Place

  init(_ arguments: inout Arguments) { place = Place(&arguments) }

  func run(_ context: OperationContext) throws -> ProfileResult {
    let scope = try context.scope(place)
    return ProfileResult(outcome: try context.engine.profile(scope), scope: scope)
  }
}

struct ProfileResult: OperationResult {
  let outcome: ProfileOutcome
  let scope: Scope

  var json: JSONValue {
    var object = JSONObject()
    object["relational"] = outcome.relational.map { .object($0.json(tiers: Tier.allCases)) }
    object["identity"] = .array(outcome.identity.map { .object($0.json(tiers: Tier.allCases)) })
    object["preferences"] = .array(outcome.preferences.map { .object($0.json(tiers: Tier.allCases)) })
    return .object(object)
  }
}
