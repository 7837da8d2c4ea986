import JSONValues
import MemoryEngine
import MemoryModel

/// The state of the store, its queue and its helpers.
struct StatusOperation: Operation {
  static let method = "status"
  let place: Place

  init(_ arguments: inout Arguments) { place = Place(&arguments) }

  func run(_ context: OperationContext) throws -> StatusResult {
    StatusResult(
      outcome: try context.engine.status(
        workingDirectory: place.workingDirectory ?? context.caller.workingDirectory,
        project: place.project ?? context.caller.project))
  }
}

struct StatusResult: OperationResult {
  let outcome: StatusOutcome

  var json: JSONValue {
    let byCategory = JSONObject(outcome.memories.map { ($0.category.rawValue, JSONValue.count($0.count)) })
    var object: JSONObject = ["version": .string(Continuity.version)]
    object["store"] = [
      "path": .string(outcome.storePath), "schema_version": .count(outcome.schemaVersion), "bytes": .integer(outcome.storeBytes),
    ]
    object["memories"] = [
      "total": .count(outcome.memories.reduce(0) { $0 + $1.count }), "by_category": .object(byCategory),
      "retracted": .count(outcome.retracted),
    ]
    object["passages"] = .count(outcome.passages)
    object["sessions"] = .count(outcome.sessions)
    object["observations"] = .count(outcome.observations)
    object["pending"] = ["jobs": .count(outcome.pendingJobs), "embeddings": .count(outcome.pendingEmbeddings)]
    object["parked"] = .count(outcome.parked.count)
    object["parked_jobs"] = .array(outcome.parked.map(Self.json))
    object["worker"] = ["running": .bool(outcome.isWorkerRunning)]
    object["embedder"] = .string(outcome.embedder)
    object["model"] = .object(model)
    object["project"] = .text(outcome.project)
    object["instances"] = .array(outcome.instances.map(\.json))
    object["notices"] = .array(outcome.notices.map(\.json))
    object["intentions"] = .count(outcome.intentions)
    object["hooks"] = .array(outcome.hooks.map(\.json))
    object["held"] = .count(outcome.held)
    object["warnings"] = .texts(outcome.warnings)
    return .object(object)
  }

  private var model: JSONObject {
    var object: JSONObject = [
      "provider": .string(outcome.languageModel), "calls_today": .integer(outcome.modelsToday.calls),
      "tokens_today": .integer(outcome.modelsToday.tokens),
    ]
    object["calls_per_day"] = outcome.modelCallsPerDay.map(JSONValue.count)
    object["tokens_per_day"] = outcome.modelTokensPerDay.map(JSONValue.count)
    if outcome.modelsToday.cost > 0 { object["cost_usd_today"] = .score(outcome.modelsToday.cost) }
    return object
  }

  private static func json(_ job: StatusOutcome.ParkedJob) -> JSONValue {
    var object: JSONObject = [
      "id": .integer(job.id), "kind": .string(job.kind), "attempts": .count(job.attempts), "error": .string(job.error),
    ]
    object["session_id"] = .text(job.session)
    return .object(object)
  }
}
