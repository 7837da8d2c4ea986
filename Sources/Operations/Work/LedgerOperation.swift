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
      "days": .array(outcome.days.map { Self.json(["day": .string($0.day.date.iso8601)], $0.total) }),
      "purposes": .array(outcome.purposes.map { Self.json(["purpose": .string($0.purpose)], $0.total) }),
      "today": Self.json([:], outcome.today), "entries": .array(outcome.entries.map(Self.json)),
    ]
    var postponed: JSONObject = ["jobs": .count(outcome.postponed.count)]
    postponed["due_at"] = .time(outcome.postponed.due)
    object["postponed"] = .object(postponed)
    object["calls_per_day"] = outcome.callsPerDay.map(JSONValue.count)
    object["tokens_per_day"] = outcome.tokensPerDay.map(JSONValue.count)
    return .object(object)
  }

  private static func json(_ object: JSONObject, _ total: LedgerTotal) -> JSONValue {
    var object = object
    object["calls"] = .integer(total.calls)
    object["tokens"] = .integer(total.tokens)
    if total.cost > 0 { object["cost_usd"] = .score(total.cost) }
    return .object(object)
  }

  private static func json(_ entry: ModelCall) -> JSONValue {
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
