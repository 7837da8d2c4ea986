import JSONValues
import MemoryEngine
import MemoryModel

/// How the memory is doing, beyond the counts of `status`.
struct HealthOperation: Operation {
  static let method = "health"

  init(_ arguments: inout Arguments) {}

  func run(_ context: OperationContext) throws -> HealthResult { HealthResult(outcome: try context.engine.health()) }
}

struct HealthResult: OperationResult {
  let outcome: HealthOutcome

  var json: JSONValue {
    [
      "relevance": .array(outcome.relevance.map(JSONValue.count)),
      "origins": .object(JSONObject(outcome.origins.map { ($0.origin.rawValue, JSONValue.count($0.count)) })),
      "created": .array(outcome.created.map { ["day": .string($0.day.date.iso8601), "count": .count($0.count)] }),
      "pinned": .count(outcome.pinned), "superseded": .count(outcome.superseded), "links": .count(outcome.links),
      "free_bytes": .integer(outcome.freeBytes), "log_bytes": .integer(outcome.logBytes),
      "hooks": .array(outcome.hooks.map(\.json)), "recent_hooks": .array(outcome.recentHooks.map(Self.json)),
    ]
  }

  private static func json(_ timing: HookTiming) -> JSONValue {
    ["at": .string(timing.at.iso8601), "event": .string(timing.event), "ms": .milliseconds(timing.duration)]
  }
}
