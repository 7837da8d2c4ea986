import JSONValues
import MemoryEngine
import MemoryModel

/// What language models were asked, and what it cost.
struct LedgerOperation: Operation {
  static let method = "ledger"
  let days: Int
  let limit: Int

  init(_ arguments: inout Arguments) {
    days = arguments.integer("days", in: 1...366, default: 30)
    limit = arguments.integer("limit", in: 1...1000, default: 100)
  }

  func run(_ context: OperationContext) throws -> LedgerResult {
    LedgerResult(outcome: try context.engine.ledger(days: days, limit: limit))
  }
}

struct LedgerResult: OperationResult {
  let outcome: LedgerOutcome

  var json: JSONValue {
    var object: JSONObject = [
      "days": .array(
        outcome.days.map {
          ["day": .string($0.day.date.iso8601), "calls": .count($0.calls), "tokens": .count($0.tokens)]
        }),
      "entries": .array(outcome.entries.map(Self.json)),
    ]
    object["calls_per_day"] = outcome.callsPerDay.map(JSONValue.count)
    object["tokens_per_day"] = outcome.tokensPerDay.map(JSONValue.count)
    return .object(object)
  }

  private static func json(_ entry: LedgerRow) -> JSONValue {
    var object: JSONObject = ["at": .string(entry.at.iso8601), "purpose": .string(entry.purpose)]
    object["provider"] = .string(entry.provider)
    object["model"] = .string(entry.model)
    object["input_tokens"] = .integer(entry.inputTokens)
    object["output_tokens"] = .integer(entry.outputTokens)
    object["cost_usd"] = entry.cost.map(JSONValue.score)
    object["session_id"] = .text(entry.session)
    return .object(object)
  }
}
